"""kill -9 at random points of `zouxin audit`: afterwards the lake holds each row once, and running again gives the same findings.

python -m bench.crash.kills [--kills 100] [--seed 1]

A folder is audited and killed one to five times, at delays drawn between nothing and what a run takes (a first one, or one that finds what the last
left), half of the first ones about the time its rows land; after every kill what stands is looked at as it is (every manifest's rows are there, every finished file is whole), and in the end one run goes through and is compared with an audit nobody killed.
Half the kills hit the whole process group, half the program alone.
"""

import argparse
import csv
import json
import os
import random
import signal
import subprocess
import tempfile
import time
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from bench.running import ZOUXIN, audit, zouxin
from bench.simulate.pairs import SHARES, chunks

ROWS, KILLS, SEED, MOST = 2_000, 100, 1, 5
KEYED = {"letter": ["source", "id"], "reply": ["source", "id"], "unit": ["source", "id"]}
WRITTEN = ("findings.parquet", "findings.csv", "findings.xlsx", "report.html")


def measure(*, kills: int = KILLS, seed: int = SEED, rows: int = ROWS) -> dict:
    """`killed` by the stage that was reached; `broken` states found right after a kill; `ended` folders and how each `differs`; `left` stray files."""
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as place:
        box = _mailbox(Path(place) / "box.csv", rows, seed)
        whole = _whole(box, Path(place) / "whole")
        found: dict = {"rows": rows, "usual_seconds": round(whole["seconds"], 2), "killed": Counter(), "survived": 0, "broken": [], "ended": 0, "differs": [],
                       "left": [], "same_bytes": 0}  # fmt: skip
        while sum(found["killed"].values()) < kills:
            out = Path(place) / f"out{found['ended']:03d}"
            for _ in range(min(rng.randint(1, MOST), kills - sum(found["killed"].values()))):
                _kill_once(box, out, rng, whole, found)
            _end(box, out, whole, found)
    return found


def _mailbox(path: Path, rows: int, seed: int) -> Path:
    table = pa.concat_tables([pairs for pairs, _ in chunks(rows=rows, seed=seed, shares=SHARES)])
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([table.column_names, *zip(*(column.to_pylist() for column in table.columns), strict=True)])
    return path


def _flags(out: Path) -> list[str]:
    return ["--source", "crash", "--out", str(out)]


def _whole(box: Path, out: Path) -> dict:
    """What an audit nobody kills gives: seconds (of a warm run, of one over the same folder again, until rows landed), rows of every landed table, findings, bytes of every file."""
    audit(box, *_flags(out.with_name("warm")))
    landed_at = _landing(box, out.with_name("landing"))
    ran = audit(box, *_flags(out))
    again = audit(box, *_flags(out))
    return {
        "seconds": ran.seconds,
        "again": again.seconds,
        "landed_at": landed_at,
        "landed": landed(out),
        "findings": findings(out),
        "bytes": (out / "findings.parquet").read_bytes(),
    }


def _landing(box: Path, out: Path) -> float:
    """Seconds until the rows of the box have landed."""
    began = time.perf_counter()
    process = subprocess.Popen([ZOUXIN, "audit", box, *_flags(out)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and len(list(out.glob("lake/snapshots/[0-9]*.json"))) < 2:
        time.sleep(0.01)
    took = time.perf_counter() - began
    process.wait()
    return took


def landed(out: Path) -> dict[str, list]:
    """Rows of every landed table that a manifest names, sorted, without the number of the landing."""
    rows: dict[str, list] = {}
    for path in sorted((out / "lake/snapshots").glob("[0-9]*.json")):
        manifest = json.loads(path.read_text("utf-8"))
        for name, count in manifest["rows"].items():
            table = pq.read_table(out / "lake/landed" / name / f"{manifest['id']}.parquet")
            if len(table) != count:
                raise ValueError(f"{path.name} names {count} rows of {name}, {len(table)} are there")
            rows.setdefault(name, []).extend(tuple(row.values()) for row in table.drop_columns(["_seq"]).to_pylist())
    return {name: sorted(some, key=repr) for name, some in rows.items() if some}


def findings(out: Path) -> list[tuple]:
    """Findings, sorted, without the name of the run."""
    table = pq.read_table(out / "findings.parquet")
    return sorted((tuple(row.values()) for row in table.drop_columns(["run"]).to_pylist()), key=repr)


def _kill_once(box: Path, out: Path, rng: random.Random, whole: dict, found: dict) -> None:
    """One run, killed at a random moment; one that ends before it is counted apart."""
    usual = "again" if (out / "lake/runs").exists() else "seconds"
    delay, group = rng.uniform(0, whole[usual]), rng.random() < 0.5
    if not out.exists() and rng.random() < 0.5:
        delay = rng.uniform(0.5, 1.1) * whole["landed_at"]
    began = time.perf_counter()
    process = subprocess.Popen(
        [ZOUXIN, "audit", box, *_flags(out)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(timeout=delay)
        found["survived"] += 1
        whole[usual] = min(whole[usual], time.perf_counter() - began)
        if process.returncode:
            found["broken"].append(f"run ended with {process.returncode} by itself")
        return
    except subprocess.TimeoutExpired:
        (os.killpg if group else os.kill)(process.pid, signal.SIGKILL)
    process.wait()
    time.sleep(0 if group else 0.2)  # children whose parent is gone end by themselves
    found["killed"][_stage(out)] += 1
    try:
        _look(out, whole)
    except (OSError, ValueError, AssertionError, pa.ArrowInvalid, json.JSONDecodeError) as error:
        found["broken"].append(f"after {delay:.2f} s: {error}")


def _stage(out: Path) -> str:
    """What stood when it was killed."""
    snapshots = list((out / "lake/snapshots").glob("[0-9]*.json"))
    if not snapshots:
        return "before anything landed"
    if len(snapshots) == 1:
        return "landing"
    if not (out / "lake/runs").exists() or not list((out / "lake/runs").glob("*.json")):
        return "deriving and checking"
    return "publishing" if not (out / "report.html").exists() else "after a report stood"


def _look(out: Path, whole: dict) -> None:
    """What stands after a kill is whole: landed tables complete or absent, files of the report whole or absent."""
    for name, rows in landed(out).items():
        if rows != whole["landed"][name]:
            raise ValueError(f"{name} is half landed: {len(rows)} of {len(whole['landed'][name])} rows")
    if (out / "findings.parquet").exists() and findings(out) != whole["findings"]:
        raise ValueError("findings.parquet stands and differs")
    if (out / "report.html").exists() and not (out / "report.html").read_text("utf-8").rstrip().endswith("</html>"):
        raise ValueError("report.html is cut off")
    for path in (out / "lake/derived").glob("*/[!.]*.parquet"):
        pq.read_metadata(path)


def _end(box: Path, out: Path, whole: dict, found: dict) -> None:
    """Run to the end, compare with the audit nobody killed, and count what was left lying about."""
    ran = zouxin("audit", box, *_flags(out))
    found["ended"] += 1
    if ran.code:
        found["differs"].append(f"{out.name}: running again ended with {ran.code}: {ran.told[-300:]}")
        return
    mine = landed(out)
    for name in whole["landed"].keys() | mine.keys():
        if mine.get(name) != whole["landed"].get(name):
            found["differs"].append(f"{out.name}: {name} has {len(mine.get(name, []))} rows, not {len(whole['landed'].get(name, []))}")
    for name, key in KEYED.items():
        table = pq.read_table(sorted((out / "lake/landed" / name).glob("*.parquet"))[0], columns=key)
        files = len(list((out / "lake/landed" / name).glob("*.parquet")))
        if files != 1 or len(table.group_by(key).aggregate([])) != len(table):
            found["differs"].append(f"{out.name}: {name} in {files} files, keys doubled")
    if findings(out) != whole["findings"]:
        found["differs"].append(f"{out.name}: other findings")
    found["same_bytes"] += (out / "findings.parquet").read_bytes() == whole["bytes"]
    found["differs"] += [f"{out.name}: {name} is missing" for name in WRITTEN if not (out / name).exists()]
    found["left"] += [
        str(path.relative_to(out)) for path in out.rglob("*") if path.name.startswith(".") or path.parent.name in ("staging", "scratch")
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--seed", type=int, default=SEED)
    words = parser.parse_args()
    print(json.dumps(measure(kills=words.kills, seed=words.seed), ensure_ascii=False, indent=1))
