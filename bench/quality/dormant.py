"""Silence to the day: real posts thinned to gaps of ten to twenty days, the real check asked on every day of every gap.

`python -m bench.quality.dormant --shared ../shared` asks PLT002, with the limits of the national pack, on each day. Each
thinned account stands under several sources that differ in nothing but the looks: complete on the day, none, failed, partial,
empty, refused, too old, and a ragged series with looks removed, failed or partial at random.
"""

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from zouxin import packs
from zouxin.checks import all_checks
from zouxin.lake import Lake
from zouxin.tables import all_tables, arrow_schema

CODE, SHORT, LONG = "PLT002", 10, 20
#: looks of one day by source: (outcome, covers, days before the moment)
LOOKS = {"complete": ("read", "all", 0), "removed": None, "failed": ("failed", "all", 0), "partial": ("read", "part", 0),
         "empty": ("empty", "all", 0), "refused": ("refused", "all", 0), "too old": ("read", "all", 8)}  # fmt: skip
RAGGED = "ragged"


@dataclass(frozen=True, kw_only=True, eq=False)
class Thinned:
    """Accounts by id with the days of their posts, and the ragged series of looks: (day, outcome, covers)."""

    days: dict[str, list[date]]
    ragged: dict[str, list[tuple[date, str, str]]]

    def gaps(self) -> Iterator[tuple[str, date, date]]:
        """account, day of a post, day of the next one; a real silence longer than any drawn gap is no gap of this measure."""
        for account, days in self.days.items():
            yield from ((account, a, b) for a, b in pairwise(days) if (b - a).days <= LONG)


def thin(path: Path, *, seed: int, rounds: int) -> Thinned:
    """Each account `rounds` times: after a kept post the next is the first real one at least a drawn 10 to 20 days later."""
    rows = pq.read_table(path, columns=["account", "date"]).to_pylist()
    posted: dict[str, set[date]] = {}
    for row in rows:
        posted.setdefault(row["account"], set()).add(date.fromisoformat(str(row["date"])[:10]))
    toss, days, ragged = Random(seed), {}, {}
    for account, every in sorted(posted.items()):
        for nth in range(rounds):
            kept = list(_walk(sorted(every), toss))
            if len(kept) > 1:
                days[f"{account}-{nth}"] = kept
                ragged[f"{account}-{nth}"] = list(_ragged(kept, toss))
    return Thinned(days=days, ragged=ragged)


def _walk(every: list[date], toss: Random) -> Iterator[date]:
    at = toss.randrange(min(len(every), LONG))
    last = every[at]
    yield last
    while True:
        wanted = last + timedelta(days=toss.randint(SHORT, LONG))
        later = [day for day in every if wanted <= day <= last + timedelta(days=LONG)]
        if not later:
            # nothing real stands within twenty days: the account is taken up again where it goes on
            later = [day for day in every if day > last + timedelta(days=LONG)]
            if not later:
                return
        last = later[0]
        yield last


def _ragged(kept: list[date], toss: Random) -> Iterator[tuple[date, str, str]]:
    day = kept[0]
    while day <= kept[-1]:
        if (fate := toss.choice(("read", "read", "removed", "failed", "partial", "removed"))) != "removed":
            yield day, "failed" if fate == "failed" else "read", "part" if fate == "partial" else "all"
        day += timedelta(days=1)


def tables(thinned: Thinned, lake: Lake) -> dict[str, ir.Table]:
    """platform and post of every source, and the ragged looks."""
    sources = [*LOOKS, RAGGED]
    rows: dict[str, list[dict[str, Any]]] = {
        "platform": [{"source": s, "id": a, "name": a, "kind": "weibo", "status": "live"} for s in sources for a in thinned.days],
        "post": [{"source": s, "id": f"{a}/{n}", "platform_id": a, "posted_on": d} for s in sources for a, days in thinned.days.items() for n, d in enumerate(days)],
        "observation": [{"source": RAGGED, "platform_id": a, "of": "posts", "seen_on": d, "outcome": o, "covers": c}
                        for a, looks in thinned.ragged.items() for d, o, c in looks],
    }  # fmt: skip
    return {name: lake.engine.memory(pa.Table.from_pylist(some, schema=arrow_schema(all_tables()[name]))) for name, some in rows.items()}


def looks_on(opened: dict[str, ir.Table], moment: date) -> ir.Table:
    """Each source's look on that day at every account, and the ragged looks up to it."""
    ragged = opened["observation"]
    parts = [ragged.filter(ragged.seen_on <= ibis.date(moment.year, moment.month, moment.day))]
    for source, look in LOOKS.items():
        if look:
            outcome, covers, back = look
            seen = moment - timedelta(days=back)
            own = opened["platform"].filter(opened["platform"].source == source)
            fixed = {"source": own.source, "platform_id": own.id, "of": ibis.literal("posts"), "seen_on": ibis.date(seen.year, seen.month, seen.day),
                     "outcome": ibis.literal(outcome), "covers": ibis.literal(covers)}  # fmt: skip
            parts.append(own.select(**{n: fixed[n] if n in fixed else ibis.null("string") for n in ragged.columns}))
    return ibis.union(*parts)


def ask(lake: Lake, opened: dict[str, ir.Table], moment: date, limits: dict[str, object]) -> list[dict[str, Any]]:
    """Answers of the real check at one moment."""
    asked = all_checks()[CODE].ask(
        opened | {"observation": looks_on(opened, moment)}, limits, ibis.date(moment.year, moment.month, moment.day)
    )
    return sorted((row for batch in lake.engine.batches(asked) for row in batch.to_pylist()), key=lambda row: (row["source"], row["id"]))


def silences(thinned: Thinned) -> dict[date, dict[str, int]]:
    """By moment, account and days since its last post: every day of every gap, the day of the next post left out."""
    found: dict[date, dict[str, int]] = {}
    for account, start, end in thinned.gaps():
        for days in range((end - start).days):
            found.setdefault(start + timedelta(days=days), {})[account] = days
    return found


def measure(shared: Path, *, seed: int = 1, rounds: int = 12, spark_moments: int = 3) -> dict[str, Any]:
    """Counts of answers by looks, days of silence and verdict; what is wrong; agreement of the engines on some moments."""
    thinned = thin(shared / "data/official_weibo/dev.parquet", seed=seed, rounds=rounds)
    truth, counts, ragged, kept = silences(thinned), Counter[tuple[str, int, str]](), Counter[str](), {}
    rule = next(r for r in packs.rules(packs.layered(["national"]), max(truth)) if r.check.code == CODE)
    limits = dict(rule.limits)
    limit = int(limits.get("silent", rule.check.limits["silent"].default))  # type: ignore[call-overload]
    with tempfile.TemporaryDirectory() as folder, Lake(Path(folder), memory=1.0) as lake:
        opened = tables(thinned, lake)
        for moment in sorted(truth):
            answers = kept[moment] = ask(lake, opened, moment, limits)
            for row in answers:
                if row["id"] in truth[moment]:
                    counts[row["source"], truth[moment][row["id"]], _said(row)] += 1
                    if row["source"] == RAGGED:
                        ragged[_fair(row, truth, thinned, limit)] += 1
    agree = _on_spark(thinned, kept, sorted(truth), limits, spark_moments) if spark_moments else []
    gaps = Counter((b - a).days for _, a, b in thinned.gaps())
    return {"accounts": len(thinned.days), "gaps": sum(gaps.values()), "by_length": dict(sorted(gaps.items())), "moments": len(truth), "limit": limit,
            "asked": counts.total(), "counts": [[*key, n] for key, n in sorted(counts.items())], "ragged": dict(ragged), "spark": agree}  # fmt: skip


def _said(row: dict[str, Any]) -> str:
    return row["because"] if row["found"] is None else "finding" if row["found"] else "clean"


def _fair(row: dict[str, Any], truth: dict[date, dict[str, int]], thinned: Thinned, limit: int) -> str:
    """Whether a finding on ragged looks was true on the day it names, and that day was completely looked at."""
    if not row["found"]:
        return _said(row)
    whole = (row["seen_on"], "read", "all") in thinned.ragged[row["id"]]
    silent = truth.get(row["seen_on"], {}).get(row["id"], 0)
    return "fair finding" if whole and silent > limit and silent == row["days_silent"] else "unfair finding"


def _on_spark(thinned: Thinned, kept: dict[date, Any], moments: list[date], limits: dict[str, object], many: int) -> list[dict[str, Any]]:
    """Some moments asked on Spark: rows, and whether every one is the same."""
    found = []
    with tempfile.TemporaryDirectory() as folder, Lake(Path(folder), engine="spark", memory=1.0) as lake:
        opened = tables(thinned, lake)
        for moment in moments[len(moments) // (2 * many) :: max(1, len(moments) // many)][:many]:
            answers = ask(lake, opened, moment, limits)
            found.append({"moment": str(moment), "rows": len(answers), "same": answers == kept[moment]})
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    print(json.dumps(measure(parser.parse_args().shared), ensure_ascii=False, indent=1))
