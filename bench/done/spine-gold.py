#!/usr/bin/env python3
"""The gold set: precision and recall of non-answers on the labels both raters agree on, with 95 % intervals (Wilson), in all and by source.

The patterns have no fitted parameters, so nothing is trained on the rest: each source stands for itself.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.lines import Line, finish, share, shared
from bench.quality.gold import measure

WORDS = {"precision": "accused", "recall_strict": "non-answers", "recall_told_apart_left_out": "non-answers not told apart"}
GOALS = {"precision": ">= 0.95", "recall_strict": ">= 0.85", "recall_told_apart_left_out": ">= 0.85"}


def lines(found: dict, name: str, *, goals: bool) -> list[Line]:
    out = []
    for key, word in WORDS.items():
        hits, of, (low, high) = found[key]
        out.append(
            Line(
                f"{name}{key.replace('_', ' ')}",
                share(hits, of),
                f"{hits} of {of} {word}, 95 % {low} to {high}",
                GOALS[key] if goals else "",
            )
        )
    return out


found = measure(shared())
for row in found["wrong"]:
    print(
        f"WRONG {row['id']}: raters {row['agreed']}, said {row['said'] or 'nothing'}{', told apart' if row['told_apart'] else ''}: {row['reply']!r}"
    )
told = lines(found, "", goals=True)
for source, one in found["by_source"].items():
    told += lines(one, f"{source}: ", goals=False)
for name, one in found["flags"].items():
    told.append(Line(f"flag {name}: agreement", share(*one["agree"]), f"{one['agree'][1]} rows both raters agree on"))
finish("gold", told, figures=found)
