"""A derive pass asked on an engine, over rows in plain text."""

from collections.abc import Iterator, Mapping
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa
from golden_cases import arrow, rows_of

from zouxin.derive import Derived
from zouxin.lake.engine import Engine
from zouxin.tables import all_tables, arrow_schema


class Bench:
    """A workshop whose tables are given: ASCII or rows by table; what one pass made, the next may read."""

    source = "case"

    def __init__(self, engine: Engine, given: Mapping[str, Any]) -> None:
        self.engine, self.given = engine, dict(given)

    def table(self, name: str) -> ir.Table:
        table = all_tables()[name]
        rows = self.given.get(name, ())
        return self.engine.memory(arrow(rows_of(rows, table) if isinstance(rows, str) else rows, table))

    def twice(self, name: str) -> None:
        """Each row stands once."""

    def batches(self, table: ir.Table, *, size: int = 10_000) -> Iterator[pa.RecordBatch]:
        yield from self.engine.batches(table, size=size)

    def make(self, one: Derived) -> list[dict[str, Any]]:
        """Rows of the pass, in the order of their keys."""
        schema = arrow_schema(one.table)
        rows = [row for part in one.make(self) for row in part.select(schema.names).cast(schema).to_pylist()]
        self.given[one.table.name] = rows
        return sorted(rows, key=lambda row: [str(row[name]) for name in one.table.key])
