#!/usr/bin/env python3
"""Rudeness: false alarms on real replies, on COLD's harmless rows and on polite colloquial replies; recall on curt replies, COLD and Zigong's lines."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.lines import Line, finish, share, shared
from bench.quality.rude import measure

GOALS = {
    "real replies": "<= 0.001", "COLD harmless, held out": "<= 0.05", "polite colloquial replies, test": "<= 0.01",
    "curt replies, test": ">= 0.7", "Zigong lines": "= 1", "COLD offensive, held out": "",
}  # fmt: skip
found = measure(shared() / "data")
finish(
    "rude",
    [
        Line(
            f"called rude: {name}",
            share(found[name]["rude"], found[name]["rows"]),
            f"{found[name]['rude']:,} of {found[name]['rows']:,}",
            goal,
        )
        for name, goal in GOALS.items()
    ],
    figures=found,
)
