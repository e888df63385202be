"""What the lake asks of an engine. Nobody outside this package names one."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

import ibis.expr.types as ir
import pyarrow as pa


class Engine(Protocol):
    """An engine that answers Ibis expressions over Parquet files, in UTC."""

    name: str

    def parquet(self, paths: Sequence[Path]) -> ir.Table:
        """The rows of Parquet files of one schema, as one table."""

    def memory(self, rows: pa.Table) -> ir.Table:
        """A small Arrow table as a table of the engine."""

    def held(self, table: ir.Table) -> ir.Table:
        """An expression worked out now, for several questions that follow; what does not fit into memory goes to disk."""

    def forget(self, table: ir.Table) -> None:
        """Give back what `memory` or `held` made: many small questions in one process would else fill it."""

    def refill(self, table: ir.Table, rows: pa.Table) -> None:
        """Put other rows of the same schema into what `memory` made."""

    def prepared(self, table: ir.Table) -> Callable[[], pa.Table]:
        """An expression over what `memory` made, compiled once: each call answers it by the rows that stand in it then."""

    def batches(self, table: ir.Table, *, size: int = 50_000) -> Iterator[pa.RecordBatch]:
        """The rows of an expression, `size` at a time, without holding them all."""

    def write(self, table: ir.Table, path: Path) -> None:
        """The rows of an expression as one Parquet file."""

    def close(self) -> None:
        """Give everything back."""
