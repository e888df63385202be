"""Posts looked at more than once: other days of publishing, and lines only search engines are shown."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

import pyarrow as pa

from zouxin.derive import Workshop, derived
from zouxin.tables import arrow_schema
from zouxin.tables import post_change as changes

LEAST = 6  # characters of a line below which a difference is a clock, a counter or a greeting


@derived(table=changes, reads=["post", "post_version"], instrument={"least": LEAST, "why": "shorter lines differ by clocks and counters"})
def post_change(shop: Workshop) -> Iterator[pa.Table]:
    """One row a post of which there are versions; versions are few beside posts and held by post."""
    posts: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for batch in shop.batches(shop.table("post_version").order_by("post_id", "seen_on", "seen_as")):
        for row in batch.to_pylist():
            posts[row["post_id"]].append(row)
    now = shop.table("post").select("id", "posted_on").semi_join(shop.table("post_version"), [("id", "post_id")])
    latest = {row["id"]: row["posted_on"] for batch in shop.batches(now) for row in batch.to_pylist()}
    rows = [_one(post, seen, latest.get(post), shop.source) for post, seen in sorted(posts.items())]
    if rows:
        yield pa.Table.from_pylist(rows, schema=arrow_schema(changes))


def _one(post: str, seen: list[dict[str, Any]], now: date | None, source: str) -> dict[str, Any]:
    shown = [(row["seen_on"], row["posted_on"]) for row in seen if row["posted_on"]]
    days = list(dict.fromkeys([day for _, day in shown] + ([now] if now else [])))
    changed = next((on for on, day in shown if day != days[0]), None) if days else None
    on, spans = _cloaked(seen)
    return {"source": source, "post_id": post, "dates": len(days), "first_date": days[0] if days else None, "last_date": days[-1] if days else None,
            "changed_on": changed, "cloaked_on": on, "cloaked_chars": sum(b - a for a, b in spans), "cloaked": [at for span in spans for at in span]}  # fmt: skip


def _cloaked(seen: list[dict[str, Any]]) -> tuple[date | None, list[tuple[int, int]]]:
    """The first day on which a search engine was shown lines that no reader was shown that day, and where they stand."""
    by_day: dict[date, dict[str, str]] = defaultdict(dict)
    for row in seen:
        if row["text"]:
            by_day[row["seen_on"]][row["seen_as"]] = row["text"]
    for on, texts in sorted(by_day.items()):
        if len(texts) == 2 and (spans := only(texts["spider"], texts["reader"])):
            return on, spans
    return None, []


def only(text: str, other: str) -> list[tuple[int, int]]:
    """Where the lines of `text` stand that `other` does not hold, white space not counted; shorter ones than LEAST are left out."""
    bare, at, spans = "".join(other.split()), 0, []
    for line in text.splitlines(keepends=True):
        said = "".join(line.split())
        if len(said) >= LEAST and said not in bare:
            spans.append((at, at + len(line)))
        at += len(line)
    return spans
