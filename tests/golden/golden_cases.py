"""Golden cases: named questions in plain words beside each check, with ASCII tables in and an ASCII table expected.

A blank cell is null; a table left out is empty. A column a case does not name gets its neutral value:

* `source` is "case";
* in a landed table (letter, reply, observation …) the column is blank;
* in a derived table a count is 0, a truth is false and every other column is blank,
* but for the columns of NEUTRAL below, which make a text readable;
* `calendar_day: known` stands for all days of the years whose holiday notice comes with the package.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa

import zouxin
from zouxin import content
from zouxin.checks import Check, all_checks
from zouxin.derive.calendar_day import calendar_day
from zouxin.derive.post_reading import LANDED
from zouxin.flow.landing import HOLIDAYS, holidays
from zouxin.lake.engine import Engine
from zouxin.model.table import TYPES, Table
from zouxin.tables import all_tables, arrow_schema

SOURCE = "case"
NEUTRAL: Mapping[str, Mapping[str, object]] = {
    "reply_reading": {"chars": 100, "letter_chars": 100, "rude": 0.0, "phrase_scope": "none"},
    "letter_reading": {"chars": 100, "twins": 1},
    "post_reading": {"chars": 100},
    "reply_twin": {"replies": 1, "letters": 1},
    "letter_match": {"own": 0.0, "best": 0.0, "back": 0.0, "letters": 2},
}
_COUNTS = {"int64": 0, "bool": False}
_WORDS = {"yes": True, "no": False}
_KNOWN = "known"
_SETTINGS = ("moment", "limits", "expect")


@dataclass(frozen=True, kw_only=True)
class Case:
    """One case of one check; `rows` are the rows of each table by name, `expected` those of the answer."""

    check: str
    name: str
    moment: date
    limits: Mapping[str, Any]
    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    calendar: bool
    expected: Sequence[Mapping[str, Any]]
    columns: tuple[str, ...] = field(default=())

    @property
    def asked(self) -> Check:
        """The check itself."""
        return all_checks()[self.check]


def case_files() -> tuple[Path, ...]:
    """Every file of cases beside a check."""
    return tuple(sorted((Path(zouxin.__file__).parent / "checks").glob("*/*.cases.yml")))


@cache
def all_cases() -> tuple[Case, ...]:
    """Every case of every check."""
    return tuple(case for path in case_files() for case in read_cases(path))


def read_cases(path: Path) -> tuple[Case, ...]:
    """The cases of one file, in the order they stand there."""
    data = dict(content.read(path))
    code, moment = data.pop("check"), data.pop("moment")
    return tuple(_case(code, name, entry, moment, path) for name, entry in data.items())


def _case(code: str, name: str, entry: Mapping[str, Any], moment: date, path: Path) -> Case:
    tables = {key: value for key, value in entry.items() if key not in _SETTINGS}
    known = tables.get("calendar_day") == _KNOWN
    rows = {table: rows_of(text, all_tables()[table]) for table, text in tables.items() if not (known and table == "calendar_day")}
    if strange := set(tables) - {table.name for table in all_checks()[code].reads}:
        raise ValueError(f"{path.name}, {name}: {code} does not read {', '.join(sorted(strange))}")
    rows = _read(rows, all_checks()[code])
    columns, expected = _expected(entry["expect"], all_checks()[code])
    return Case(check=code, name=name, moment=entry.get("moment", moment), limits=entry.get("limits", {}), rows=rows, calendar=known,
                expected=expected, columns=columns)  # fmt: skip


def _read(rows: dict[str, Any], asked: Check) -> dict[str, Any]:
    """Every post has a reading that says where and when it was published; one a case does not name could not be read."""
    if not {"post", "post_reading"} <= {table.name for table in asked.reads} or "post" not in rows:
        return rows
    known = {(row["source"], row["post_id"]): row for row in rows.get("post_reading", ())}
    blind = dict.fromkeys(neutral(all_tables()["post_reading"]))
    made = [
        {
            **known.get((row["source"], row["id"]), {**blind, "source": row["source"], "post_id": row["id"]}),
            **{name: row[name] for name in LANDED},
        }
        for row in rows["post"]
    ]
    return {**rows, "post_reading": tuple(made)}


def grid(text: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Head and cells of an ASCII table. Raises ValueError where a row has more or fewer cells than the head."""
    head, *lines = (tuple(cell.strip() for cell in line.split("|")) for line in text.splitlines() if line.strip())
    if wrong := [line for line in lines if len(line) != len(head)]:
        raise ValueError(f"{wrong[0]} has {len(wrong[0])} cells, the head {head} has {len(head)}")
    return head, tuple(lines)


def rows_of(text: str, table: Table) -> tuple[dict[str, Any], ...]:
    """Rows of a table out of an ASCII table, whole: what is not named is neutral."""
    head, lines = grid(text)
    if strange := set(head) - {"source", *table.names}:
        raise ValueError(f"table {table.name} has no column {', '.join(sorted(strange))}")
    kinds = {column.name: TYPES[column.type] for column in table.columns} | {"source": "string"}
    return tuple(neutral(table) | {name: value(cell, kinds[name]) for name, cell in zip(head, line, strict=True)} for line in lines)


def neutral(table: Table) -> dict[str, Any]:
    """A row of which nothing is said."""
    counts = _COUNTS if table.kind == "derived" else {}
    row = {column.name: counts.get(TYPES[column.type]) for column in table.columns}
    return {"source": SOURCE, **row, **NEUTRAL.get(table.name, {})}


def value(cell: str, kind: str) -> Any:
    """What a cell says, by the type of its column; a blank cell is null."""
    if cell == "":
        return None
    if kind == "bool":
        return _WORDS[cell]
    if kind == "date32":
        return date.fromisoformat(cell)
    return int(cell) if kind == "int64" else float(cell) if kind == "float64" else cell


def _expected(text: str, asked: Check) -> tuple[tuple[str, ...], tuple[dict[str, Any], ...]]:
    head, lines = grid(text)
    kinds = {"id": "string", "found": "bool", "because": "string", "source": "string", **asked.evidence}
    rows = [{name: value(cell, kinds[name]) for name, cell in zip(head, line, strict=True)} for line in lines]
    return head, tuple({"source": SOURCE, **row} for row in rows)


@cache
def known_days() -> tuple[Mapping[str, Any], ...]:
    """Rows of calendar_day for every year whose notice comes with the package, made as the product makes them."""
    shop = _Notices()
    holidays(shop)
    return tuple(row for part in calendar_day.make(shop) for row in part.to_pylist())


class _Notices:
    """Lake and workshop at once, for the holiday notices alone."""

    source = HOLIDAYS

    def land(self, source: str, filled: Iterable[Mapping[str, pa.RecordBatch]]) -> None:
        self.held = [rows["holiday"] for rows in filled]

    def table(self, name: str) -> str:
        return name

    def batches(self, name: str) -> list[pa.RecordBatch]:
        return self.held


def arrow(rows: Iterable[Mapping[str, Any]], table: Table) -> pa.Table:
    """Rows as an Arrow table of the table's schema."""
    return pa.Table.from_pylist([dict(row) for row in rows], schema=arrow_schema(table))


def ask(engine: Engine, check: Check, rows: Mapping[str, Iterable[Mapping[str, Any]]], *, moment: date,
        limits: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:  # fmt: skip
    """What the check answers on the engine, by source and id."""
    tables = {table.name: engine.memory(arrow(rows.get(table.name, ()), table)) for table in check.reads}
    asked = check.ask(tables, limits or {}, ibis.date(moment.year, moment.month, moment.day))
    found = [row for batch in engine.batches(asked) for row in batch.to_pylist()]
    for table in tables.values():
        engine.forget(table)
    return sorted(found, key=lambda row: (row["source"], row["id"]))


def tables_of(case: Case, *, prefix: str = "") -> dict[str, list[dict[str, Any]]]:
    """The rows of a case; with `prefix` under sources of its own, so that several cases fit one question."""
    rows = {name: [_under(row, prefix) for row in some] for name, some in case.rows.items()}
    return rows | ({"calendar_day": [dict(day) for day in known_days()]} if case.calendar else {})


def _under(row: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    named = [name for name in ("source", "subject_source") if row.get(name)]
    return {**row, **{name: prefix + row[name] for name in named}}


def expected_of(case: Case, *, prefix: str = "") -> list[dict[str, Any]]:
    """What a case expects, in the order of `ask`."""
    rows = [{**row, "source": prefix + row["source"]} for row in case.expected]
    return sorted(rows, key=lambda row: (row["source"], row["id"]))


def named(answers: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> list[dict[str, Any]]:
    """Of each answer, only what the case speaks of."""
    return [{name: row[name] for name in ("source", *(c for c in columns if c != "source"))} for row in answers]
