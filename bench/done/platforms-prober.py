#!/usr/bin/env python3
"""The prober against servers that time out, reset, turn in circles, have a wrong certificate …: outcomes, and a week until a finding."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.lines import Line, finish
from bench.probe.week import EXPECTED, expected, measure

found = measure()
right = sum(found["outcomes"][site] == "/".join(filter(None, told[:2])) for site, told in EXPECTED.items())
lines = [
    Line("servers whose visit has the outcome it should have", right, f"{len(EXPECTED)} kinds of trouble and health", f"= {len(EXPECTED)}"),
    Line("outcomes that are different kinds", len({told[:2] for told in EXPECTED.values()}), f"{len(EXPECTED)} servers"),
]
for name, stage in found["stages"].items():
    yes = sum(said == "yes" for said in stage["said"].values())
    if name != "7 days":
        lines.append(
            Line(f"sites said not to open after: {name}", yes if stage["said"] else None, f"{len(stage['said'])} sites asked about", "= 0")
        )
    lines.append(Line(f"findings of other checks after: {name}", stage["others"], f"{len(stage['said'])} sites", "= 0"))
week = found["stages"]["7 days"]["said"]
wrong = {site: week.get(site) for site, says in expected().items() if week.get(site) != says}
lines.append(
    Line(
        "sites of which the whole week says what it should",
        len(week) - len(wrong),
        f"{found['sites']} sites, {found['visits']:,} visits",
        f"= {found['sites']}",
    )
)
print(*(f"{site}: {said!r}" for site, said in wrong.items()), sep="\n")
finish("prober", lines, figures=found)
