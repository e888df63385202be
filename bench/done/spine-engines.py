#!/usr/bin/env python3
"""Spark and DuckDB: the golden suite on both, and identical answers on the three real mailboxes. `--mailboxes-only` leaves the suite to `make test`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.agree.engines import measure
from bench.lines import Line, finish, shared
from bench.running import suite


def golden(engine: str) -> Line:
    """Golden cases on one engine: those that failed or were skipped, of all."""
    ran, bad, skipped = suite("tests/golden/test_checks.py", "-m", "spark" if engine == "spark" else "not spark")
    return Line(f"golden cases that fail or are skipped on {engine}", bad + skipped if ran else None, f"{ran:,} tests", "= 0")


lines = [] if "--mailboxes-only" in sys.argv else [golden("duckdb"), golden("spark")]
if not lines:
    lines = [Line("golden cases on both engines", None, "left out by --mailboxes-only", "= 0")]
found = measure(shared())
for name, one in found.items():
    of = f"{one['answers']:,} answers, {one['findings']:,} found"
    lines.append(Line(f"{name}: answers of Spark that differ from DuckDB's (mark, found, because)", one["differ"], of, "= 0"))
    lines.append(Line(f"{name}: answers of Spark that differ in evidence, sentence or month too", one["differ_whole"], of, "= 0"))
finish("engines-trial" if "--mailboxes-only" in sys.argv else "engines", lines, figures=found)
