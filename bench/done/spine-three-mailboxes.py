#!/usr/bin/env python3
"""`zouxin audit` of the three real mailboxes, each as Parquet, GB18030 CSV and xlsx: same marks, same findings."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.agree.formats import measure
from bench.lines import Line, finish, shared

found = measure(shared())
lines = []
for name, box in found.items():
    for kind in ("csv_gb18030", "xlsx"):
        of = f"{box['parquet']['answers']:,} answers of {box['rows']:,} rows, {box['parquet']['findings']:,} found"
        lines.append(Line(f"{name} as {kind}: answers that differ from Parquet (mark, found, because)", box[kind]["differ"], of, "= 0"))
        lines.append(
            Line(f"{name} as {kind}: answers that differ in evidence, sentence or month too", box[kind]["differ_whole"], of, "= 0")
        )
    lines.append(
        Line(f"{name}: cells Excel cannot hold whole", box["cut_cells"], f"longest cell {box['longest_cell']:,} characters", "= 0")
    )
finish("three-mailboxes", lines, figures=found)
