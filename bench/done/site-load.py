#!/usr/bin/env python3
"""Portal search and platform page against a bare Django view that renders one template: same server, same run, 50 clients, PostgreSQL."""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.lines import Line, finish
from bench.results_io import ROOT
from bench.site.serving import postgres, serving, size, wrk

SEED, ROUNDS = 1, 3
PAGES = {"search": "/directory/?q=qingshui", "platform page": "/directory/{pk}/"}

FILL = """
import django; django.setup()
from bench.site.filling import fill
fill(platforms_={platforms}, findings_={findings}, seed={seed})
from zouxin.site.registry.models import Platform
print("pk", Platform.objects.filter(kind="wechat", stage="live").values_list("pk", flat=True).first())
"""


def main(platforms: int, findings: int) -> None:
    lines, figures = [], {}
    with tempfile.TemporaryDirectory(prefix="zouxin-load-") as data, postgres() as database:
        env = {
            "ZOUXIN_DATA": data,
            "ZOUXIN_DATABASE": database,
            "ZOUXIN_HOSTS": "127.0.0.1",
            "DJANGO_SETTINGS_MODULE": "zouxin.site.settings",
        }
        whole = {**os.environ, **env, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        subprocess.run([sys.executable, "-m", "zouxin.site", "prepare"], env=whole, check=True)
        filled = subprocess.run([sys.executable, "-c", FILL.format(platforms=platforms, findings=findings, seed=SEED)], env=whole, check=True,
                                capture_output=True, text=True)  # fmt: skip
        pk = filled.stdout.split("pk ")[-1].strip()
        with serving("zouxin.site.wsgi:application", env) as site, serving("bench.site.bare:application", {}) as bare:
            wrk(f"{bare}/", seconds=2)
            for name, place in PAGES.items():
                address = site + place.format(pk=pk)
                wrk(address, seconds=3)
                pairs = [(wrk(f"{bare}/"), wrk(address)) for _ in range(ROUNDS)]
                ratio = round(statistics.median(ours[0] / bare_[0] for bare_, ours in pairs), 3)
                failed = sum(ours[1] for _, ours in pairs)
                said = ", ".join(f"{ours[0]:.0f} of {bare_[0]:.0f}" for bare_, ours in pairs)
                of = f"requests a second, median of {ROUNDS} paired runs ({said}), 50 clients, PostgreSQL, {platforms:,} platforms"
                lines += [
                    Line(f"{name}: times the bare view", ratio, of, ">= 0.5"),
                    Line(f"{name}: failed requests", failed, "all runs", "= 0"),
                ]
                figures[name] = {"pairs": pairs, "bytes": size(address)}
            figures["bare"] = {"bytes": size(f"{bare}/")}
    finish("site-load", lines, seed=SEED, figures=figures)


if __name__ == "__main__":
    main(100_000, 300_000)
