"""Liveness of the whole nation: the check PLT002 beside hand-written SQL of DuckDB, on the same files, threads and memory, in turn."""

import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import duckdb
import ibis

from bench.nation.platforms import MOMENT, SILENT, STALE
from zouxin.checks import all_checks
from zouxin.lake import Lake

RUNS = 5
#: what a person would write who knows the tables: live accounts, their last post, their last whole look
SQL = """
WITH spoke AS (SELECT source, platform_id, max(posted_on) AS last, count(*) FILTER (posted_on IS NULL) AS undated
               FROM read_parquet({post}) WHERE posted_on IS NULL OR posted_on <= DATE '{moment}' GROUP BY ALL),
     seen AS (SELECT source, platform_id, max(seen_on) AS seen_on FROM read_parquet({observation})
              WHERE "of" = 'posts' AND outcome = 'read' AND covers = 'all' AND seen_on <= DATE '{moment}' GROUP BY ALL)
SELECT p.source, p.id, CASE
         WHEN DATE '{moment}' - last <= {silent} THEN false
         WHEN status IS NULL OR seen_on IS NULL OR DATE '{moment}' - seen_on > {stale} OR last IS NULL THEN NULL
         WHEN seen_on - last > {silent} AND undated > 0 THEN NULL
         ELSE seen_on - last > {silent} END AS found
FROM read_parquet({platform}) p LEFT JOIN spoke s ON s.source = p.source AND s.platform_id = p.id
     LEFT JOIN seen o ON o.source = p.source AND o.platform_id = p.id
WHERE kind IN ({kinds}) AND (status = 'live' OR status IS NULL)
"""
KINDS = ("wechat", "weibo", "short_video", "app", "mini_program", "other")


def measure(lake: Lake, *, runs: int = RUNS) -> dict[str, float]:
    """`ratio` of medians, `ours` and `theirs` in seconds, `asked` and `differ`: answers, and those that are not the same."""
    base = duckdb.connect()
    base.execute("SET threads = 2; SET memory_limit = '4GB'; SET preserve_insertion_order = false; SET enable_progress_bar = false")
    query = SQL.format(**{name: [str(p) for p in lake.store.files(name)] for name in ("post", "observation", "platform")},
                       moment=MOMENT, silent=SILENT, stale=STALE, kinds=", ".join(f"'{kind}'" for kind in KINDS))  # fmt: skip
    spent: dict[str, list[float]] = {"ours": [], "theirs": []}
    for _ in range(runs + 1):
        began = time.perf_counter()
        ours = _ours(lake)
        between = time.perf_counter()
        theirs = base.execute(query).fetchall()
        spent["ours"].append(between - began)
        spent["theirs"].append(time.perf_counter() - between)
    here, there = {(s, i): f for s, i, f in ours}, {(s, i): f for s, i, f in theirs}
    times = {name: median(some[1:]) for name, some in spent.items()}  # the first reads the files into memory
    differ = sum(here.get(key, "none") != there.get(key, "none") for key in here.keys() | there.keys())
    return {"ratio": times["ours"] / times["theirs"], **times, "asked": len(here), "differ": differ}


def _ours(lake: Lake) -> Sequence[tuple[str, str, bool | None]]:
    check = all_checks()["PLT002"]
    tables = {table.name: lake.open(table.name) for table in check.reads}
    rows = check.ask(tables, {}, ibis.date(MOMENT.year, MOMENT.month, MOMENT.day)).select("source", "id", "found")
    batches = list(lake.engine.batches(rows))
    return [tuple(row) for b in batches for row in zip(*(b[name].to_pylist() for name in ("source", "id", "found")), strict=True)]  # type: ignore[misc]


def main() -> None:
    """Print the figures of a lake."""
    import sys

    with Lake(Path(sys.argv[1]), memory=4) as lake:
        print(measure(lake))


if __name__ == "__main__":
    main()
