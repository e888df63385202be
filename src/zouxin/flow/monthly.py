"""A run's counts by check and month, kept beside its answers: what a chart over time is drawn from. Whole sums, of no unit in particular."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from zouxin.findings.keeping import Kept

FILE = "months.json"


def keep_months(folder: Path, kept: Iterable[Kept]) -> None:
    """Write the counts into a run's folder, whole or not at all. What a person overruled is not counted; a subject without a day has no month."""
    counted: dict[str, dict[str, dict[str, int]]] = {}
    for one in kept:
        for row in one.months.to_pylist():
            if row["month"] and not row["overruled"]:
                verdicts = counted.setdefault(one.asked.check.code, {}).setdefault(row["month"], {})
                verdicts[row["verdict"]] = verdicts.get(row["verdict"], 0) + row["n"]
    fresh = folder / f"{FILE}.part"
    fresh.write_text(json.dumps(counted, sort_keys=True), "utf-8")
    fresh.replace(folder / FILE)


def months(out: Path, run: str) -> Mapping[str, Mapping[str, Mapping[str, int]]]:
    """Check → month (YYYY-MM) → verdict → how many, of a run kept in a folder; empty where it kept none."""
    path = out / "lake" / "runs" / run / FILE
    if not run or not path.is_file():
        return {}
    found: dict[str, dict[str, dict[str, int]]] = json.loads(path.read_text("utf-8"))
    return found
