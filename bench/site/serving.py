"""The site as it runs in production: PostgreSQL from a wheel, granian, and wrk asking with 50 connections."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pgserver

from bench.results_io import ROOT


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of an empty PostgreSQL, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="zouxin-pg-") as folder:
        server = pgserver.get_server(Path(folder) / "data")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def port() -> int:
    """A free port."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def serving(application: str, env: Mapping[str, str], *, workers: int = 2) -> Iterator[str]:
    """The address of a WSGI application served by granian."""
    at = port()
    words = [
        "--interface",
        "wsgi",
        "--workers",
        str(workers),
        "--blocking-threads",
        "4",
        "--host",
        "127.0.0.1",
        "--port",
        str(at),
        "--no-log",
        application,
    ]
    server = subprocess.Popen([sys.executable, "-m", "granian", *words], env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", **env}, cwd=ROOT,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        _wait(at)
        yield f"http://127.0.0.1:{at}"
    finally:
        server.terminate()
        server.wait(20)


def _wait(at: int) -> None:
    for _ in range(120):
        try:
            socket.create_connection(("127.0.0.1", at), 1).close()
            time.sleep(2)  # until every worker listens
            return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(f"nothing listens on {at}")


def wrk(address: str, *, clients: int = 50, seconds: int = 8) -> tuple[float, int]:
    """Requests a second and how many failed (sockets, timeouts, statuses of 400 and above)."""
    tool = shutil.which("wrk")
    if tool is None:
        sys.exit("wrk is not installed: apt-get install wrk")
    said = subprocess.run(
        [tool, "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "10s", address], capture_output=True, text=True, check=True
    ).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    failed = sum(int(n) for n in re.findall(r"(?:connect|read|write|timeout|Non-2xx or 3xx responses:?)\s(\d+)", said))
    return float(rate[1]) if rate else 0.0, failed


def size(address: str) -> int:
    """Bytes of a page."""
    with urllib.request.urlopen(address, timeout=20) as answer:
        return len(answer.read())
