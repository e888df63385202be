"""kill -9 at any moment of an import: the register is as before or as after, never between, and the same job asked again does what is left."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

KILLS, ROWS = 8, 4000

BEGIN = (
    f"ROWS = {ROWS}"
    + """
import django; django.setup()
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
call_command("migrate", verbosity=0)
from zouxin.site.people.actions import units, users
from zouxin.site.people.models import User
from zouxin.site.jobs import census as jobs
from zouxin.site.registry.actions import census
top = units.add("澄禾县", "top", by="tests", level="county")
user = User.objects.create_user("supervisor", "x", label="x")
users.appoint(user, top, "supervisor", by="tests")
lines = ["账号编号,账号名称,平台类型,主办单位,开设依据,曾用名"] + [f"K{n},号{n},微博,第{n % 50}局,文〔2026〕{n % 9}号,旧{n}" for n in range(ROWS)]
held = census.upload(top, SimpleUploadedFile("a.csv", "\\n".join(lines).encode()), by=user)
jobs.read.func(held.pk)
census.start(held, by=user)
"""
)
LAND = "import django; django.setup()\nprint('ready', flush=True)\nfrom zouxin.site.jobs import census\ncensus.land.func(1)\n"
COUNT = """
import django; django.setup()
from zouxin.site.people.log import wrong
from zouxin.site.people.models import Unit
from zouxin.site.registry.models import *
print(CensusImport.objects.get().state, Platform.objects.count(), Order.objects.count(), Alias.objects.count(), Step.objects.count(), Unit.objects.count(), len(list(wrong())),
      CensusImport.objects.get().fresh, sum(map(len, Unit.objects.find_problems())))
"""


@pytest.mark.slow
def test_an_import_killed_anywhere_is_whole_or_not_at_all(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "ZOUXIN_DATA": str(tmp_path),
        "ZOUXIN_DATABASE": "",
        "ZOUXIN_SECRET": "x" * 60,
        "DJANGO_SETTINGS_MODULE": "zouxin.site.settings",
    }

    def run(code: str) -> str:
        return subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True).stdout.strip()

    run(BEGIN)
    before, after, dice = f"landing 0 0 0 0 1 0 {ROWS} 0", f"landed {ROWS} 9 {ROWS} {ROWS} 51 0 {ROWS} 0", random.Random(7)
    assert run(COUNT) == before
    seen = set()
    for _ in range(KILLS):
        with subprocess.Popen([sys.executable, "-c", LAND], env=environment, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            time.sleep(dice.uniform(0, 4))
            process.send_signal(signal.SIGKILL)
        seen.add(run(COUNT))
        assert seen <= {before, after}
    run(LAND)
    assert run(COUNT) == after
