"""The sheets of a workbook, read by a process of its own that a bad file may bring down without harm."""

import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Timer

from zouxin.connectors import workbook_process

#: seconds one workbook may take, and one MB of it more
_SECONDS, _SECONDS_PER_MB = 30.0, 4.0

Sheet = tuple[str, list[list[object]] | None, str]


def sheets(place: Path) -> Iterator[Sheet]:
    """(name, rows, why) of each sheet in order; rows None and why where it cannot be read, name "" for the whole."""
    seconds = _SECONDS + _SECONDS_PER_MB * (place.stat().st_size >> 20)
    command = [sys.executable, "-I", str(workbook_process.__file__), str(place.resolve())]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        late = Event()
        timer = Timer(seconds, _stop, (process, late))
        timer.start()
        try:
            while True:
                yield pickle.load(process.stdout)  # type: ignore[arg-type]
        except (EOFError, pickle.UnpicklingError):
            process.wait()
        finally:
            timer.cancel()
            process.kill()
    if late.is_set():
        yield "", None, f"{seconds:.0f} 秒还没有读完"
    elif process.returncode:
        yield "", None, "读取中途出错"


def _stop(process: subprocess.Popen[bytes], late: Event) -> None:
    late.set()
    process.kill()
