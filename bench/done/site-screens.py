#!/usr/bin/env python3
"""Every screen opened in real Chromium as a citizen, a supervisor, a head and a re-checker, on phone and desk; axe finds nothing serious. Pictures in out/screens."""

import os
import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.lines import Line, finish
from bench.results_io import ROOT

env = {**os.environ, "ZOUXIN_SCREENS": str(ROOT / "out" / "screens")}
done = subprocess.run(
    [sys.executable, "-m", "pytest", "-s", "-rA", "tests/site/screens"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
)
lines = []
for size in ("phone", "desktop"):
    said = re.search(rf"{size}: (\d+) of (\d+) screens opened", done.stdout)
    lines.append(
        Line(
            f"{size}: screens opened by links",
            int(said[1]) if said else None,
            f"{said[2] if said else '?'} screens; the others come by a sent link or after a form",
        )
    )
lines.append(
    Line(
        "walks with a slip (axe serious, too wide, an error, an empty page)",
        len(re.findall(r"^FAILED .*test_site_screens", done.stdout, re.M))
        if re.search(r"(PASSED|FAILED) .*test_site_screens", done.stdout)
        else None,
        "2 walks of 4 people",
        "= 0",
    )
)
journeys = len(re.findall(r"^PASSED .*test_site_journey", done.stdout, re.M))
lines.append(
    Line(
        "journeys census import → inspection → case → dispute → re-check → bulletin → portal in the browser",
        journeys,
        "1 journey of 4 people and a citizen",
        ">= 1",
    )
)
finish("site-screens", lines)
