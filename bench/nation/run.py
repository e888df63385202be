"""The nation from files to scorecard, timed: land, derive, check, score; then liveness beside hand-written SQL, and what was found beside the truth.

    python -m bench.nation.run --scale 0.01 [--place nation] [--memory 4] [--engine duckdb] [--provinces 15,33] [--increment]

Everything runs in one process (and the workers it starts): seconds on the clock, processor seconds and the greatest resident memory of the
process tree are told by phase; `extrapolated` multiplies by 1 / scale.
"""

import argparse
import os
import resource
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from bench.nation.increment import LATER, increment
from bench.nation.make import make
from bench.nation.platforms import MOMENT
from bench.results_io import save
from bench.running import resident
from zouxin import scores
from zouxin.flow import check, derive, land
from zouxin.flow.asked import Question
from zouxin.flow.deriving import Shop
from zouxin.lake import Lake

PACKS = ("national",)
SHARE = 0.08  # of what stands, a quarter brings


class Phases:
    """Seconds, processor seconds and peak memory of each phase."""

    def __init__(self) -> None:
        self.told: dict[str, dict[str, float]] = {}
        self._peak = 0
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while True:
            self._peak = max(self._peak, resident(os.getpid()))
            time.sleep(0.2)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Measure what happens inside; a name used again adds up."""
        began, cpu, self._peak = time.perf_counter(), _cpu(), 0
        yield
        known = self.told.setdefault(name, {"seconds": 0.0, "cpu": 0.0, "peak_gib": 0.0})
        known["seconds"] += time.perf_counter() - began
        known["cpu"] += _cpu() - cpu
        known["peak_gib"] = max(known["peak_gib"], self._peak / 2**30)
        print(f"  {name}: " + ", ".join(f"{key} {value:,.2f}" for key, value in known.items()), flush=True)


def _cpu() -> float:
    return sum(u.ru_utime + u.ru_stime for u in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)))


def audit(place: Path, out: Path, *, memory: float, engine: str, phases: Phases) -> dict[str, Any]:
    """Land every province under `place`, derive, check and score; counts of every check."""
    with Lake(out / "lake", engine=engine, memory=memory) as lake:
        with phases.phase("land"):
            for spec in sorted(place.glob("*/source.yml")):
                land(Question(paths=(), out=out, today=date(2026, 1, 31), spec=spec), lake)
        made: dict[str, float] = {}
        with phases.phase("derive"):
            shop = derive(lake)
        with phases.phase("check"):
            tell = _timer(made)
            answered = check(lake, shop, moment=MOMENT, asked=PACKS, say=tell)
            tell("done", 0, 0)
        with phases.phase("score"):
            totals = scores.tally(answered.kept)
            by_unit = scores.cards(answered.kept, "unit_id")
        found = {
            c.check: {"asked": c.asked, "finding": c.finding, "clean": c.clean, "unobservable": c.unobservable, "not_judged": c.not_judged}
            for c in totals
        }
        return {
            "totals": found,
            "cards_by_unit": len(by_unit),
            "run": answered.run,
            "not_asked": answered.not_asked,
            "passes": _passes(shop),
            "checks": _checks(made, {code: one["asked"] for code, one in found.items()}),
        }


def more(place: Path, out: Path, *, memory: float, engine: str, phases: Phases) -> dict[str, Any]:
    """Land a quarter more under `place` beside what stands in `out`, derive what is new, check and score at its moment."""
    with Lake(out / "lake", engine=engine, memory=memory) as lake:
        with phases.phase("land more"):
            for spec in sorted(place.glob("*/source.yml")):
                land(Question(paths=(), out=out, today=LATER + timedelta(days=31), spec=spec), lake)
        with phases.phase("derive more"):
            shop = derive(lake)
        with phases.phase("check more"):
            answered = check(lake, shop, moment=LATER, asked=PACKS)
        with phases.phase("score more"):
            scores.tally(answered.kept)
            scores.cards(answered.kept, "unit_id")
        return {"run": answered.run, "passes": _passes(shop)}


def _timer(made: dict[str, float]) -> Callable[[str, int, int], None]:
    """Seconds of each stage, from when it is told to when the next one is."""
    last: list[tuple[str, float]] = []

    def say(stage: str, done: int, total: int) -> None:
        now = time.perf_counter()
        if last:
            name, began = last.pop()
            made[name] = made.get(name, 0.0) + now - began
        last.append((stage, now))

    return say


def _passes(shop: Shop) -> dict[str, dict[str, float]]:
    """Seconds, rows written and microseconds a row of each derived table."""
    rows = {
        name: sum(pq.read_metadata(path).num_rows for some in files.values() for path in some.values())
        for name, files in shop.paths.items()
    }
    return {
        name: {"seconds": round(spent, 2), "rows": rows.get(name, 0), "us_per_row": round(spent / max(rows.get(name, 0), 1) * 1e6, 1)}
        for name, spent in shop.seconds.items()
    }


def _checks(made: dict[str, float], asked: dict[str, int]) -> dict[str, dict[str, float]]:
    """Seconds, subjects and microseconds a subject of each check."""
    spent = {stage.split()[1]: seconds for stage, seconds in made.items() if stage.startswith("check ")}
    return {
        code: {"seconds": round(seconds, 2), "rows": asked.get(code, 0), "us_per_row": round(seconds / max(asked.get(code, 0), 1) * 1e6, 1)}
        for code, seconds in spent.items()
    }


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=0.001)
    parser.add_argument("--place", type=Path, default=Path("build/nation"))
    parser.add_argument("--memory", type=float, default=4.0)
    parser.add_argument("--engine", default="duckdb")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--provinces", default="", help="codes, separated by commas; all where not said")
    parser.add_argument("--increment", action="store_true", help="only: a quarter more, 8 %%, beside what an earlier run left")
    words = parser.parse_args()
    only = tuple(code for code in words.provinces.split(",") if code)
    name = "-".join((f"{words.scale:g}", *only))
    place = words.place / name
    rows = make(place, scale=words.scale, seed=words.seed, only=only)
    out = words.place / f"out-{name}-{words.engine}"
    if words.increment:
        fresh = words.place / f"more-{name}"
        rows = increment(place, fresh, scale=words.scale, share=SHARE, seed=words.seed)
        told = Phases()
        found = more(fresh, out, memory=words.memory, engine=words.engine, phases=told)
        for name, one in sorted(found["passes"].items(), key=lambda pair: -pair[1]["seconds"])[:8]:
            print(f"  {name}: {one}")
        save(f"nation-more-{name}-{words.engine}", {"rows": rows, "phases": told.told, **found}, seed=words.seed)
        return
    shutil.rmtree(out, ignore_errors=True)
    phases = Phases()
    found = audit(place, out, memory=words.memory, engine=words.engine, phases=phases)
    for told in (found["passes"], found["checks"]):
        print("\n".join(f"  {name}: {one}" for name, one in sorted(told.items(), key=lambda pair: -pair[1]["seconds"])[:12]))
    save(f"nation-{name}-{words.engine}", {"rows": rows, "phases": phases.told, **found}, seed=words.seed)


if __name__ == "__main__":
    main()
