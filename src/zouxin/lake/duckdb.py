"""DuckDB, the embedded engine: one process, memory bounded, larger work spills to disk."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from zouxin.lake.engine import Engine


class DuckDB(Engine):
    """Ibis on DuckDB; memory in GiB, spill files in `scratch`."""

    name = "duckdb"

    def __init__(self, scratch: Path, *, memory: float = 2.0) -> None:
        self.connection = ibis.duckdb.connect(threads=2, memory_limit=f"{memory:.2f}GB", temp_directory=str(scratch))
        self.connection.raw_sql("SET TimeZone = 'UTC'")
        self.connection.raw_sql("SET preserve_insertion_order = false")
        self.connection.raw_sql("SET enable_progress_bar = false")

    def parquet(self, paths: Sequence[Path]) -> ir.Table:
        return self.connection.read_parquet([str(p) for p in paths])

    def memory(self, rows: pa.Table) -> ir.Table:
        return self.connection.create_table(ibis.util.gen_name("zouxin"), rows, temp=True)

    def held(self, table: ir.Table) -> ir.Table:
        return self.connection.create_table(ibis.util.gen_name("zouxin"), table, temp=True)

    def forget(self, table: ir.Table) -> None:
        self.connection.raw_sql(f"DROP TABLE {table.get_name()}")  # the name is ours, with its catalog and schema

    def refill(self, table: ir.Table, rows: pa.Table) -> None:
        name, raw = table.get_name(), self.connection.con
        raw.execute(f"TRUNCATE {name}")  # the name is ours, with its catalog and schema
        if len(rows):
            raw.register("zouxin_fresh", rows)
            raw.execute(f"INSERT INTO {name} BY NAME SELECT * FROM zouxin_fresh")
            raw.unregister("zouxin_fresh")

    def prepared(self, table: ir.Table) -> Callable[[], pa.Table]:
        sql = str(self.connection.compile(table))
        return lambda: self.connection.con.execute(sql).to_arrow_table()

    def batches(self, table: ir.Table, *, size: int = 50_000) -> Iterator[pa.RecordBatch]:
        yield from self.connection.to_pyarrow_batches(table, chunk_size=size)

    def write(self, table: ir.Table, path: Path) -> None:
        schema = table.schema().to_pyarrow()
        with pq.ParquetWriter(path, schema, compression="zstd") as writer:
            for batch in self.batches(table):
                writer.write_batch(batch.cast(schema))

    def close(self) -> None:
        self.connection.disconnect()
