"""How well a reply fits its own letter and the others."""

from zouxin.model.table import Column, Table

letter_match = Table(
    name="letter_match",
    doc="Fit of a reply to its own letter and to the best other letter of its unit or source.",
    key=("reply_id",),
    kind="derived",
    columns=(
        Column(name="reply_id", type="id", blank=False, doc="Which reply."),
        Column(name="own", type="float64", doc="Weight of the rare character sequences shared with its own letter."),
        Column(name="best", type="float64", doc="The same with the best other letter; 0 where none shares any."),
        Column(name="best_letter_id", type="id", doc="That letter."),
        Column(name="letters", type="int64", unit="letters", doc="Letters it was compared with."),
    ),
)
