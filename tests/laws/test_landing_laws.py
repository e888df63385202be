"""Of what a source landed the latest row of a key stands, whatever landed in whatever order beside it."""

import tempfile
from pathlib import Path

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from zouxin.lake import Lake
from zouxin.tables import all_tables, arrow_schema

POST = arrow_schema(all_tables()["post"])
LOOK = arrow_schema(all_tables()["observation"])
landings = st.lists(
    st.tuples(st.sampled_from("ab"), st.dictionaries(st.sampled_from(["p1", "p2", "p3", "p4"]), st.integers(0, 3), max_size=4)), max_size=6
)


@given(landings)
def test_the_latest_row_of_a_key_stands(landed):
    expected: dict[tuple[str, str], str] = {}
    with tempfile.TemporaryDirectory() as folder, Lake(Path(folder) / "lake") as lake:
        for source, rows in landed:
            posts = [{"source": source, "id": key, "title": f"第{nth}稿"} for key, nth in rows.items()]
            lake.land(source, [{"post": pa.RecordBatch.from_pylist(posts, schema=POST)}] if posts else [], brings="additions")
            expected |= {(source, key): f"第{nth}稿" for key, nth in rows.items()}
        found = [row for batch in lake.engine.batches(lake.open("post")) for row in batch.to_pylist()]
        whole = [
            row for batch in lake.engine.batches(lake._latest("post", lake.store.files("post")).drop("_seq")) for row in batch.to_pylist()
        ]
    assert {(row["source"], row["id"]): row["title"] for row in found} == expected
    assert len(found) == len(expected)
    assert sorted(map(repr, found)) == sorted(map(repr, whole))


def test_a_key_of_several_columns_is_compared_whole(tmp_path):
    def look(key, day, outcome):
        return {"source": "a", "platform_id": key, "of": "posts", "seen_on": day, "outcome": outcome, "covers": "all"}

    from datetime import date

    one, two = date(2026, 1, 1), date(2026, 4, 1)
    with Lake(tmp_path / "lake") as lake:
        for rows in ([look("p1", one, "failed"), look("p2", one, "read")], [look("p1", two, "read"), look("p1", one, "read")]):
            lake.land("a", [{"observation": pa.RecordBatch.from_pylist(rows, schema=LOOK)}], brings="additions")
        found = [row for batch in lake.engine.batches(lake.open("observation")) for row in batch.to_pylist()]
    assert sorted((row["platform_id"], row["seen_on"], row["outcome"]) for row in found) == [
        ("p1", one, "read"),
        ("p1", two, "read"),
        ("p2", one, "read"),
    ]


@given(landings)
def test_what_is_derived_by_landing_stands_as_what_landed(landed):
    from zouxin.flow import derive

    with tempfile.TemporaryDirectory() as folder, Lake(Path(folder) / "lake") as lake:
        for source, rows in landed:
            posts = [{"source": source, "id": key, "text": f"第{nth}稿，" + "字" * nth} for key, nth in rows.items()]
            lake.land(source, [{"post": pa.RecordBatch.from_pylist(posts, schema=POST)}] if posts else [], brings="additions")
            derive(lake)
        shop = derive(lake)
        read = [row for batch in lake.engine.batches(shop.table("post_reading")) for row in batch.to_pylist()]
        stand = [row for batch in lake.engine.batches(lake.open("post")) for row in batch.to_pylist()]
    assert sorted((row["source"], row["post_id"], row["chars"]) for row in read) == sorted(
        (row["source"], row["id"], len(row["text"])) for row in stand
    )
