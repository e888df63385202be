#!/usr/bin/env python3
"""Schemathesis finds nothing that breaks the JSON API, Django's own check of a deployment says nothing, and what is installed has no known weakness."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.lines import Line, finish
from bench.results_io import ROOT
from bench.site import audited
from bench.site.asking import ask_all
from bench.site.serving import postgres, serving

SEED, EXAMPLES = 5, 60
FILL = """
import django; django.setup()
from bench.site.filling import fill
fill(platforms_=400, findings_=1200, seed=5)
from zouxin.site.api.actions import tokens
from zouxin.site.people.access import may, today
from zouxin.site.people.models import User
user = next(one for one in User.objects.all() if may(one, "audit.run_inspection"))
print("key", tokens.make("bench", today(), by=user)[1])
"""

with tempfile.TemporaryDirectory(prefix="zouxin-api-") as data, postgres() as database:
    env = {
        "ZOUXIN_DATA": data,
        "ZOUXIN_DATABASE": database,
        "ZOUXIN_HOSTS": "127.0.0.1",
        "ZOUXIN_SECRET": "s" * 60,
        "DJANGO_SETTINGS_MODULE": "zouxin.site.settings",
    }
    whole = {**os.environ, **env, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    subprocess.run([sys.executable, "-m", "zouxin.site", "prepare"], env=whole, check=True)
    key = (
        subprocess.run([sys.executable, "-c", FILL], env=whole, check=True, stdout=subprocess.PIPE, text=True)
        .stdout.split("key ")[-1]
        .strip()
    )
    with serving("zouxin.site.wsgi:application", env) as site:
        asked = {
            who: ask_all(site, said, examples=EXAMPLES, number=SEED)
            for who, said in (("with a key", {"Authorization": f"Bearer {key}"}), ("without", {}))
        }
    production = {
        **whole,
        "ZOUXIN_HTTPS": "on",
        "ZOUXIN_SECRET": "".join(chr(33 + n * 7 % 90) for n in range(64)),
        "ZOUXIN_HOSTS": "zouxin.example.gov.cn",
        "ZOUXIN_SECOND_FACTOR": "required",
    }
    checked = subprocess.run(
        [sys.executable, "-m", "zouxin.site", "check", "--deploy", "--fail-level", "DEBUG"], env=production, capture_output=True, text=True
    )

answers = sum(sum(one["status"].values()) for one in asked.values())
broke = [one for found in asked.values() for one in found["broke"]]
said = re.findall(r"^(?:\?: )?\(([\w.]+)\)", checked.stderr, re.M)
pins, looked = audited.pins(), audited.audited()
version, listed = audited.listed()
behind = list(audited.behind())
print("\n".join([*broke[:20], checked.stderr.strip(), *looked["known"], *listed, *behind]))
kinds = ", ".join(
    f"{status}: {sum(one['status'].get(status, 0) for one in asked.values()):,}"
    for status in sorted({s for one in asked.values() for s in one["status"]})
)
lines = [
    Line("answers of the API with 500 or more", len(broke), f"{answers:,} answers ({kinds}) of {asked['with a key']['operations']} operations, with a key and without", "= 0"),
    Line("what check --deploy says", len(said) if checked.returncode else 0, "all of Django's checks, as in production", "= 0"),
]  # fmt: skip
if looked["looked"] == len(pins):
    lines.append(Line("known weaknesses, by pip-audit", len(looked["known"]), f"{len(pins)} packages, asked at {looked['service']}", "= 0"))
else:  # a failed look is no finding, and no all-clear either: what can be seen from here is said
    lines += [
        Line("packages pip-audit could ask about", looked["looked"], f"{len(pins)} packages; its services cannot be reached from here"),
        Line("known weaknesses, by the advisories of safety-db", len(listed), f"{len(pins)} packages, advisories up to {version}", "= 0"),
        Line("pins behind the newest release of their series", len(behind), f"{len(pins)} packages", "= 0"),
    ]  # fmt: skip
finish("site-api", lines, seed=SEED, figures={"asked": asked, "behind": behind, "known": looked["known"] + listed})
