#!/usr/bin/env python3
"""200 kill -9 at random points of census import, inspection and case writes: nothing lost, nothing doubled, everything resumes."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.lines import Line, finish
from bench.results_io import ROOT

KILLS, SEED = int(sys.argv[1]) if len(sys.argv) > 1 else 200, 4

with tempfile.TemporaryDirectory() as folder:
    env = {
        **os.environ, "ZOUXIN_DATA": folder, "ZOUXIN_DATABASE": "", "ZOUXIN_SECRET": "k" * 60, "DJANGO_SETTINGS_MODULE": "zouxin.site.settings",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }  # fmt: skip
    said = subprocess.run(
        [sys.executable, "-m", "bench.site.killing", str(KILLS), str(SEED)],
        env=env,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout
found = json.loads(next(line for line in said.splitlines() if line.startswith("RESULT "))[7:])
killed = sum(found["killed"].values())
of = ", ".join(f"{what} {n}" for what, n in found["killed"].items())
for one in (*found["broken"], *found["lost"], *found["differs"])[:20]:
    print(one)
finish(
    "site-kills" if KILLS >= 200 else "site-kills-trial",
    [
        Line("kills", killed, f"{of}; {found['survived']} ended before it", f">= {min(KILLS, 200)}"),
        Line("states found broken right after a kill", len(found["broken"]), f"{killed} kills", "= 0"),
        Line("writes lost or doubled", len(found["lost"]), f"{found['ended']} sites", "= 0"),
        Line(
            "sites that differ in the end from one nobody killed",
            len(found["differs"]),
            f"{found['ended']} sites, 18 kinds of rows each",
            "= 0",
        ),
    ],
    seed=SEED,
    figures=found,
)
