#!/usr/bin/env python3
"""Every bulletin tabulated goes through the bulletin arithmetic; each contradiction is refused with its reason."""

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.lines import Line, finish
from bench.quality.bulletins import judged

from zouxin.model.arithmetic import AGREES, CANNOT_TELL, CONTRADICTS

# the five that the table of published bulletins marks, counted by hand when it was drawn up
KNOWN = {"青海 2020 第三季度", "商洛 2020 第四季度", "无锡 2021 第四季度", "吴忠 2025 第一季度", "闽侯 2025"}
told = judged()
for name, one in told:
    if one.verdict == CONTRADICTS:
        print(f"refused: {name}，{one.sentence}")
refused = {name for name, one in told if one.verdict == CONTRADICTS}
count = Counter(one.verdict for _, one in told)
names = {name for name, _ in told}
finish(
    "bulletins",
    [
        Line("figures that agree", count[AGREES], f"{len(told)} figures of {len(names)} bulletins"),
        Line("figures that cannot be told, a count is missing", count[CANNOT_TELL], f"{len(told)} figures"),
        Line("bulletins refused", len(refused), f"{len(names)} bulletins", "= 5"),
        Line("refused ones the table does not mark, or marked ones not refused", len(refused ^ KNOWN), f"{len(KNOWN)} marked", "= 0"),
    ],
    figures={"refused": [f"{name}，{one.sentence}" for name, one in told if one.verdict == CONTRADICTS]},
)
