"""Tables worked out from tables, one file each: each fills the declared table of its own name.

Text is read here once; checks compare what was read with limits. A derived table is kept under the digest of
what it was made from, so that the same snapshot is never worked out twice.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, Protocol

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from zouxin.derive.pool import spread
from zouxin.model.table import Table
from zouxin.tables import arrow_schema

ROWS = 10_000

__all__ = ["ROWS", "Derived", "Follows", "Workshop", "all_derived", "derived", "spread", "table_of", "write"]


class Workshop(Protocol):
    """What a derived table may ask of whoever holds the tables; all of it is of one source."""

    source: str

    def table(self, name: str) -> ir.Table:
        """A landed or derived table, rows of the source only."""

    def before(self, name: str) -> ir.Table | None:
        """A derived table of the source as the same instrument last made it, or made it of its earlier landings; None where there is none."""

    def history(self, name: str) -> ir.Table:
        """Every row ever landed of a table by the source, with `_seq`."""

    def twice(self, name: str) -> ir.Table | None:
        """Source and key of the rows of a table that the source landed more than once; None where there are none."""

    def batches(self, table: ir.Table, *, size: int = ROWS) -> Iterator[pa.RecordBatch]:
        """Rows of an expression."""

    def said(self, done: int) -> None:
        """So many more rows are done: for who shows progress."""


@dataclass(frozen=True, kw_only=True)
class Follows:
    """How a table about a whole source goes on when little is added to it: the new rows are read beside the newest earlier ones.

    `landed`: tables whose landings count; `rows`: earlier letters or posts, the newest ones, that are read beside what is new; `of`: the
    landed table each row is about, one of those, blank where it is about none; `label`: the column that names a group, so that a new
    row bears the name an old group has; `same`: a derived table with the digest of each text, whose equals are read beside it too, however old.
    """

    landed: tuple[str, ...]
    rows: int
    of: str = ""
    label: str = ""
    same: str = ""


@dataclass(frozen=True, kw_only=True)
class Derived:
    """How one derived table is made: what it reads, the parameters of its instrument with a reason, the maker.

    `by_landing`: it reads one landed table, each row of it alone, under the same key; so it is made of each landing by itself.
    `follows`: it is about a whole source; once that is large, what a landing adds is read beside the newest of what stood, and rows that
    stood are left as they are until the source has grown by half.
    """

    table: Table
    reads: tuple[str, ...]
    make: Callable[[Workshop], Iterator[pa.Table]]
    instrument: Mapping[str, object] = field(default_factory=dict)
    by_landing: bool = False
    follows: Follows | None = None


def derived(
    *,
    table: Table,
    reads: Sequence[str],
    instrument: Mapping[str, object] | None = None,
    by_landing: bool = False,
    follows: Follows | None = None,
) -> Callable[..., Derived]:
    """Make a derived table of a maker: a function of the workshop that yields Arrow tables of its schema."""

    def wrap(make: Callable[[Workshop], Iterator[pa.Table]]) -> Derived:
        return Derived(table=table, reads=tuple(reads), make=make, instrument=instrument or {}, by_landing=by_landing, follows=follows)

    return wrap


@cache
def all_derived() -> tuple[Derived, ...]:
    """Every derived table, those that others read first."""
    modules = (import_module(f"{__name__}.{m.name}") for m in iter_modules(__path__))
    found = {d.table.name: d for module in modules for d in vars(module).values() if isinstance(d, Derived)}
    order = TopologicalSorter({name: {r for r in d.reads if r in found} for name, d in sorted(found.items())})
    return tuple(found[name] for name in order.static_order())


def write(parts: Iterator[pa.Table], table: Table, path: Path) -> None:
    """Write what a maker yields as one Parquet file of the table's schema."""
    schema = arrow_schema(table)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for part in parts:
            writer.write_table(part.select(schema.names).cast(schema))


def table_of(columns: Mapping[str, Any], table: Table) -> pa.Table:
    """Columns (arrays or numpy) as an Arrow table of the table's schema; what is left out is null."""
    schema = arrow_schema(table)
    size = len(next(iter(columns.values())))
    filled = [
        pa.array(columns[f.name])
        if f.name in columns and not isinstance(columns[f.name], pa.ChunkedArray | pa.Array)
        else columns.get(f.name)
        for f in schema
    ]
    arrays = [pa.nulls(size, f.type) if column is None else column.cast(f.type) for column, f in zip(filled, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)
