"""The parts of a reply written at different times."""

from zouxin.model.table import Column, Table

reply_stage = Table(
    name="reply_stage",
    doc="One stage of a reply: a receipt or a forwarding note, or the answer appended later, each with the day at its end.",
    key=("reply_id", "nth"),
    kind="derived",
    columns=(
        Column(name="reply_id", type="id", blank=False, doc="Which reply."),
        Column(name="nth", type="int64", blank=False, doc="1 for the first in the text."),
        Column(name="is", blank=False, doc="What the stage is.", allowed=("receipt", "forward", "answer")),
        Column(name="dated_on", type="date", doc="Day written at its end, where there is one."),
        Column(name="starts", type="int64", unit="characters", doc="Offset in the raw reply."),
        Column(name="ends", type="int64", unit="characters", doc="Offset in the raw reply."),
    ),
)
