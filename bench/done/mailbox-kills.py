#!/usr/bin/env python3
"""500 kill -9 while letters come in, on PostgreSQL: every acknowledged letter is there once, whole, with its file and its entry in the log."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.lines import Line, finish
from bench.results_io import ROOT
from bench.site.serving import postgres

KILLS, SEED = int(sys.argv[1]) if len(sys.argv) > 1 else 500, 5

with tempfile.TemporaryDirectory(prefix="zouxin-kills-") as folder, postgres() as database:
    env = {
        **os.environ, "ZOUXIN_DATA": folder, "ZOUXIN_DATABASE": database, "ZOUXIN_SECRET": "k" * 60, "ZOUXIN_HOSTS": "127.0.0.1", "ZOUXIN_PROXY": "on",
        "DJANGO_SETTINGS_MODULE": "zouxin.site.settings", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }  # fmt: skip
    subprocess.run([sys.executable, "-m", "zouxin.site", "prepare"], env=env, check=True, capture_output=True)
    words = [sys.executable, "-m", "bench.site.intake_killing", str(KILLS), str(SEED)]
    said = subprocess.run(words, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
found = json.loads(next(line for line in said.splitlines() if line.startswith("RESULT "))[7:])
killed, known = sum(found["killed"].values()), found["acknowledged"]
of = ", ".join(f"{what} {n}" for what, n in found["killed"].items())
for one in (*found["lost"], *found["twice"], *found["half"], *found["log"])[:20]:
    print(one)
finish("mailbox-kills" if KILLS >= 500 else "mailbox-kills-trial", [
    Line("kills while letters came", killed, of, f">= {min(KILLS, 500)}"),
    Line("letters acknowledged", known, f"{found['sent']:,} sent; answered otherwise: {found['statuses'] or 'none'}", f">= {killed}"),
    Line("acknowledged letters that are lost", len(found["lost"]), f"{known:,} acknowledged of {found['sent']:,} sent, {found['again']:,} sent again", "= 0"),
    Line("letters that stand twice", len(found["twice"]), f"{found['stand']:,} letters", "= 0"),
    Line("letters or files that are there by half", len(found["half"]), f"{found['stand']:,} letters, {found['files']:,} files", "= 0"),
    Line("letters without one log entry and one first step, or a broken log", len(found["log"]), f"{found['stand']:,} letters", "= 0"),
], seed=SEED, figures={name: value for name, value in found.items() if name not in ("lost", "twice", "half", "log")})  # fmt: skip
