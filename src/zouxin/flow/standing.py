"""Tables of the lake for those who keep registers: what they know lands, what landed is read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from zouxin import content
from zouxin.derive.platform_reading import seat_of
from zouxin.functions.names import folded, name_words
from zouxin.lake import Lake


def land_tables(folder: Path, source: str, batches: Iterable[Mapping[str, pa.RecordBatch]], *, brings: str = "additions") -> str:
    """Land batches of tables (each with exactly the table's schema, source first) under a source's name; the snapshot's id.

    The latest row of a key wins; the same rows again change nothing. Raises LakeError where the lake is busy.
    """
    with Lake(folder) as lake:
        return lake.land(source, batches, brings=brings).id


def rows_of(folder: Path, source: str, tables: Sequence[str]) -> Iterator[tuple[str, pa.RecordBatch]]:
    """(table, batch) of what a source landed: one row a key, the latest, without the source."""
    with Lake(folder) as lake:
        for name in tables:
            rows = lake.open(name)
            for batch in lake.engine.batches(rows.filter(rows.source == source).drop("source")):
                yield name, batch


def seats(units: Sequence[tuple[str, str, str]]) -> list[str | None]:
    """For each (name, level, division code): what a people's government of county level or above and its office have in common; else None."""
    words = name_words(content.names())
    names = folded(pa.array([name for name, _, _ in units], pa.string()))
    rows = ({"level": level or None, "division_code": code or None} for _, level, code in units)
    return [seat_of(name, row, words)["seat_key"] for name, row in zip(names, rows, strict=True)]
