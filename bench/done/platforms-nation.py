#!/usr/bin/env python3
"""The nation from files to scorecard: three whole provinces of middle size, a tenth of it, and the rest by their rows; liveness of the whole nation beside SQL;
growth; what was found beside the truth; and what a quarter more costs."""

import shutil
import sys
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.lines import Line, finish, share
from bench.nation.increment import increment
from bench.nation.liveness import measure as liveness
from bench.nation.make import make
from bench.nation.run import SHARE, Phases, audit, more
from bench.nation.truth import compare
from bench.nation.whole import whole

from zouxin.lake import Lake

SEED, MEMORY, PLACE = 1, 4.0, Path("build/nation")
#: the three provinces in the middle by how many platforms they have: together a tenth of the nation, each as large as it is
PROVINCES = ("15", "33", "61")
#: of these provinces all, a tenth for the growth, and next to nothing: what starting costs
FULL, TENTH, START = 1.0, 0.1, 0.001
#: all provinces with next to nothing in them: what starting costs where there are as many sources as in the nation
EVERYWHERE = 0.0001
MINUTES, QUARTER, GIB, RATIO, EXPONENT = 90, 15, 12, 1.3, 1.1
PRECISION, RECALL = 0.95, 0.95


@dataclass(frozen=True, kw_only=True)
class Run:
    """A run over the nation or a part of it: rows of each kind, what the phases took, what was found; the same of a quarter more."""

    place: Path
    out: Path
    rows: dict[str, int]
    phases: dict[str, dict[str, float]]
    found: dict[str, Any]
    later_rows: dict[str, int]
    later_phases: dict[str, dict[str, float]]
    later: dict[str, Any]

    @property
    def seconds(self) -> float:
        return sum(one["seconds"] for one in self.phases.values())

    @property
    def cpu(self) -> float:
        return sum(one["cpu"] for one in self.phases.values())

    @property
    def quarter(self) -> float:
        return sum(one["seconds"] for one in self.later_phases.values())


def run(scale: float, only: tuple[str, ...] = ()) -> Run:
    """Make it, audit it, and audit it again with a quarter more."""
    name = "-".join((f"{scale:g}", *only))
    print(name, flush=True)
    place, fresh, out = PLACE / name, PLACE / f"more-{name}", PLACE / f"out-{name}"
    rows = make(place, scale=scale, seed=SEED, only=only)
    shutil.rmtree(out, ignore_errors=True)
    cold, later = Phases(), Phases()
    found = audit(place, out, memory=MEMORY, engine="duckdb", phases=cold)
    later_rows = increment(place, fresh, scale=scale, share=SHARE, seed=SEED)
    more_found = more(fresh, out, memory=MEMORY, engine="duckdb", phases=later)
    return Run(
        place=place, out=out, rows=rows, phases=cold.told, found=found, later_rows=later_rows, later_phases=later.told, later=more_found
    )


def speed(nation: int, full: Run, tenth: Run, start: Run, everywhere: Run) -> list[Line]:
    """What the whole nation, of so many posts, would take: what starting costs there, and the rest by its rows."""
    times = nation / full.rows["posts"]
    of = f"{len(PROVINCES)} whole provinces: {full.rows['posts']:,} posts, {full.rows['pairs']:,} pairs, {full.rows['platforms']:,} platforms"
    cold = everywhere.seconds + (full.seconds - start.seconds) * times
    quarter = everywhere.quarter + (full.quarter - start.quarter) * times
    growth = log((full.cpu - start.cpu) / (tenth.cpu - start.cpu)) / log(full.rows["posts"] / tenth.rows["posts"])
    new = full.later_rows
    peak = max(one["peak_gib"] for one in [*full.phases.values(), *full.later_phases.values()])
    return [
        Line("whole nation, land to scorecard, minutes", round(cold / 60, 1), f"{full.seconds:,.0f} s for {of}; times {times:.2f}, starting taken off and put on once", f"<= {MINUTES}"),
        Line("a quarter more, 8 %, land to scorecard, minutes", round(quarter / 60, 1), f"{full.quarter:,.0f} s for {new['posts']:,} posts, {new['pairs']:,} pairs, {new['observations']:,} looks more; likewise", f"<= {QUARTER}"),
        Line("peak memory, GiB", round(peak, 2), f"{of}; memory limit {MEMORY:g} GiB", f"<= {GIB}"),
        Line("growth exponent of processor seconds", round(growth, 3), f"{tenth.rows['posts']:,} to {full.rows['posts']:,} posts of the same provinces, starting taken off", f"<= {EXPONENT}"),
    ]  # fmt: skip


def alive(out: Path) -> tuple[int, list[Line], dict[str, float]]:
    """Posts of the whole nation, and liveness over them beside SQL."""
    posts = whole(out, seed=SEED)
    with Lake(out / "lake", memory=MEMORY) as lake:
        live = liveness(lake)
    return posts, [
        Line("liveness: seconds of PLT002 over those of hand-written SQL", round(live["ratio"], 3), f"{live['theirs']:.2f} s of SQL on {posts:,} posts of the whole nation", f"<= {RATIO}"),
        Line("liveness: answers that differ from the SQL's", live["differ"], f"{live['asked']:,} platforms", "= 0"),
    ], live  # fmt: skip


def quality(full: Run) -> tuple[list[Line], dict[str, Any]]:
    """What was found beside the truth."""
    asked = {code: one["asked"] for code, one in full.found["totals"].items()}
    truth = compare(full.place, full.out / "lake/runs" / full.found["run"], asked)
    lines = []
    for trouble, one in truth.items():
        told, false = one["planted"] - one["untold"], one["false"] + one["unlisted_accused"]
        lines += [
            Line(f"{trouble}: recall", share(one["hits"], told), f"{told:,} planted and told, {one['untold']:,} cannot tell", f">= {RECALL}"),
            Line(f"{trouble}: precision", share(one["hits"], one["hits"] + false), f"{one['hits'] + false:,} found beside {one['innocents'] + one['unlisted']:,} innocents", f">= {PRECISION}"),
        ]  # fmt: skip
        if one["dark"]:
            lines.append(Line(f"{trouble}: accused where nobody can tell", one["dark_accused"], f"{one['dark']:,} failed, partial, stale or missing looks", "= 0"))  # fmt: skip
    return lines, truth


def main() -> None:
    """The command; workers read this file too and must not begin it anew."""
    posts, lines, live = alive(PLACE / "whole")
    everywhere, start = run(EVERYWHERE), run(START, PROVINCES)
    tenth, full = run(TENTH, PROVINCES), run(FULL, PROVINCES)
    told, truth = quality(full)
    each = [
        Line(f"{name}: microseconds a row", one["us_per_row"], f"{one['rows']:,} rows")
        for name, one in (full.found["passes"] | full.found["checks"]).items()
        if one["rows"]
    ]
    runs = {
        name: {
            "rows": one.rows,
            "phases": one.phases,
            **one.found,
            "more": {"rows": one.later_rows, "phases": one.later_phases, **one.later},
        }
        for name, one in {"everywhere": everywhere, "start": start, "tenth": tenth, "full": full}.items()
    }
    lines = [*speed(posts, full, tenth, start, everywhere), *lines, *told, *each]
    finish("platforms-nation", lines, seed=SEED, figures=runs | {"liveness": live, "truth": truth})


if __name__ == "__main__":
    main()
