"""An audit submitted to a standalone Spark master with two workers gives the answers DuckDB gives."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from small_mailbox import write

pytestmark = [pytest.mark.spark, pytest.mark.slow]
PATIENCE = 90  # seconds until the cluster must stand


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


class Cluster:
    """A master and two workers of 512 MiB and one core each, on loopback."""

    def __init__(self, folder: Path) -> None:
        from pyspark.find_spark_home import _find_spark_home

        from zouxin.lake.spark import java_home

        self.folder, self.bin = folder, Path(_find_spark_home()) / "bin"
        self.environment = os.environ | {
            "JAVA_HOME": os.environ.get("JAVA_HOME") or str(java_home(folder)), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_NO_DAEMONIZE": "1",
            "PYSPARK_PYTHON": sys.executable, "PYTHONPATH": os.pathsep.join(sys.path),
        }  # fmt: skip
        self.running: list[subprocess.Popen[bytes]] = []
        self.logs: list[Path] = []
        self.master = f"spark://127.0.0.1:{(port := free_port())}"
        self._start("deploy.master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", str(free_port()))
        self._wait("I have been elected leader")
        for nth in (1, 2):
            self._start("deploy.worker.Worker", "--host", "127.0.0.1", "--cores", "1", "--memory", "512m", "--webui-port", str(free_port()),
                        "--work-dir", str(folder / f"work{nth}"), self.master)  # fmt: skip
            self._wait("Successfully registered with master")

    def _start(self, what: str, *words: str) -> None:
        self.logs.append(self.folder / f"{len(self.logs)}.log")
        with self.logs[-1].open("wb") as log:
            self.running.append(
                subprocess.Popen(
                    [self.bin / "spark-class", f"org.apache.spark.{what}", *words], env=self.environment, stdout=log, stderr=log
                )
            )

    def _wait(self, word: str) -> None:
        until = time.monotonic() + PATIENCE
        while word not in (text := self.logs[-1].read_text("utf-8", "replace")):
            assert time.monotonic() < until, text
            assert self.running[-1].poll() is None, text
            time.sleep(0.2)

    def submit(self, *words: str) -> subprocess.CompletedProcess[str]:
        """`zouxin WORDS` by spark-submit."""
        import zouxin

        settings = {"spark.executor.memory": "512m", "spark.sql.shuffle.partitions": "4", "spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1",
                    "spark.sql.warehouse.dir": str(self.folder / "warehouse")}  # fmt: skip
        told = [word for pair in settings.items() for word in ("--conf", "=".join(pair))]
        return subprocess.run(
            [self.bin / "spark-submit", "--master", self.master, *told, Path(zouxin.__file__).with_name("__main__.py"), *words],
            env=self.environment, cwd=self.folder, capture_output=True, text=True, timeout=600, check=False,
        )  # fmt: skip

    def stop(self) -> None:
        for one in reversed(self.running):
            one.terminate()
        for one in self.running:
            one.wait(20)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    folder = tmp_path / "cluster"
    folder.mkdir()
    started = Cluster(folder)
    try:
        yield started
    finally:
        started.stop()


def answers(folder: Path) -> list[tuple[object, ...]]:
    columns = ["check", "subject_id", "found", "verdict", "because", "evidence", "sentence", "mark"]
    tables = [pq.read_table(folder / place, columns=columns) for place in ("answers.parquet", "private/answers.parquet")]
    return sorted(repr(tuple(row.values())) for table in tables for row in table.to_pylist())


def test_a_cluster_answers_as_one_machine_does(cluster: Cluster, tmp_path: Path) -> None:
    mailbox = write(tmp_path / "信箱.csv")
    zouxin = shutil.which("zouxin", path=str(Path(sys.executable).parent)) or "zouxin"
    common = ["audit", str(mailbox), "--as-of", "2024-12-31", "--answers", "all"]
    alone = subprocess.run([zouxin, *common, "--out", str(tmp_path / "duckdb")], capture_output=True, text=True, check=False)
    assert alone.returncode == 0, alone.stderr
    many = cluster.submit(*common, "--engine", "spark", "--out", str(tmp_path / "spark"))
    assert many.returncode == 0, many.stderr[-3000:]
    assert answers(tmp_path / "spark") == answers(tmp_path / "duckdb") != []
    # both workers took part: the master gave the application an executor on each
    given = re.findall(r"Launching executor app-\S+ on worker (\S+)", cluster.logs[0].read_text("utf-8", "replace"))
    assert len(set(given)) == 2, given
