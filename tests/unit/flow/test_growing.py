"""A large source that gains a little: what is new is read beside the newest of what stood, what stood is left as it is."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest

from zouxin.flow import derive, growing
from zouxin.flow.growing import Stretch, stretches
from zouxin.lake import Lake, Snapshot
from zouxin.tables import all_tables, arrow_schema

WORDS = [a + b for a in "路桥灯水电气车站楼道树井学校医院" for b in "坏停修漏断堵晚吵脏乱新旧高低退补"]
DAY = date(2026, 1, 1)
TABLES = ("letter_reading", "letter_match", "reply_reading", "reply_stage", "reply_twin", "reply_wording", "post_twin")


def landed(*rows, table="post"):
    return [Snapshot(id=f"{n:06d}-x", seq=n, source="a", brings="additions", rows={table: count} if count else {"unit": 1}) for n, count in enumerate(rows, 1)]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ((10, 10, 10), [""]),  # few: always whole
        ((100_000, 8_000), ["", "000002-x"]),
        ((100_000, 8_000, 50_000), [""]),  # grown by half since: whole again
        ((100_000, 60_000, 8_000, 8_000), ["", "000003-x", "000004-x"]),
    ],
)
def test_a_source_is_made_whole_until_it_is_large_and_again_when_it_has_grown_by_half(rows, told):
    assert [one.landed for one in stretches(landed(*rows), "a", ("post",))] == told


def test_what_lands_between_belongs_to_the_earlier_stretch():
    assert stretches(landed(100_000, 0, 8_000, 0), "a", ("post",)) == [Stretch("", 2, 1), Stretch("000003-x", None, 3)]


def text(rng, size=30):
    return "".join(WORDS[k] for k in rng.integers(0, len(WORDS), size))


def pairs(first, count, seed):
    rng = np.random.default_rng(seed)
    letters, replies = [], []
    for n in range(first, first + count):
        said = text(rng)
        letters.append({"source": "a", "id": f"n{n:04d}", "text": said, "received_on": DAY + timedelta(n), "unit_id": f"u{n % 3}"})
        answer = "您反映的" + said[:12] + "问题，我局已于当日派人处理，" + text(rng, 8)
        replies.append({"source": "a", "id": f"n{n:04d}", "letter_id": f"n{n:04d}", "text": answer, "replied_on": DAY + timedelta(n + 3)})
    return {"letter": letters, "reply": replies}


def posts(first, count, seed):
    rng = np.random.default_rng(seed)
    return [{"source": "a", "id": f"n{n:04d}", "platform_id": "p1", "posted_on": DAY + timedelta(n), "text": text(rng)} for n in range(first, first + count)]  # fmt: skip


def put(lake, tables):
    batches = {name: pa.RecordBatch.from_pylist(rows, schema=arrow_schema(all_tables()[name])) for name, rows in tables.items()}
    lake.land("a", [batches], brings="additions")


def told(lake, shop):
    found = {}
    for name in TABLES:
        rows = [row for batch in lake.engine.batches(shop.table(name)) for row in batch.to_pylist()]
        found[name] = sorted(rows, key=lambda row: [str(row[key]) for key in all_tables()[name].key])
    return found


def one(rows, key, value):
    [row] = [row for row in rows if row[key] == value]
    return row


@pytest.fixture
def large(monkeypatch):
    monkeypatch.setattr(growing, "FEW", 0)


@pytest.fixture
def lake(tmp_path):
    with Lake(tmp_path / "lake") as lake:
        yield lake


@pytest.fixture
def grown(lake, large):
    """Forty letters and posts, four more; one of the new replies, letters and posts says what an old one says."""
    put(lake, pairs(0, 40, 1) | {"post": posts(0, 40, 2)})
    before = told(lake, derive(lake))
    more, written = pairs(40, 4, 3), posts(40, 4, 4)
    old = pairs(0, 40, 1)
    more["letter"][1]["text"], more["reply"][2]["text"] = old["letter"][5]["text"], old["reply"][6]["text"]
    written[3]["text"] = posts(0, 40, 2)[7]["text"]
    put(lake, more | {"post": written})
    return before, derive(lake)


def test_what_stood_is_left_as_it_is(lake, grown):
    before, shop = grown
    now = told(lake, shop)
    assert [len(shop.paths[name]["a"]) for name in ("letter_match", "post_twin", "phrase")] == [2, 2, 2]
    for name in TABLES:
        key = all_tables()[name].key[0]
        assert [row for row in now[name] if row[key] < "n0040"] == before[name]
        assert {row[key] for row in now[name]} >= (
            {f"n{n:04d}" for n in range(44)} if name not in ("reply_wording", "post_twin") else set()
        )


def test_a_group_bears_the_name_it_had(lake, grown):
    now = told(lake, grown[1])
    assert one(now["letter_reading"], "letter_id", "n0041")["twin"] == "n0005"
    assert one(now["reply_twin"], "reply_id", "n0042")["twin"] == "n0006"
    assert one(now["post_twin"], "post_id", "n0043")["twin"] == "n0007"


def test_new_rows_are_told_as_if_all_were_made_anew(lake, grown, monkeypatch):
    now = told(lake, grown[1])
    monkeypatch.setattr(growing, "GROWTH", 0.0)
    whole = told(lake, derive(lake))
    for name in TABLES:
        key = all_tables()[name].key[0]
        assert [row for row in now[name] if row[key] >= "n0040"] == [row for row in whole[name] if row[key] >= "n0040"]


def test_made_again_from_nothing_it_is_the_same(lake, grown):
    now = told(lake, grown[1])
    put(lake, pairs(44, 2, 5))
    later = told(lake, derive(lake))
    for path in (lake.root / "derived").rglob("*.parquet"):
        path.unlink()
    shop = derive(lake)
    assert told(lake, shop) == later
    assert len(shop.paths["letter_match"]["a"]) == 3
    assert [row for row in later["reply_twin"] if row["reply_id"] < "n0044"] == now["reply_twin"]


def test_a_post_changed_so_that_it_has_no_twin_any_more_has_none(lake, large):
    first = posts(0, 30, 1)
    first[9]["text"] = first[3]["text"]
    put(lake, {"post": first})
    assert one(told(lake, derive(lake))["post_twin"], "post_id", "n0009")["twin"] == "n0003"
    put(lake, {"post": [first[9] | {"text": text(np.random.default_rng(9))}]})
    row = one(told(lake, derive(lake))["post_twin"], "post_id", "n0009")
    assert (row["twin"], row["posts"]) == (None, None)


def test_a_reply_is_read_again_when_its_letter_is_brought(lake, large):
    put(lake, pairs(0, 30, 1))
    put(lake, {"reply": pairs(30, 1, 2)["reply"]})
    assert one(told(lake, derive(lake))["reply_reading"], "reply_id", "n0030")["letter_unreadable"] == "missing"
    put(lake, {"letter": pairs(30, 1, 2)["letter"]})
    now = told(lake, derive(lake))
    assert one(now["reply_reading"], "reply_id", "n0030")["letter_unreadable"] is None
    assert one(now["letter_match"], "reply_id", "n0030")["own"] > 0
