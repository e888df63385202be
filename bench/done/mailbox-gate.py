#!/usr/bin/env python3
"""The gate beside the audit: every gold reply and 4,000 planted ones asked both ways, the corpus frozen; replies held out, changed about and copied,
asked beside what is left, by the gate and by the audit's bulk path; and how soon a gate stands and how long an answer takes beside 100,000 replies."""

import csv
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
from bench.lines import Line, finish, shared
from bench.quality.gated import Beside, Frozen, Rows, beside, held_out
from bench.quality.gold import FILES
from bench.simulate.pairs import SHARES, chunks, write

from zouxin import flow
from zouxin.flow import Draft, Gate

SEED, PLANTED, CORPUS, ASKED, MOMENT = 1, 4_000, 100_000, 400, date(2026, 6, 30)
HELD = 150  # replies held out of each mailbox, each asked as it stood, under another letter, and changed for one that others were told


def both(path: Path, out: Path, most: int | None, gold: frozenset[str] = frozenset()) -> Beside:
    """Audit one mailbox, then ask the gate of its replies; of more than `most` those of `gold`, and others drawn."""
    flow.audit(flow.Question(paths=(path,), out=out, today=MOMENT, as_of=MOMENT, everything=True))

    def choose(rows: Rows) -> Rows:
        drawn = [rows[k] for k in np.random.default_rng(SEED).permutation(len(rows))]
        return sorted(drawn, key=lambda row: row["id"] not in gold)[: max(most or len(drawn), sum(row["id"] in gold for row in drawn))]

    return beside(out, MOMENT, choose)


def differing(name: str, one: Beside) -> Line:
    """The line of one mailbox."""
    for row in one.differ[:5]:
        print("DIFFER", name, row)
    of = f"{one.asked:,} answers about {len(one.replies):,} replies"
    return Line(f"{name}: answers of gate and audit that differ", len(one.differ), of, "= 0")


def frozen(name: str, one: Frozen) -> list[Line]:
    """The lines of what was held out of one mailbox."""
    for row in one.differ[:5]:
        print("DIFFER", name, row)
    return [
        Line(f"{name}, held out: answers of gate and bulk path that differ", len(one.differ), f"{one.asked:,} answers to {3 * HELD} drafts", "= 0"),
        Line(f"{name}, held out: answers that differ from the audit of all, nothing frozen", one.audit[0], f"{one.audit[1]} answers to {HELD} replies as they stood"),
        *(Line(f"{name}, held out: {kind} reply, {code}", found, f"{of} drafts") for (kind, code), (found, of) in one.found.items()),
    ]  # fmt: skip


def p95(name: str, seconds: Sequence[float], of: str) -> Line:
    """The line of how long answers take, in milliseconds; the first twenty, while things are compiled, are left out."""
    return Line(name, round(float(np.quantile(np.array(seconds[20:]), 0.95)) * 1000, 1), f"{len(seconds) - 20} {of}", "<= 100")


def main() -> None:
    """The command."""
    with (shared() / "data/gold/replies_dev.csv").open(encoding="utf-8-sig") as file:
        gold = frozenset(row["id"] for row in csv.DictReader(file))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        write(place / "planted.parquet", chunks(rows=PLANTED, seed=SEED, shares=SHARES))
        write(place / "large.parquet", chunks(rows=CORPUS, seed=SEED + 1, shares=SHARES))
        found = {"planted": both(place / "planted.parquet", place / "planted", None)}
        found |= {name: both(shared() / "data" / path, place / name, 1500, gold) for name, path in FILES.items()}
        apart = {name: held_out(place / name, place / f"{name}-left", MOMENT, many=HELD, seed=SEED) for name in found}
        large = both(place / "large.parquet", place / "large", ASKED)
        soon, long = _long(place / "large")
    met = sum(one in gold for each in found.values() for one in each.replies)
    finish("mailbox-gate", [
        *(differing(name, one) for name, one in found.items()),
        Line("gold replies among them", met, f"{len(gold)} gold replies", f"= {len(gold)}"),
        differing("100,000 replies", large),
        p95("milliseconds an answer, 95th percentile", large.spent, "drafts beside 100,000 replies"),
        p95("the same, drafts of 1,000 characters", long, "drafts of two kinds, half of them under letters the corpus holds"),
        Line("seconds until a gate stands beside a corpus that is kept", round(soon, 1), "100,000 replies", "<= 10"),
        *(line for name, one in apart.items() for line in frozen(name, one)),
    ], seed=SEED)  # fmt: skip


def _long(out: Path) -> tuple[float, list[float]]:
    """Seconds until a gate stands beside the corpus kept in `out`, and of drafts of 1,000 characters beside letters of 500 and letters it holds."""
    began = time.perf_counter()
    corpus = flow.corpus_under(out)[0]
    gate, spent = Gate("reply", moment=MOMENT), []
    stood = time.perf_counter() - began
    words = "经调查核实，您反映的路段属于本年度改造计划，施工单位已于上月进场，预计年底前完成；期间请绕行东环路。"
    for nth in range(220):
        text = (f"第{nth}号答复：" + words * 30)[:1000] if nth % 4 < 2 else _varied(nth)
        known = corpus.standing.letters[nth * 97].as_py() if nth % 2 else None
        began = time.perf_counter()
        gate.ask(Draft(text=text, title="道路", letter=("我们这里的路坏了很久，" * 60)[:500], letter_id=known), corpus)
        spent.append(time.perf_counter() - began)
    return stood, spent


def _varied(nth: int) -> str:
    """A draft of 1,000 characters, few of which come again."""
    rng = np.random.default_rng(nth)
    return "".join(chr(0x4E00 + int(k)) if k % 17 else "，" for k in rng.zipf(1.1, 1000) % 5000)


if __name__ == "__main__":
    main()
