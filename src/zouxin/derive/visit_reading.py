"""Visits told apart: what is the site's doing, and what may be the visitor's."""

from collections.abc import Iterator

import ibis
import pyarrow as pa
from ibis import _

from zouxin.derive import Workshop, derived
from zouxin.tables import visit_reading as table

TOGETHER, SPACED = 600, 1800  # seconds
#: the failures in which nothing came back: the visitor's own network could be down as well
SILENT = ("dns", "timeout", "reset")


@derived(table=table, reads=["visit"], instrument={"together": TOGETHER, "spaced": SPACED,
         "why": "a network that carried another platform's answer in the same ten minutes was up; two visits in one half hour see the same trouble"})  # fmt: skip
def visit_reading(shop: Workshop) -> Iterator[pa.Table]:
    """One row a visit."""
    v = shop.table("visit")
    v = v.mutate(
        _at=v.visited_at.epoch_seconds().cast("int64"), _answered=(v.status.notnull() | v.outcome.isin(["read", "empty"])).fill_null(False)
    )
    v = v.mutate(_bin=v._at // TOGETHER, half_hour=v._at // SPACED)
    # another platform answered in the same minutes: more than one did, or the only one is not this one
    heard = v.filter(v._answered).group_by(["source", "_bin"]).agg(_first=_.platform_id.min(), _last=_.platform_id.max())
    v = v.left_join(heard, ["source", "_bin"]).drop("source_right", "_bin_right")
    up = ((v._first != v.platform_id) | (v._last != v.platform_id)).fill_null(False)
    silent = (v.outcome == "failed") & ~v._answered & (v.detail.isnull() | v.detail.isin(SILENT))
    says = ibis.cases(
        (v.outcome == "refused", "turned_away"), (v.detail.fill_null("") == "own_network", "own_side"), (v.detail.fill_null("") == "tls", "certificate"),
        (v.outcome == "read", "opened"), (silent & ~up, "own_side"), else_="shut",
    )  # fmt: skip
    told = v.mutate(says=says).select("source", *table.names)
    for batch in shop.batches(told, size=50_000):
        yield pa.Table.from_batches([batch])
