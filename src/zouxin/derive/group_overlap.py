"""Work groups of one unit that much the same people are in: compared within a unit, and only where they can be alike."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import Any

import pyarrow as pa
from ibis import _

from zouxin.derive import Workshop, derived, table_of
from zouxin.functions.alike_sets import alike
from zouxin.tables import group_overlap as table

FLOOR = 60  # percent


@derived(table=table, reads=["platform", "membership", "group_profile"], instrument={"floor": FLOOR,
         "why": "of two groups of ten, eight people are in both: below that one group would not do for the other"})  # fmt: skip
def group_overlap(shop: Workshop) -> Iterator[pa.Table]:
    """Two rows a pair of groups that are live or of which nobody said so. Members of one source are held in memory: some 100 bytes each."""
    live = (
        shop.table("platform")
        .filter((_.kind == "group") & ((_.status == "live") | _.status.isnull()) & _.unit_id.notnull())
        .select("source", "id", "unit_id")
    )
    about = shop.table("group_profile").select("source", "platform_id", "purpose", "size", "known")
    rows = live.inner_join(about, ["source", ("id", "platform_id")]).order_by(["unit_id", "id"])
    groups = [row for batch in shop.batches(rows.select("id", "unit_id", "purpose", "size", "known")) for row in batch.to_pylist()]
    members = _members(shop)
    found = [row for _, of in groupby(groups, itemgetter("unit_id")) for row in _unit(list(of), members)]
    yield table_of(
        {"source": [shop.source] * len(found)} | {c.name: pa.array([row[c.name] for row in found]) for c in table.columns}, table
    )


def _members(shop: Workshop) -> dict[str, frozenset[str]]:
    held: dict[str, set[str]] = defaultdict(set)
    for batch in shop.batches(shop.table("membership").filter(_.kind == "joined").select("platform_id", "holder_id"), size=50_000):
        for group, holder in zip(batch["platform_id"].to_pylist(), batch["holder_id"].to_pylist(), strict=True):
            held[group].add(holder)
    return {group: frozenset(holders) for group, holders in held.items()}


def _unit(groups: list[dict[str, Any]], members: dict[str, frozenset[str]]) -> list[dict[str, Any]]:
    by_id = {group["id"]: group for group in groups}
    sets = {group["id"]: members.get(group["id"], frozenset()) for group in groups}
    pairs = alike(sets, {group["id"]: group["size"] or group["known"] for group in groups}, Fraction(FLOOR, 100))
    both = [pair for one, other, shared in pairs for pair in ((one, other, shared), (other, one, shared))]
    return [_row(by_id[one], by_id[other], shared) for one, other, shared in sorted(both)]


def _row(one: dict[str, Any], other: dict[str, Any], shared: int) -> dict[str, Any]:
    purposes = "unstated" if not one["purpose"] or not other["purpose"] else "same" if one["purpose"] == other["purpose"] else "differ"
    either = None if one["size"] is None or other["size"] is None else one["size"] + other["size"] - shared
    return {"platform_id": one["id"], "other_id": other["id"], "shared": shared, "either": either, "purposes": purposes}
