"""Every wording of each reply, from the source's own history and from snapshots that differ."""

from collections.abc import Iterator

import ibis
import pyarrow as pa

from zouxin.derive import Workshop, derived, spread, table_of
from zouxin.functions.folding import fold
from zouxin.functions.hashing import digests
from zouxin.tables import reply_wording as wordings


@derived(table=wordings, reads=["reply", "reply_version"])
def reply_wording(shop: Workshop) -> Iterator[pa.Table]:
    """One row a wording; `nth` by the order in which it was seen."""
    told = shop.table("reply_version").select("source", "reply_id", "nth", "text", "replied_on", "seen_on", "note")
    again, keys = shop.twice("reply"), told.select("reply_id")
    if again is not None:
        keys = ibis.union(keys, again.select(reply_id="id"))
    looks = shop.history("reply").select("source", reply_id="id", nth=ibis._._seq + 1_000_000, text="text", replied_on="replied_on")
    looks = looks.mutate(seen_on=ibis.null("date"), note=ibis.null("string"))
    both = ibis.union(told, looks.select(*told.columns).semi_join(keys, "reply_id"))
    many = both.group_by(["source", "reply_id"]).agg(looks=ibis._.count()).filter(ibis._.looks > 1)
    rows = both.semi_join(many, ["source", "reply_id"]).filter(ibis._.text.notnull())
    yield from spread(_digests, shop.batches(rows), None)


def _digests(batch: pa.RecordBatch, _: object) -> pa.Table:
    columns = {name: batch[name] for name in ("source", "reply_id", "nth", "replied_on", "seen_on", "note")}
    return table_of(columns | {"digest": digests(fold(batch["text"]).flat)}, wordings)
