"""Two ways timed in turn on the same input, so that a busy machine slows both."""

import statistics
import time
from collections.abc import Callable

RUNS = 5


def paired(ours: Callable[[], object], theirs: Callable[[], object], *, runs: int = RUNS) -> dict:
    """Seconds of each run after one warm-up of each, and `ratio`: the median, over the runs, of theirs by ours (above 1: ours is faster)."""
    ours(), theirs()
    took = [(_seconds(ours), _seconds(theirs)) for _ in range(runs)]
    ratios = [b / a for a, b in took]
    return {"ours": [round(a, 3) for a, _ in took], "theirs": [round(b, 3) for _, b in took], "ratio": round(statistics.median(ratios), 3),
            "ratios": [round(r, 3) for r in ratios]}  # fmt: skip


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
