#!/usr/bin/env python3
"""A million pairs in one command under 6 GiB, growth from 10k to 1M, copies, and both kernels beside their peers.

Without arguments all of it runs (the million takes its time). `--rows 10000 --rows 100000 --copies 20000` is a trial: sizes that were
not run count as missed.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.lines import finish, shared
from bench.speed import near, novel, scale

parser = scale.parser(__doc__)
parser.add_argument("--texts", type=int, default=100_000, help="texts and pairs of the comparisons with peers")
parser.add_argument("--no-peers", action="store_true", help="leave the comparisons with peers out; they then count as missed")
words = parser.parse_args()
place = shared()
figures, lines = {}, []
if not words.no_peers:
    figures = {"novel": novel.measure(place, rows=words.texts), "near": near.measure(place, rows=words.texts, seed=words.seed)}
    lines = novel.lines(figures["novel"]) + near.lines(figures["near"])
figures["scale"] = scale.asked_for(words)
lines += scale.lines(figures["scale"])
if words.no_peers:
    lines.append(scale.Line("the comparisons with peers", None, "left out by --no-peers", "= 0"))
whole = not (words.no_peers or words.rows or words.copies)
finish("scale" if whole else "scale-trial", lines, seed=words.seed, figures=figures)
