#!/usr/bin/env python3
"""Silence to the day: real posts thinned to gaps of 10 to 20 days; the real check on every day of every gap.

With a complete look on the day: no finding up to the pack's limit after the last post, a finding on the next day and on all
after it. With the look removed, failed, partial, empty, refused or too old: never a finding, and beyond the limit cannot tell.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.lines import Line, finish, share, shared
from bench.quality.dormant import LOOKS, measure

SEED = 1
found = measure(shared(), seed=SEED)
limit = found["limit"]


def count(source: str, *, said: str = "", days: range = range(10_000)) -> int:
    return sum(n for s, d, v, n in found["counts"] if s == source and d in days and said in ("", v))


inside, first, after = range(limit + 1), range(limit + 1, limit + 2), range(limit + 1, 10_000)
print(f"{found['accounts']} thinned accounts, {found['gaps']} gaps, {found['moments']} moments, {found['asked']:,} answers")
lines = [
    Line(f"findings inside a gap, up to day {limit}", count("complete", said="finding", days=inside), f"{count('complete', days=inside):,} days of {found['gaps']} gaps", "= 0"),
    Line(f"findings on day {limit}", count("complete", said="finding", days=range(limit, limit + 1)), f"{count('complete', days=range(limit, limit + 1)):,} gaps that reach it", "= 0"),
    Line(f"found on day {limit + 1}, the pack's day", share(count("complete", said="finding", days=first), count("complete", days=first)), f"{count('complete', days=first):,} gaps that reach it", "= 1"),
    Line("found on every later day of the gap", share(count("complete", said="finding", days=after), count("complete", days=after)), f"{count('complete', days=after):,} days", "= 1"),
]  # fmt: skip
for source in (name for name in LOOKS if name != "complete"):
    lines += [
        Line(f"look {source}: findings", count(source, said="finding"), f"{count(source):,} days", "= 0"),
        Line(f"look {source}: cannot tell beyond the limit", share(count(source, said="unobserved", days=after), count(source, days=after)), f"{count(source, days=after):,} days", "= 1"),
    ]  # fmt: skip
ragged, seen = found["ragged"], sum(found["ragged"].values())
lines += [
    Line("ragged looks: findings not true on the day they name", ragged.get("unfair finding", 0), f"{ragged.get('fair finding', 0):,} findings, {seen:,} days", "= 0"),
    Line("ragged looks: findings", ragged.get("fair finding", 0), f"{seen:,} days"),
    Line("answers the same on Spark", share(sum(o["rows"] for o in found["spark"] if o["same"]), sum(o["rows"] for o in found["spark"])), f"{sum(o['rows'] for o in found['spark']):,} answers of {len(found['spark'])} moments", "= 1"),
]  # fmt: skip
finish("platforms-dormant", lines, seed=SEED, figures=found)
