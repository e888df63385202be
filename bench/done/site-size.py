#!/usr/bin/env python3
"""100,000 platforms and 300,000 findings: every list and drill-down within 300 ms at the 95th percentile, on PostgreSQL and on SQLite; queries and bytes of each screen."""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.lines import Line, finish
from bench.results_io import ROOT
from bench.site.serving import postgres

SEED, SLOW, MANY = 1, 300.0, 40


def screens(database: str, platforms: int, findings: int) -> dict[str, dict[str, float]]:
    """Every screen's figures on one database."""
    with tempfile.TemporaryDirectory(prefix="zouxin-size-") as data:
        env = {
            **os.environ,
            "ZOUXIN_DATA": data,
            "ZOUXIN_DATABASE": database,
            "DJANGO_SETTINGS_MODULE": "zouxin.site.settings",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        }
        subprocess.run([sys.executable, "-m", "zouxin.site", "prepare"], env=env, check=True)
        said = subprocess.run(
            [sys.executable, "-m", "bench.site.screens", str(platforms), str(findings), str(SEED)],
            env=env,
            check=True,
            capture_output=True,
            text=True,
        )
        return dict(json.loads(said.stdout.split("RESULT ")[-1]))


def main(platforms: int, findings: int) -> None:
    lines, figures = [], {}
    for name, server in (("PostgreSQL", postgres()), ("SQLite", nullcontext(""))):
        with server as database:
            found = figures[name] = screens(database, platforms, findings)
        slow = {route: one["p95_ms"] for route, one in found.items() if one["p95_ms"] > SLOW}
        worst = max(found, key=lambda route: found[route]["p95_ms"])
        many = {route: one["queries"] for route, one in found.items() if one["queries"] > MANY}
        of = f"{len(found)} screens and searches, {platforms:,} platforms, {findings:,} findings"
        lines += [
            Line(
                f"{name}: screens over {SLOW:.0f} ms at the 95th percentile",
                len(slow),
                f"{of}; the slowest {worst} {found[worst]['p95_ms']} ms {slow or ''}",
                "= 0",
            ),
            Line(
                f"{name}: screens with more than {MANY} queries",
                len(many),
                f"{of}; {many or 'the most ' + str(max(one['queries'] for one in found.values()))}",
                "= 0",
            ),
            Line(f"{name}: screens that failed", sum(one["status"] != 200 for one in found.values()), of, "= 0"),
        ]
    finish("site-size", lines, seed=SEED, figures=figures)


if __name__ == "__main__":
    main(100_000, 300_000)
