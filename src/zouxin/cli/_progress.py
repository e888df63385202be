"""Progress for a terminal: one line that changes; nothing where nobody watches."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

from zouxin.flow import Say, quiet

STAGES = {"land": "读入", "derive": "比对来信与答复", "check": "提问"}
PATIENCE = 2.0  # seconds of silence nobody minds


@contextmanager
def progress() -> Iterator[Say]:
    """A `say` that shows the stage and what is done on stderr, once two seconds have passed."""
    console = Console(stderr=True)
    if not sys.stderr.isatty():
        yield quiet
        return
    began = time.monotonic()
    with console.status("") as status:

        def say(stage: str, done: int, total: int) -> None:
            if time.monotonic() - began > PATIENCE:
                name, _, what = stage.partition(" ")
                status.update(f"{STAGES.get(name, name)} {what} {done:,}{f' / {total:,}' if total else ''}")

        yield say
