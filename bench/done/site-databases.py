#!/usr/bin/env python3
"""The site's whole suite, without the browser, on SQLite and on a real PostgreSQL that is started for it."""

import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.lines import Line, finish
from bench.results_io import ROOT

WORDS = ["-m", "not browser", "-n", "2", "--dist", "worksteal", "tests/site"]


def ran(name: str, command: list[str]) -> list[Line]:
    """What pytest's last line counts."""
    said = subprocess.run([*command, *WORDS], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    last = next((line for line in reversed(said.splitlines()) if " passed" in line or " failed" in line), "")
    count = {word: int(number) for number, word in re.findall(r"(\d+) (passed|failed|errors?|skipped)", last)}
    bad = count.get("failed", 0) + count.get("error", 0) + count.get("errors", 0)
    which = re.search(r"PostgreSQL [\d.]+", said)
    of = f"{count.get('passed', 0):,} passed, {count.get('skipped', 0)} skipped{', ' + which[0] if which else ''}"
    return [Line(f"{name}: tests that fail", bad if count.get("passed") else None, of, "= 0")]


found = ran("SQLite", [sys.executable, "-m", "pytest"]) + ran("PostgreSQL", [sys.executable, "tests/on_postgres.py"])
finish("site-databases", found)
