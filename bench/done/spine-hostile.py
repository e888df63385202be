#!/usr/bin/env python3
"""Two hundred broken inputs and more, and 100 kill -9 at random points of landing and auditing. `--kills N` is a trial."""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.crash import kills
from bench.lines import Line, finish
from bench.running import suite

BROKEN = "tests/unit/connectors/test_broken_inputs.py"


def broken() -> list[Line]:
    """The tests of broken inputs: how many there are, and how many fail, and how many were skipped."""
    met, bad, skipped = suite(BROKEN, "-k", "test_broken", "-rs")
    return [
        Line("broken inputs tried", met - skipped, f"tests of {BROKEN}", ">= 200"),
        Line("broken inputs that do not end as they should", bad if met else None, f"{met - skipped} tried", "= 0"),
        Line("broken inputs skipped (reasons above; root may read every file)", skipped, f"{met} tests"),
    ]


parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--kills", type=int, default=kills.KILLS)
parser.add_argument("--seed", type=int, default=kills.SEED)
words = parser.parse_args()
lines = broken()
found = kills.measure(kills=words.kills, seed=words.seed)
for text in (*found["broken"], *found["differs"], *sorted(set(found["left"]))):
    print(text)
killed = sum(found["killed"].values())
of = f"{killed} kills, {found['ended']} folders run to the end after them"
lines += [
    Line("kill -9 at random points", killed, f"{dict(found['killed'])}; {found['survived']} runs ended first", f">= {kills.KILLS}"),
    Line("states found broken right after a kill", len(found["broken"]), f"{killed} kills", "= 0"),
    Line("rows lost or doubled, findings that differ, files missing after running again", len(found["differs"]), of, "= 0"),
    Line("stray files left after running again", len(found["left"]), of, "= 0"),
    Line("findings.parquet with the same bytes", found["same_bytes"], f"{found['ended']} folders"),
]
finish("hostile" if words.kills >= kills.KILLS else "hostile-trial", lines, seed=words.seed, figures=found)
