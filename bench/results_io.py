"""Results on disk: bench/results/<name>.json, each with the commit, the seed, the versions and the machine it was measured on."""

import json
import os
import platform
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "bench/results"
TEXTS = ("letter", "reply", "question", "why")
PACKAGES = (
    "zouxin",
    "numpy",
    "numba",
    "pyarrow",
    "duckdb",
    "ibis-framework",
    "scipy",
    "rapidfuzz",
    "rensa",
    "datasketch",
    "pyspark",
    "openpyxl",
    "pytest",
)


def save(name: str, figures: Mapping[str, Any], seed: int | None = None) -> Path:
    """Write figures with what they were measured on, without any citizen's or official's words; gives the path."""
    RESULTS.mkdir(exist_ok=True)
    found = {"name": name, "measured_at": datetime.now(UTC).isoformat(timespec="seconds"), "commit": commit(), "seed": seed,
             "versions": versions(), "machine": machine(), **without_texts(figures)}  # fmt: skip
    path = RESULTS / f"{name}.json"
    fresh = path.with_suffix(".fresh")
    fresh.write_text(json.dumps(found, ensure_ascii=False, indent=1, default=str) + "\n", "utf-8")
    os.replace(fresh, path)
    return path


def without_texts(value: Any) -> Any:
    """Figures less every entry that holds text of the data sets: those are read where they stand and not copied."""
    if isinstance(value, Mapping):
        return {key: without_texts(one) for key, one in value.items() if key not in TEXTS}
    return [without_texts(one) for one in value] if isinstance(value, list | tuple) else value


def load(name: str) -> dict[str, Any]:
    """What was saved under a name; empty where nothing was."""
    path = RESULTS / f"{name}.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def commit() -> str:
    """Hash of the commit at hand, with "+changes" where files under src or bench differ from it."""
    head = _git("rev-parse", "HEAD") or "not a clone"
    return head + ("+changes" if _git("status", "--porcelain", "--", "src", "bench", ":!bench/results") else "")


def _git(*words: str) -> str:
    told = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return told.stdout.strip()


def versions() -> dict[str, str]:
    """Versions of Python and of every package of PACKAGES that is installed."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def machine() -> dict[str, Any]:
    """Processor, cores that may be used, memory, system, and how busy it was (load of the last minute)."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {"processor": _processor(), "cores": len(os.sched_getaffinity(0)), "memory_gib": round(memory, 1),
            "system": f"{platform.system()} {platform.machine()}", "load": round(os.getloadavg()[0], 1)}  # fmt: skip


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())
