#!/usr/bin/env python3
"""Spam slipped into real official texts: exact clean text by kind of page, and false alarms on every real text at hand."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.lines import Line, finish, share, shared
from bench.quality.tampered import measure

SEED = 7
found = measure(shared() / "data", seed=SEED)
exact, real = found["pages"], found["real"]
lines = [
    Line(f"exact clean text, {name}", share(of["exact"], of["pages"]), f"{of['exact']:,} of {of['pages']:,} pages", goal)
    for name, of in exact.items()
    for goal in [">= 0.9" if name in ("all", "plain text", "HTML") else ""]
]
lines.append(Line("pages restored exactly", exact["all"]["exact"], f"{exact['all']['pages']:,} pages", ">= 100"))
for name in ("official texts", "letters"):
    of = real[name]
    lines.append(Line(f"false alarms, {name}", share(of["found"], of["rows"]), f"{of['found']:,} of {of['rows']:,}", "<= 0.002"))
lines.append(Line("official texts a second on one core", found["speed"], f"{real['official texts']['rows']:,} texts"))
finish("tampered", lines, seed=SEED, figures=found)
