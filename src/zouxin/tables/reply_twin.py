"""Replies that are nearly the same text."""

from zouxin.model.table import Column, Table

reply_twin = Table(
    name="reply_twin",
    doc="One reply in a group of nearly equal replies of its source, and how many different letters the group answers.",
    key=("reply_id",),
    kind="derived",
    columns=(
        Column(name="reply_id", type="id", blank=False, doc="Which reply."),
        Column(name="twin", type="id", doc="Least reply id of the group; in a large source that grew, the least by the time the group was told."),
        Column(name="replies", type="int64", unit="replies", doc="Replies in the group."),
        Column(name="letters", type="int64", unit="letters", doc="Different letters the group answers; nearly equal letters count once."),
        Column(name="strangers", type="int64", unit="letters",
               doc="Of those, letters that share nothing particular with the reply."),
        Column(name="stranger", type="bool", doc="This reply's own letter shares nothing particular with it."),
        Column(name="kin", type="float64", doc="Likeness, 0 to 100, of the letters the group answers: how far they are about one matter."),
    ),
)  # fmt: skip
