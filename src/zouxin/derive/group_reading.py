"""Messages of work groups counted by day and half hour; what they say was dropped before they landed."""

from collections.abc import Iterator

import ibis
import pyarrow as pa
from ibis import _

from zouxin.derive import Workshop, derived
from zouxin.tables import group_reading as table
from zouxin.tables.group_reading import KINDS

HALF = 30  # minutes: offices open on the half hour


@derived(table=table, reads=["group_message"], instrument={"half_hour": HALF, "why": "working hours begin and end on a half hour"})
def group_reading(shop: Workshop) -> Iterator[pa.Table]:
    """One row a group, day and half hour."""
    said = shop.table("group_message").filter(_.role.isnull() | (_.role != "system"))
    said = said.mutate(half_hour=(said.minute // HALF).cast("int64"))
    counted = said.group_by(["source", "platform_id", "sent_on", "half_hour"]).agg(
        messages=_.count(),
        asks=_.count(where=_.demand.isin(KINDS)),
        unclear=_.count(where=_.demand.isnull()),
        **{f"asks_{kind}": _.count(where=_.demand == kind) for kind in KINDS},
        at_all=_.count(where=_.at_all),
        naming=_.count(where=_.names_silent > 0),
        named=ibis.greatest(_.names_silent, 0).sum().fill_null(0),
        naming_unclear=_.count(where=_.names_silent.isnull()),
    )
    for batch in shop.batches(counted, size=50_000):
        yield pa.Table.from_batches([batch])
