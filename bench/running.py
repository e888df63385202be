"""`zouxin` in a process of its own: how long it took, and the most memory it and its children held together."""

import resource
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.results_io import ROOT

ZOUXIN = Path(sys.executable).with_name("zouxin")
MAILBOXES = {
    "shanghai_petitions": "shanghai_petitions/dev",
    "gov_website_errors": "gov_website_errors/dev",
    "tipdm2020c_att4": "tipdm2020c/att4_dev",
}


@dataclass(frozen=True, kw_only=True)
class Ran:
    """`peak` GiB: greatest sum, over the process tree, of resident memory (pages shared count for each process that holds them).

    `cpu`: seconds of processor time, user and system, of the process and all it waited for: what the work costs, whoever else computes.
    """

    code: int
    seconds: float
    cpu: float
    peak: float
    told: str


def zouxin(*words: object, every: float = 0.1) -> Ran:
    """Run a verb to its end; memory is looked at `every` so many seconds."""
    began, peak, before = time.perf_counter(), 0, _cpu()
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen([ZOUXIN, *map(str, words)], stdout=told, stderr=subprocess.STDOUT)
        while process.poll() is None:
            peak = max(peak, resident(process.pid))
            time.sleep(every)
        seconds = time.perf_counter() - began
        told.seek(0)
        return Ran(
            code=process.returncode, seconds=seconds, cpu=_cpu() - before, peak=peak / 2**30, told=told.read().decode(errors="replace")
        )


def _cpu() -> float:
    """Processor seconds of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def audit(*words: object) -> Ran:
    """`zouxin audit`; raises RuntimeError with what it said when it did not end well."""
    ran = zouxin("audit", *words)
    if ran.code:
        raise RuntimeError(f"zouxin audit ended with {ran.code}: {ran.told[-2000:]}")
    return ran


def resident(pid: int) -> int:
    """Bytes of resident memory of a process and all below it; 0 once it is gone."""
    total = 0
    try:
        family = [top := psutil.Process(pid), *top.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0
    for one in family:
        try:
            total += one.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total


def suite(*words: str) -> tuple[int, int, int]:
    """How many tests pytest met, how many of them failed or broke, and how many were skipped."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.xml"
        subprocess.run([sys.executable, "-m", "pytest", *words, f"--junitxml={told}"], cwd=ROOT, check=False)
        suites = list(ET.parse(told).getroot().iter("testsuite")) if told.exists() else []
    met, failed, broke, skipped = (sum(int(one.get(key, 0)) for one in suites) for key in ("tests", "failures", "errors", "skipped"))
    return met, failed + broke, skipped
