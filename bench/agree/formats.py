"""The three real mailboxes as Parquet, GB18030 CSV and xlsx: the same marks, the same answers.

python -m bench.agree.formats
"""

import csv
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from bench.running import MAILBOXES, audit

CELL = 32_767  # characters Excel holds in one cell
COLUMNS = ["mark", "found", "because"]
EVIDENCE = [*COLUMNS, "verdict", "evidence", "sentence", "month"]


def measure(shared: Path) -> dict[str, dict]:
    """By mailbox and format: rows, answers, findings, and how many differ from the Parquet's answers (`differ`, `differ_whole`)."""
    return {name: _mailbox(shared / "data" / f"{path}.parquet") for name, path in MAILBOXES.items()}


def _mailbox(path: Path) -> dict:
    table = pq.read_table(path)
    found: dict = {"rows": len(table), "longest_cell": max(len(str(v)) for c in table.columns for v in c.to_pylist() if v is not None)}
    with tempfile.TemporaryDirectory() as folder:
        files = {"parquet": path, "csv_gb18030": Path(folder) / "box.csv", "xlsx": Path(folder) / "box.xlsx"}
        write_csv(table, files["csv_gb18030"])
        found["cut_cells"] = write_xlsx(table, files["xlsx"])
        said = {kind: answers(file, Path(folder) / kind) for kind, file in files.items()}
    for kind, mine in said.items():
        found[kind] = compare(said["parquet"], mine)
    return found


def answers(file: Path, out: Path, *flags: str) -> dict[tuple[str, str], tuple]:
    """Every answer of an audit, by check and subject."""
    audit(file, "--source", "fixed", "--answers", "all", "--out", out, *flags)
    places, columns = (out / "answers.parquet", out / "private/answers.parquet"), ["check", "subject_id", *EVIDENCE]
    rows = [row for place in places for row in pq.read_table(place, columns=columns).to_pylist()]
    said = {(row["check"], row["subject_id"]): tuple(row[name] for name in EVIDENCE) for row in rows}
    if len(said) != len(rows):
        raise RuntimeError(f"{file}: {len(rows) - len(said)} subjects were answered twice")
    return said


def compare(one: dict[tuple[str, str], tuple], other: dict[tuple[str, str], tuple]) -> dict:
    """How `other` differs from `one`: keys of either without its like, in mark, found and because, and in evidence and sentence too."""
    keys = one.keys() | other.keys()
    short = [key for key in keys if (one.get(key) or ())[:3] != (other.get(key) or ())[:3]]
    whole = [key for key in keys if one.get(key) != other.get(key)]
    nowhere = [(one.get(key), other.get(key)) for key in sorted(whole)[:5]]
    return {
        "answers": len(other),
        "findings": sum(row[1] is True for row in other.values()),
        "differ": len(short),
        "differ_whole": len(whole),
        "examples": nowhere,
    }


def rows(table: pa.Table) -> Iterator[list]:
    """Heading and rows as a person would export them: times as text, nothing for null."""
    yield table.column_names
    for batch in table.to_batches(max_chunksize=1000):
        yield from ([_cell(v) for v in row.values()] for row in batch.to_pylist())


def _cell(value: object) -> object:
    return "" if value is None else value if isinstance(value, str) else str(value)


def write_csv(table: pa.Table, path: Path) -> None:
    """GB18030, comma, CRLF: what Excel in China saves."""
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(rows(table))


def write_xlsx(table: pa.Table, path: Path) -> int:
    """All cells as text; gives how many were longer than Excel holds and were cut."""
    cut = 0
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows(table)):
            for column, value in enumerate(row):
                cut += len(value) > CELL
                sheet.write_string(at, column, value[:CELL])
    return cut


if __name__ == "__main__":
    import json

    from bench.lines import shared

    print(json.dumps(measure(shared()), ensure_ascii=False, indent=1, default=str))
