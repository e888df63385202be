#!/usr/bin/env python3
"""`pasted`: one reply planted under 5 to 50 letters; silent on the 62-fold mass letter. `wrong_letter`: 500 replies swapped within unit or source."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.lines import Line, finish, share, shared
from bench.quality import mass_letter, matching

SEED = 1
place = shared()
found = matching.measure(place / "data", SEED)
mass = mass_letter.measure(place)


def total(part: str, key: str, scope: str = "") -> int:
    return sum((box[part][scope] if scope else box[part])[key] for box in found.values())


lines = []
for scope in ("unit", "source"):
    planted = total("paste", "planted", scope)
    lines.append(
        Line(f"pasted within the {scope}: recall", share(total("paste", "found", scope), planted), f"{planted:,} rows planted", ">= 0.98")
    )
for name, one in mass.items():
    of = (
        f"{one['replies']} nearly equal replies; {one['copies_of_one_letter']} of their letters are one text, {one['letters']} texts in all"
    )
    lines.append(Line(f"pasted on the mass letter of {name}", one["found"], of, "= 0"))
lines.append(Line("mass letters looked at", len(mass), f"groups of {mass_letter.FOLD} or more nearly equal replies", ">= 1"))
swapped, still = total("swap", "swapped"), total("swap", "unswapped")
trials = f"{next(iter(found.values()))['swap']['trials']} trials of 500 in each mailbox"
lines += [
    Line("wrong_letter: recall on swapped replies", share(total("swap", "found"), swapped), f"{swapped:,} swapped, {trials}", ">= 0.8"),
    Line(
        "wrong_letter: false alarms on unswapped replies",
        share(total("swap", "false_alarms"), still),
        f"{still:,} unswapped, {trials}",
        "<= 0.001",
    ),
]
for name, box in found.items():
    swap = box["swap"]
    lines.append(Line(f"{name}: wrong_letter recall", swap["recall"], f"{swap['swapped']:,} swapped"))
    lines.append(
        Line(
            f"{name}: wrong_letter recall among replies that take up something of a letter",
            swap["recall_telling"],
            f"{swap['swapped_telling']:,} swapped",
        )
    )
    lines.append(Line(f"{name}: wrong_letter false alarms", swap["false_alarm_share"], f"{swap['unswapped']:,} unswapped"))
finish("pasted-wrong", lines, seed=SEED, figures={"matching": found, "mass_letter": mass})
