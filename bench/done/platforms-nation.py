#!/usr/bin/env python3
"""The nation at 10 %: from files to scorecard, extrapolated to the whole; liveness beside SQL; growth from 1 %; what was found beside the truth."""

import shutil
import sys
from math import log
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.lines import Line, finish, share
from bench.nation.increment import increment
from bench.nation.liveness import measure as liveness
from bench.nation.make import make
from bench.nation.run import SHARE, Phases, audit, more
from bench.nation.truth import compare

from zouxin.lake import Lake

SEED, MEMORY, PLACE = 1, 4.0, Path("build/nation")
#: a tenth for the speed, a hundredth for the growth, a ten-thousandth for what starting costs
SCALES = (0.0001, 0.01, 0.1)
MINUTES, GIB, RATIO, EXPONENT = 90, 12, 1.3, 1.1
PRECISION, RECALL = 0.95, 0.95


def main() -> None:
    """The command; workers read this file too and must not begin it anew."""
    figures: dict = {}
    for scale in SCALES:
        print(f"scale {scale:g}", flush=True)
        rows = make(PLACE / f"{scale:g}", scale=scale, seed=SEED)
        out = PLACE / f"out-{scale:g}-duckdb"
        shutil.rmtree(out, ignore_errors=True)
        phases = Phases()
        found = audit(PLACE / f"{scale:g}", out, memory=MEMORY, engine="duckdb", phases=phases)
        figures[scale] = {"rows": rows, "phases": phases.told, **found}

    tenth = figures[0.1]
    total = {scale: {key: sum(p[key] for p in one["phases"].values()) for key in ("seconds", "cpu")} for scale, one in figures.items()}
    whole = total[0.0001]["seconds"] + (total[0.1]["seconds"] - total[0.0001]["seconds"]) / SCALES[2]
    cost = {scale: total[scale]["cpu"] - total[0.0001]["cpu"] for scale in SCALES[1:]}
    growth = log(cost[0.1] / cost[0.01]) / log(figures[0.1]["rows"]["posts"] / figures[0.01]["rows"]["posts"])
    of = f"{tenth['rows']['posts']:,} posts, {tenth['rows']['pairs']:,} pairs, {tenth['rows']['platforms']:,} platforms"
    lines = [
        Line("whole nation, land to scorecard, minutes (what starting costs, and ten times the rest of a tenth)", whole / 60, f"{total[0.1]['seconds']:,.0f} s for {of}", f"<= {MINUTES}"),
        Line("peak memory of the tenth, GiB", max(p["peak_gib"] for p in tenth["phases"].values()), f"{of}; memory limit {MEMORY:g} GiB", f"<= {GIB}"),
        Line("growth exponent of processor seconds, 1 % to 10 %", round(growth, 3), "what starting costs taken off", f"<= {EXPONENT}"),
    ]  # fmt: skip
    with Lake(PLACE / "out-0.1-duckdb/lake", memory=MEMORY) as lake:
        live = liveness(lake)
    lines += [
        Line("liveness: seconds of PLT002 over those of hand-written SQL", round(live["ratio"], 3), f"{live['theirs']:.2f} s of SQL", f"<= {RATIO}"),
        Line("liveness: answers that differ from the SQL's", live["differ"], f"{live['asked']:,} platforms", "= 0"),
    ]  # fmt: skip
    truth = compare(
        PLACE / "0.1", PLACE / "out-0.1-duckdb/lake/runs" / tenth["run"], {c: one["asked"] for c, one in tenth["totals"].items()}
    )
    for trouble, one in truth.items():
        told, false = one["planted"] - one["untold"], one["false"] + one["unlisted_accused"]
        lines += [
            Line(f"{trouble}: recall", share(one["hits"], told), f"{told:,} planted and told, {one['untold']:,} cannot tell", f">= {RECALL}"),
            Line(f"{trouble}: precision", share(one["hits"], one["hits"] + false), f"{one['hits'] + false:,} found beside {one['innocents'] + one['unlisted']:,} innocents", f">= {PRECISION}"),
        ]  # fmt: skip
        if one["dark"]:
            lines.append(Line(f"{trouble}: accused where nobody can tell", one["dark_accused"], f"{one['dark']:,} failed, partial, stale or missing looks", "= 0"))  # fmt: skip
    lines += [
        Line(f"{name}: microseconds a row", one["us_per_row"], f"{one['rows']:,} rows")
        for name, one in (tenth["passes"] | tenth["checks"]).items()
        if one["rows"]
    ]
    rows = increment(PLACE / "0.1", PLACE / "more-0.1", scale=0.1, share=SHARE, seed=SEED)
    quarter = Phases()
    later = more(PLACE / "more-0.1", PLACE / "out-0.1-duckdb", memory=MEMORY, engine="duckdb", phases=quarter)
    seconds = sum(one["seconds"] for one in quarter.told.values())
    lines.append(
        Line(
            "a quarter more, 8 %, land to scorecard, minutes (ten times the tenth's)",
            seconds * 10 / 60,
            f"{seconds:,.0f} s for {rows['posts']:,} posts, {rows['pairs']:,} pairs, {rows['observations']:,} looks",
            "<= 15",
        )
    )
    finish(
        "platforms-nation",
        lines,
        seed=SEED,
        figures={str(k): v for k, v in figures.items()}
        | {"more": {"rows": rows, "phases": quarter.told, **later}, "liveness": live, "truth": truth},
    )


if __name__ == "__main__":
    main()
