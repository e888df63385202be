#!/usr/bin/env python3
"""The gate beside the audit: every gold reply and 4,000 planted ones asked both ways, the corpus frozen; and how long an answer takes beside 100,000 replies."""

import csv
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
import pyarrow.parquet as pq
from bench.lines import Line, finish, shared
from bench.quality.gold import FILES
from bench.simulate.pairs import SHARES, chunks, write

from zouxin import flow
from zouxin.flow import Draft, Gate
from zouxin.flow.gating import corpus_of
from zouxin.lake import Lake

SEED, PLANTED, CORPUS, ASKED, MOMENT = 1, 4_000, 100_000, 400, date(2026, 6, 30)
ANSWERS = ["check", "subject_id", "found"]


def both(path: Path, out: Path, most: int | None, gold: frozenset[str] = frozenset()) -> dict[str, list]:
    """Audit one mailbox, then ask the gate of each of its replies beside the same corpus: (check, id, audit, gate) where they differ, and how many were asked.

    Of more than `most` replies those of `gold`, and others drawn.
    """
    flow.audit(flow.Question(paths=(path,), out=out, today=MOMENT, as_of=MOMENT, everything=True))
    said = {}
    for place in ("answers.parquet", "private/answers.parquet"):
        if (out / place).exists():
            said |= {(row["check"], row["subject_id"]): row["found"] for row in pq.read_table(out / place, columns=ANSWERS).to_pylist()}
    with Lake(out / "lake") as lake:
        source = next(s.source for s in lake.snapshots() if s.rows.get("reply"))
        gate = Gate("reply", moment=MOMENT, corpus=corpus_of(lake, source))
        rows = lake.open("reply").left_join(
            lake.open("letter").select("source", letter_id="id", title="title", letter="text", their="unit_id"), ["source", "letter_id"]
        )
        some = [row for batch in lake.engine.batches(rows) for row in batch.to_pylist()]
        if most:
            drawn = [some[k] for k in np.random.default_rng(SEED).permutation(len(some))]
            some = sorted(drawn, key=lambda row: row["id"] not in gold)[: max(most, sum(row["id"] in gold for row in drawn))]
        differ, asked, spent = [], 0, []
        for row in some:
            began = time.perf_counter()
            told = gate.ask(
                Draft(text=row["text"], title=row["title"], letter=row["letter"], unit=row["unit_id"] or row["their"], on=row["replied_on"])
            )
            spent.append(time.perf_counter() - began)
            here = {one.check: True for one in told.rows} | {code: None for code, _title, _why in told.undecided}
            for code in gate.codes:
                if (code, row["id"]) in said:
                    asked += 1
                    if said[code, row["id"]] != here.get(code, False):
                        differ.append((code, row["id"], said[code, row["id"]], here.get(code, False)))
        gate.close()
    return {"differ": differ, "asked": [asked], "replies": [len(some)], "spent": spent, "gold": [sum(row["id"] in gold for row in some)]}


def main() -> None:
    """The command."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        write(place / "planted.parquet", chunks(rows=PLANTED, seed=SEED, shares=SHARES))
        write(place / "large.parquet", chunks(rows=CORPUS, seed=SEED + 1, shares=SHARES))
        found = {"planted": both(place / "planted.parquet", place / "planted", None)}
        with (shared() / "data/gold/replies_dev.csv").open(encoding="utf-8-sig") as file:
            gold = frozenset(row["id"] for row in csv.DictReader(file))
        for name, path in FILES.items():
            found[name] = both(shared() / "data" / path, place / name, 1500, gold)
        large = both(place / "large.parquet", place / "large", ASKED)
    lines = [
        Line(
            f"{name}: answers of gate and audit that differ",
            len(one["differ"]),
            f"{one['asked'][0]:,} answers about {one['replies'][0]:,} replies",
            "= 0",
        )
        for name, one in found.items()
    ]
    lines.append(
        Line("gold replies among them", sum(one["gold"][0] for one in found.values()), f"{len(gold)} gold replies", f"= {len(gold)}")
    )
    times = np.sort(np.array(large["spent"][20:])) * 1000
    lines += [
        Line(
            "100,000 replies: answers that differ",
            len(large["differ"]),
            f"{large['asked'][0]:,} answers about {large['replies'][0]:,} replies",
            "= 0",
        ),
        Line(
            "milliseconds an answer, 95th percentile",
            round(float(np.quantile(times, 0.95)), 1),
            f"{len(times)} drafts beside 100,000 replies",
            "<= 100",
        ),
    ]
    long = _long()
    lines.append(Line("the same, drafts of 1,000 characters", round(float(np.quantile(long, 0.95)), 1), f"{len(long)} drafts", "<= 100"))
    for name, one in found.items():
        for row in one["differ"][:5]:
            print("DIFFER", name, row)
    finish("mailbox-gate", lines, seed=SEED)


def _long() -> np.ndarray:
    """Milliseconds of drafts of 1,000 characters beside a letter of 500."""
    gate, spent = Gate("reply", moment=MOMENT), []
    words = "经调查核实，您反映的路段属于本年度改造计划，施工单位已于上月进场，预计年底前完成；期间请绕行东环路。"
    for nth in range(220):
        text = (f"第{nth}号答复：" + words * 30)[:1000]
        began = time.perf_counter()
        gate.ask(Draft(text=text, title="道路", letter=("我们这里的路坏了很久，" * 60)[:500]))
        spent.append(time.perf_counter() - began)
    return np.array(spent[20:]) * 1000


if __name__ == "__main__":
    main()
