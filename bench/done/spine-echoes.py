#!/usr/bin/env python3
"""Planted echoes among all real replies: recall of each kind, false alarms on real replies, and a mailbox that is all echo."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.lines import Line, finish, share, shared
from bench.quality.echoes import measure, shown

SEED = 1
found = measure(shared(), seed=SEED)
print("\n".join(shown(found)))
real, beside, whole = found["real"], found["real_beside_planted"], found["all_echo"]
lines = [
    Line(f"recall, {kind}", share(of["found"], of["planted"]), f"{of['planted']:,} planted", ">= 0.99")
    for kind, of in found["kinds"].items()
]
lines += [
    Line(
        "false alarms on real replies",
        share(real["found"], real["rows"]),
        f"{real['rows']:,} real replies ({real['found']} called echoes)",
        "<= 0.0005",
    ),
    Line(
        "false alarms on real replies beside planted ones",
        share(beside["found"], beside["rows"]),
        f"{beside['rows']:,} real replies",
        "<= 0.0005",
    ),
    Line("a mailbox that is all echo, verbatim", whole["verbatim"]["found"], f"{whole['verbatim']['rows']:,} letters", "= 2037"),
    Line(
        "a mailbox that is all echo, the four kinds mixed",
        whole["all four kinds mixed"]["found"],
        f"{whole['all four kinds mixed']['rows']:,} letters",
    ),
]
finish("echoes", lines, seed=SEED, figures=found)
