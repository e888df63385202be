"""Visits told apart: the site's doing, or perhaps the visitor's."""

import sys
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from derive_bench import Bench

from zouxin.derive.visit_reading import visit_reading
from zouxin.lake.engine import Engine


def told(engine: Engine, *visits: tuple) -> dict[str, str]:
    rows = [
        {"source": "case", "platform_id": platform, "url": "u", "visited_at": datetime(2026, 3, 31, 10, minute, tzinfo=UTC), "visited_on": None, "outcome": outcome,
         "detail": detail, "status": status} for platform, minute, outcome, detail, status in visits
    ]  # fmt: skip
    return {f"{row['platform_id']}{row['visited_at'].minute}": row["says"] for row in Bench(engine, {"visit": rows}).make(visit_reading)}


def test_silence_counts_only_when_somebody_else_answered_at_the_time(duckdb_engine: Engine) -> None:
    assert told(
        duckdb_engine,
        ("a", 1, "failed", "timeout", None), ("b", 2, "read", None, 200),  # another one answered
        ("a", 11, "failed", "dns", None), ("a", 12, "failed", "http_5xx", 503),  # only the site itself did
        ("a", 21, "failed", "reset", None), ("b", 22, "failed", "timeout", None),  # nobody did
        ("a", 31, "failed", None, None), ("b", 32, "failed", "http_4xx", 404),  # an error page is an answer too
        ("a", 41, "failed", "own_network", None), ("b", 42, "read", None, 200),
    ) == {"a1": "shut", "b2": "opened", "a11": "own_side", "a12": "shut", "a21": "own_side", "b22": "own_side", "a31": "shut", "b32": "shut", "a41": "own_side", "b42": "opened"}  # fmt: skip


def test_each_kind_of_outcome(duckdb_engine: Engine) -> None:
    assert told(
        duckdb_engine, ("a", 0, "empty", "blank_page", 200), ("b", 0, "failed", "error_page", 200), ("c", 0, "failed", "redirects", 302), ("d", 0, "failed", "tls", None),
        ("e", 0, "refused", "robots", None), ("f", 0, "refused", "http_4xx", 403), ("g", 0, "refused", None, None), ("h", 0, "read", None, None),
    ) == {"a0": "shut", "b0": "shut", "c0": "shut", "d0": "certificate", "e0": "turned_away", "f0": "turned_away", "g0": "turned_away", "h0": "opened"}  # fmt: skip
