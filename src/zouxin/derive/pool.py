"""One pool of processes for all passes of a derivation: a process costs seconds to start, so none is started twice.

What the batches of a pass share is written once to a file and read once by each process.
"""

import os
import pickle
import tempfile
import threading
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import chain
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import Any

import pyarrow as pa

SMALL = 20_000  # rows up to which starting processes costs more than they bring
WORKERS = 2

Work = Callable[[pa.RecordBatch, Any], pa.Table]


class Pool:
    """Processes that are started when a pass first has enough to do, and stay until the pool is closed."""

    def __init__(self, workers: int = WORKERS) -> None:
        self.workers = workers
        self._stack = ExitStack()
        self._running: ProcessPoolExecutor | None = None
        self._folder: Path | None = None

    @property
    def warm(self) -> bool:
        """Whether its processes run already."""
        return self._running is not None

    def map(self, work: Work, batches: Iterator[pa.RecordBatch], shared: Any) -> Iterator[pa.Table]:
        """`work(batch, shared)` of each batch, in order; a few batches are in flight at a time."""
        running, path = self._start(), self._lend(shared)
        flying: list[Future[pa.Table]] = []
        try:
            for batch in batches:
                flying.append(running.submit(_work, work, batch, path))
                while len(flying) > 2 * self.workers:
                    yield flying.pop(0).result()
            while flying:
                yield flying.pop(0).result()
        finally:
            for future in flying:
                future.cancel()
            path.unlink(missing_ok=True)

    def close(self) -> None:
        """Stop the processes; the pool may be used again."""
        self._stack.close()
        self._running = self._folder = None

    def _start(self) -> ProcessPoolExecutor:
        if self._running is None:
            context = get_context("spawn")  # a forked child would inherit the engine's threads and hang
            self._folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="zouxin-")))
            self._running = self._stack.enter_context(ProcessPoolExecutor(self.workers, mp_context=context, initializer=_attend))
        return self._running

    def _lend(self, shared: Any) -> Path:
        assert self._folder is not None
        path = self._folder / uuid.uuid4().hex
        # ours alone: written and read by processes of one user, in a folder nobody else may enter, gone with the pass
        path.write_bytes(pickle.dumps(shared, protocol=pickle.HIGHEST_PROTOCOL))
        return path


_POOL: Pool | None = None


@contextmanager
def pooled(workers: int = WORKERS) -> Iterator[Pool]:
    """One pool for all passes inside; an inner one is the outer one."""
    global _POOL
    if _POOL is not None:
        yield _POOL
        return
    _POOL = Pool(workers)
    try:
        yield _POOL
    finally:
        _POOL.close()
        _POOL = None


def spread(work: Work, batches: Iterator[pa.RecordBatch], shared: Any) -> Iterator[pa.Table]:
    """`work(batch, shared)` of each batch, in order, over the pool once there is enough to do."""
    waiting: list[pa.RecordBatch] = []
    with pooled() as pool:
        for batch in batches:
            waiting.append(batch)
            if len(waiting) > 1 and (pool.warm or sum(map(len, waiting)) > SMALL):
                yield from pool.map(work, chain(waiting, batches), shared)
                return
    for batch in waiting:
        yield work(batch, shared)


_lent: tuple[Path, Any] | None = None


def _work(work: Work, batch: pa.RecordBatch, path: Path) -> pa.Table:
    global _lent
    if _lent is None or _lent[0] != path:
        _lent = path, pickle.loads(path.read_bytes())
    return work(batch, _lent[1])


def _attend() -> None:
    """End with the process that started this one, whatever ended it."""
    parent = parent_process()

    def wait() -> None:
        if parent is not None:
            parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
