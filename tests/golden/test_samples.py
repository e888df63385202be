"""Every source that comes with a sample is read into the tables it says are right, row for row, and keeps out what it says."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from zouxin import content
from zouxin.connectors import connector, read_any
from zouxin.connectors.filling import Filled, fill_parts
from zouxin.connectors.plan import plans_of
from zouxin.content.sources import read_source

SOURCES = sorted(path.parent for path in (content.root() / "sources").glob("*/sample"))


def read(folder: Path) -> Iterator[Filled]:
    """A source's sample, filled as its description says."""
    spec = replace(read_source(folder / "source.yml"), folder=folder / "sample")
    parts = []
    for part, plan in zip(spec.parts, plans_of(spec, latest=date(2026, 4, 1)), strict=True):
        place = spec.folder / part.place
        parts.append(((connector(part.reads)(place, part.options) if part.reads else read_any(place, part.options)), plan))
    return fill_parts(parts)


@pytest.mark.parametrize("folder", SOURCES, ids=lambda folder: folder.name)
def test_sample_becomes_what_is_expected(folder: Path) -> None:
    filled = list(read(folder))
    found: dict[str, list[dict[str, str]]] = {"quarantine": [_said(row) for f in filled for row in f.quarantine.to_pylist()]}
    for one in filled:
        for name, rows in one.tables.items():
            found.setdefault(name, []).extend(_said(row) for row in rows.to_pylist())
    files = sorted((folder / "expected").glob("*.csv"))
    assert {path.stem for path in files} == {name for name, rows in found.items() if rows}
    for path in files:
        with path.open(encoding="utf-8", newline="") as file:
            wanted = list(csv.DictReader(file))
        heads = list(wanted[0])
        assert [{head: row.get(head, "") for head in heads} for row in found[path.stem]] == wanted, path.name
    assert sum(f.read for f in filled) == sum(f.landed + f.quarantined for f in filled)


def _said(row: dict[str, object]) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in row.items()}


def test_there_is_a_sample() -> None:
    assert SOURCES
