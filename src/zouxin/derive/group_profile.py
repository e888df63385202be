"""Work groups: what they are for, and how many of their members are known."""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc
from ibis import _

from zouxin.derive import Workshop, derived, table_of
from zouxin.functions.folding import fold_strings
from zouxin.tables import group_profile as table

#: groups that are silent until needed and rung at any hour: duty, emergencies, disasters, safety, epidemics
DUTY = r"值班|值守|带班|应急|突发|抢险|救援|救灾|防汛|抗旱|防火|防台|防灾|地质灾害|森林草原|消防|防疫|疫情|急救|安保|维稳|预警|抢修|警情|110|119|120"


@derived(
    table=table,
    reads=["platform", "membership"],
    instrument={"duty": DUTY, "why": "words by which names and purposes say that a group is for duty"},
)
def group_profile(shop: Workshop) -> Iterator[pa.Table]:
    """One row a platform of kind group."""
    groups = shop.table("platform").filter(_.kind == "group").select("source", "id", "name", "purpose", "members")
    known = shop.table("membership").filter(_.kind == "joined").group_by(["source", "platform_id"]).agg(known=_.holder_id.nunique())
    rows = groups.left_join(known, ["source", ("id", "platform_id")])
    for batch in shop.batches(rows.select("source", "id", "name", "purpose", "members", known=rows.known.fill_null(0))):
        yield _profile(batch)


def _profile(batch: pa.RecordBatch) -> pa.Table:
    said = pc.binary_join_element_wise(pc.fill_null(batch["name"], ""), pc.fill_null(batch["purpose"], ""), "\n")
    purpose = fold_strings(pc.fill_null(batch["purpose"], ""))
    return table_of({
        "source": batch["source"], "platform_id": batch["id"], "duty": pc.match_substring_regex(said, DUTY),
        "purpose": pc.if_else(pc.equal(purpose, ""), pa.scalar(None, pa.string()), purpose), "known": batch["known"],
        # a list of members that is longer than the number given shows that the number is old
        "size": pc.if_else(pc.is_null(batch["members"]), None, pc.max_element_wise(batch["members"], batch["known"])),
    }, table)  # fmt: skip
