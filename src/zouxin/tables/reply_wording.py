"""Every wording a reply was seen with, as digests."""

from zouxin.model.table import Column, Table

reply_wording = Table(
    name="reply_wording",
    doc="One wording of a reply, out of reply_version and of the snapshots of reply, in the order seen.",
    key=("reply_id", "nth"),
    kind="derived",
    columns=(
        Column(name="reply_id", type="id", blank=False, doc="Which reply."),
        Column(name="nth", type="int64", blank=False, doc="1 for the first wording seen."),
        Column(name="digest", doc="sha256 of the folded wording."),
        Column(name="replied_on", type="date", doc="Day the wording carries in public."),
        Column(name="seen_on", type="date", doc="Day it was first seen so."),
        Column(name="note", doc="What the unit says of the change."),
    ),
)
