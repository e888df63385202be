"""The gold set of replies: precision and recall of non-answers, with intervals, and of the flags.

`python -m bench.quality.gold --shared ../shared` audits the three mailboxes the gold rows were drawn from and compares.
Cases the product tells apart (asks for information, duplicate, praise, answered by telephone) are counted both ways.
"""

import argparse
import csv
import json
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from zouxin import flow

FILES = {"att4": "tipdm2020c/att4_dev.parquet", "petition": "shanghai_petitions/dev.parquet", "zfwzzc": "gov_website_errors/dev.parquet"}
NON = {"ack", "handed_off", "wrong", "echo", "rude"}
TROUBLES = ("echoed", "only_acknowledged", "handed_off", "wrong_letter", "rude", "pasted")
APART = ("needs_information", "duplicate_letter", "praise")
FLAGS = {"basis": "cites_basis", "action": "states_action", "date": "gives_date", "contact": "gives_contact"}


def answers(shared: Path) -> dict[tuple[str, str], dict]:
    """Answers on all replies of the three mailboxes, by trouble and subject id."""
    found = {}
    for name in FILES.values():
        with tempfile.TemporaryDirectory() as out:
            flow.audit(flow.Question(paths=(shared / "data" / name,), out=Path(out), today=date.today(), everything=True))
            columns = ["trouble", "subject_id", "found", "because"]
            for place in ("answers.parquet", "private/answers.parquet"):
                for row in pq.read_table(Path(out) / place, columns=columns).to_pylist():
                    found[row["trouble"], row["subject_id"]] = row
    return found


def wilson(hits: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927)."""
    if not n:
        return (0.0, 1.0)
    p, d = hits / n, 1 + z * z / n
    mid, half = (p + z * z / (2 * n)) / d, z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / d
    return (round(float(mid - half), 3), round(float(mid + half), 3))


def measure(shared: Path) -> dict:
    """Precision and recall on agreed labels, strictly and with the cases told apart left out; agreement of the flags; the same by source.

    The patterns have no fitted parameters, so each source stands for itself where a trained model would leave it out.
    """
    said = answers(shared)
    rows = list(csv.DictReader((shared / "data/gold/replies_dev.csv").open(encoding="utf-8-sig")))
    sources = sorted({row["src"] for row in rows})
    return score(rows, said) | {"by_source": {source: score([r for r in rows if r["src"] == source], said) for source in sources}}


def score(rows: list[dict], said: dict[tuple[str, str], dict]) -> dict:
    """Figures of some gold rows; `wrong` are the rows to read."""

    def yes(row: dict, trouble: str) -> bool:
        return bool((said.get((trouble, row["id"])) or {}).get("found"))

    agreed = [row for row in rows if row["agreed"]]
    accused = {row["gid"]: [t for t in TROUBLES if t != "pasted" and yes(row, t)] for row in agreed}
    told = {
        row["gid"]
        for row in agreed
        if any(yes(row, t) for t in APART) or (said.get(("only_acknowledged", row["id"])) or {}).get("because") == "unobserved"
    }
    hits = sum(bool(accused[r["gid"]]) for r in agreed if r["agreed"] in NON)
    all_non = sum(r["agreed"] in NON for r in agreed)
    judged = sum(r["agreed"] in NON and (r["gid"] not in told or bool(accused[r["gid"]])) for r in agreed)
    flagged = sum(bool(a) for a in accused.values())
    sure = sum(bool(accused[r["gid"]]) for r in agreed if r["agreed"] not in NON and r["gid"] not in told)
    return {
        "agreed": len(agreed), "precision": [hits, flagged, wilson(hits, flagged)], "recall_strict": [hits, all_non, wilson(hits, all_non)],
        "precision_told_apart_left_out": [hits, hits + sure, wilson(hits, hits + sure)],
        "recall_told_apart_left_out": [hits, judged, wilson(hits, judged)],
        "flags": {name: flag(rows, name, trouble, yes) for name, trouble in FLAGS.items()},
        "wrong": [{"id": r["id"], "agreed": r["agreed"], "said": accused[r["gid"]], "told_apart": r["gid"] in told, "reply": r["reply"][:160]}
                  for r in agreed if bool(accused[r["gid"]]) != (r["agreed"] in NON)],
    }  # fmt: skip


def flag(rows: list[dict], name: str, trouble: str, yes: Callable[[dict, str], bool]) -> dict:
    """How often a positive fact agrees with raters who agree."""
    both = [(r[f"{name}_1"], yes(r, trouble)) for r in rows if r[f"{name}_1"] == r[f"{name}_2"]]
    return {"agree": [sum((label == "y") == said for label, said in both), len(both)],
            "recall": [sum(said for label, said in both if label == "y"), sum(label == "y" for label, _ in both)]}  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    print(json.dumps(measure(parser.parse_args().shared), ensure_ascii=False, indent=1))
