"""Replies read from end to end: landed, derived, asked; and the letter that comes back in many disguises."""

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from opencc import OpenCC

from zouxin import content
from zouxin.checks import all_checks
from zouxin.flow.deriving import derive
from zouxin.functions import acts
from zouxin.functions.clauses import split
from zouxin.functions.reading import classify
from zouxin.lake import Lake
from zouxin.tables import all_tables, arrow_schema

HERE = Path(__file__).parent
GOLD = content.read(HERE / "replies.yml")
ENTRIES: list[dict[str, Any]] = GOLD["replies"]
LETTER: str = GOLD["letter"]
TROUBLES = ("RPL001", "RPL002", "RPL003")
#: what an entry is -> the check that says yes; where it is no trouble, no trouble may be found
IS = {"echo": "RPL001", "acknowledged": "RPL002", "handed_off": "RPL003", "answered": "RPL101", "asks": "RPL201", "duplicate": "RPL202",
      "praise": "RPL203", "refusal": "RPL204"}  # fmt: skip
MOMENT = ibis.date(2024, 6, 30)

LONG = (
    "尊敬的领导，我是城东小区的住户，小区北门外的那条路从去年秋天开挖以后一直没有回填，下雨天积水没过脚踝，孩子上学要绕行两公里。"
    "我们多次向施工单位反映，对方总说等材料。请问这条路到底什么时候能够恢复通行？另外，路边的垃圾桶也被撤走了，生活垃圾堆在墙角无人清运。"
)


def dropped(text: str, one_in: int) -> str:
    """A copy with one character in so many left out, anywhere."""
    lost = set(random.Random(1).sample(range(len(text)), len(text) // one_in))
    return "".join(char for at, char in enumerate(text) if at not in lost)


def disguises() -> dict[str, str]:
    """One letter, sent back."""
    toss = random.Random(7)
    sentences = [part for part in LONG.replace("？", "。").split("。") if part]
    wide = {point: point + 0xFEE0 for point in range(0x21, 0x7F)}
    return {
        "verbatim": LONG,
        "greeting": f"您好！来信收悉。{LONG}感谢您的来信。城东区住建局2024年3月5日",
        "one in twenty dropped": dropped(LONG, 20),
        "one in ten dropped": dropped(LONG, 10),
        "shuffled": "。".join(toss.sample(sentences, len(sentences))) + "。",
        "traditional": OpenCC("s2t").convert(LONG),
        "full width": LONG.replace("，", ", ").translate(wide),
        "without marks": LONG.replace("，", "").replace("。", " ").replace("？", " "),
        "half of it": LONG[: len(LONG) * 6 // 10],
    }


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, dict[str, dict[str, Any]]]]:
    """Rows by table or check, then by reply."""
    texts = {f"e{n:03d}": (one.get("letter", LETTER), one["reply"]) for n, one in enumerate(ENTRIES)}
    texts |= {f"d {name}": (LONG, text) for name, text in disguises().items()}
    texts |= {
        "x answered": (LONG, f"您好，您反映“{LONG[:60]}”一事收悉。经核实，管道改造已于5月20日完成，路面6月1日恢复通行，垃圾桶已重新安装。")
    }
    letters = [{"source": "gold", "id": key, "unit_id": key, "text": letter} for key, (letter, _) in texts.items()]
    replies = [
        {"source": "gold", "id": key, "letter_id": key, "unit_id": key, "text": reply, "replied_on": date(2024, 3, 5)}
        for key, (_, reply) in texts.items()
    ]
    with Lake(tmp_path_factory.mktemp("gold")) as lake:
        rows = {"letter": letters, "reply": replies}
        lake.land(
            "gold", [{name: pa.RecordBatch.from_pylist(some, schema=arrow_schema(all_tables()[name])) for name, some in rows.items()}]
        )
        shop = derive(lake)
        found = {name: by_reply(lake.engine.batches(shop.table(name)), "reply_id") for name in ("reply_reading", "reply_stage")}
        for code in {*TROUBLES, *IS.values()}:
            check = all_checks()[code]
            asked = check.ask({table.name: shop.table(table.name) for table in check.reads}, {}, MOMENT)
            found[code] = by_reply(lake.engine.batches(asked), "id")
        yield found


def by_reply(batches: Iterator[pa.RecordBatch], key: str) -> dict[str, Any]:
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in (row for batch in batches for row in batch.to_pylist()):
        rows.setdefault(row[key], []).append(row)
    return {
        name: some[0] if key == "id" or "nth" not in some[0] else sorted(some, key=lambda row: row["nth"]) for name, some in rows.items()
    }


def _named() -> list[Any]:
    return [pytest.param(n, id=f"{n}-{one['is']}") for n, one in enumerate(ENTRIES)]


@pytest.mark.parametrize("nth", _named())
def test_reply(nth: int, read: dict[str, Any]) -> None:
    entry, key = ENTRIES[nth], f"e{nth:03d}"
    answers = {code: (read[code][key]["found"], read[code][key]["because"]) for code in {*TROUBLES, *IS.values()}}
    kind = entry["is"]
    if kind == "unreadable":
        assert set(answers.values()) == {(None, "unreadable")}
    elif kind == "offline":
        assert (None, "unobserved") in answers.values()
    else:
        assert answers[IS[kind]] == (True, None)
    found = {code for code in TROUBLES if answers[code][0]}
    assert found == ({IS[kind]} & set(TROUBLES) if kind in IS else set())
    counts = read["reply_reading"][key]
    assert [name for name in entry.get("tells", ()) if not counts[name]] == []
    assert [name for name in entry.get("not", ()) if counts[name]] == []
    if "stages" in entry:
        assert [[stage["is"], stage["dated_on"]] for stage in read["reply_stage"][key]] == entry["stages"]


@pytest.mark.parametrize("one", [one for one in ENTRIES if "clauses" in one], ids=lambda one: one["reply"][:24])
def test_clauses(one: dict[str, Any]) -> None:
    grammar = acts.grammar(content.reply_acts())
    clauses = split(pa.array([one["reply"]], pa.large_string()))
    kind, _ = classify(clauses, grammar)
    words = pc.cast(clauses.words, pa.large_string()).to_pylist()
    said = {word: grammar.names[k] for word, k in zip(words, kind, strict=True)}
    assert {word: said.get(word) for word in one["clauses"]} == one["clauses"]


@pytest.mark.parametrize("name", disguises())
def test_the_letter_sent_back_is_an_echo(name: str, read: dict[str, Any]) -> None:
    assert read["RPL001"][f"d {name}"]["found"] is True
    assert read["RPL002"][f"d {name}"]["found"] is False
    assert read["RPL101"][f"d {name}"]["found"] is False


def test_a_quotation_with_an_answer_is_none(read: dict[str, Any]) -> None:
    assert read["RPL001"]["x answered"]["found"] is False
    assert read["RPL101"]["x answered"]["found"] is True


def test_gold_is_enough() -> None:
    assert len(ENTRIES) >= 75
    assert {one["is"] for one in ENTRIES} == {*IS, "offline", "unreadable"} - {"echo"}
    assert len({one["reply"] + one.get("letter", "") for one in ENTRIES}) == len(ENTRIES)
