"""Nothing is lost between a file and the tables, whatever stands in it."""

import csv
import tempfile
from datetime import date
from pathlib import Path

import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zouxin.connectors import read_any
from zouxin.connectors.batch import batch_of
from zouxin.connectors.filling import fill
from zouxin.connectors.plan import ColumnFill, FillPlan, plan_of
from zouxin.tables import all_tables, arrow_schema

HEADS = ["编号", "来信内容", "来信时间", "答复单位", "答复内容", "答复时间", "状态", "别的"]
MAPPING = list(
    zip(HEADS[:6], ["letter.id", "letter.text", "letter.received_on", "letter.unit_id", "reply.text", "reply.replied_on"], strict=True)
)
cells = st.one_of(
    st.none(), st.text(max_size=12), st.sampled_from(["1", "2", "A1", "您好", "已收到", "市政局", "正常", "注销"]),
    st.dates(date(1980, 1, 1), date(2030, 1, 1)).map(str), st.dates().map(lambda d: d.strftime("%Y/%m/%d 08:00")),
    st.sampled_from(["2023年7月1日", "20230701", "45123", "07/16/2023", "03/04/2023", "2023-07-16T08:00:00Z", "昨天", "无"]),
)  # fmt: skip
tables = st.lists(st.lists(cells, min_size=len(HEADS), max_size=len(HEADS)), max_size=12)
clean_text = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"], include_characters='\n",;\t|'), max_size=20)


def batches(rows: list[list[str | None]], size: int) -> list:
    parts = [rows[i : i + size] for i in range(0, len(rows), size)] or [[]]
    return [
        batch_of(
            [pa.array([row[i] for row in part], pa.string()) for i in range(len(HEADS))],
            names=HEADS,
            numbers=range(n * size + 2, n * size + 2 + len(part)),
            file="f",
        )
        for n, part in enumerate(parts)
    ]


@settings(max_examples=150, deadline=None)
@given(tables, st.integers(1, 6), st.booleans(), st.booleans())
def test_read_is_landed_and_quarantined(rows: list[list[str | None]], size: int, strict: bool, with_id: bool) -> None:
    plan = plan_of(MAPPING if with_id else MAPPING[1:], source="s", latest=date(2024, 1, 1), strict=strict, ignores=("状态",))
    parts = batches(rows, size)
    filled = list(fill(parts, plan))
    assert [part.read for part in filled[:-1]] == [batch.rows.num_rows for batch in parts]
    letters: list[str] = []
    for part in filled:
        assert part.read == part.landed + part.quarantined
        assert part.quarantine.num_rows == part.quarantined
        for name, table in part.tables.items():
            assert table.schema == arrow_schema(all_tables()[name])
        if "letter" in part.tables:
            assert part.tables["letter"].num_rows == part.landed
            assert set(part.tables["reply"]["letter_id"].to_pylist()) <= set(part.tables["letter"]["id"].to_pylist())
            letters += part.tables["letter"]["id"].to_pylist()
    assert len(letters) == len(set(letters))


@settings(max_examples=60, deadline=None)
@given(tables)
def test_batches_do_not_matter(rows: list[list[str | None]]) -> None:
    plan = plan_of(MAPPING[1:], source="s", latest=date(2024, 1, 1), day_first=True)
    whole, cut = (
        [row for part in fill(batches(rows, size), plan) for row in part.tables.get("letter", pa.table({})).to_pylist()] for size in (99, 2)
    )
    assert whole == cut


@settings(max_examples=60, deadline=None)
@given(tables)
def test_other_tables(rows: list[list[str | None]]) -> None:
    fills = {"platform": {
        "id": ColumnFill(column="编号"), "kind": ColumnFill(column="答复单位", map={"市政局": "website"}), "opened_on": ColumnFill(column="来信时间"),
        "status": ColumnFill(column="状态", map={"正常": "live", "注销": "closed"}),
    }}  # fmt: skip
    for part in fill(batches(rows, 5), FillPlan(source="s", fills=fills)):
        assert part.read == part.landed + part.quarantined
        assert set(part.tables) <= {"platform"}


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(clean_text, min_size=3, max_size=3), max_size=8),
    st.sampled_from(["utf-8", "gb18030", "utf-16"]),
    st.sampled_from(",;\t|"),
)
def test_a_csv_reads_as_it_was_written(rows: list[list[str]], codec: str, delimiter: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.csv")
        with path.open("w", encoding=codec, newline="") as file:
            writer = csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL)
            writer.writerows([["编号", "来信内容", "答复内容"], *rows])
        found = [list(row.values()) for batch in read_any(path) for row in batch.rows.to_pylist()]
        numbers = [n for batch in read_any(path) for n in batch.row_numbers.to_pylist()]
    want = [[cell.replace("\ufeff", "").strip() or None for cell in row] for row in rows]
    assert found == [row for row in want if any(row)]
    assert numbers == [n for n, row in enumerate(want, start=2) if any(row)]
