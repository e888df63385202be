"""How well a reply fits its own letter and the others."""

from zouxin.model.table import Column, Table

letter_match = Table(
    name="letter_match",
    doc="Fit of a reply to its own letter and to the best other letter of its unit or source.",
    key=("reply_id",),
    kind="derived",
    columns=(
        Column(name="reply_id", type="id", blank=False, doc="Which reply."),
        Column(name="own", type="float64", doc="Fit to its own letter, 0 to 100: weighted share of particular words in common."),
        Column(name="best", type="float64", doc="The same with the other letter it most likely belongs to; 0 where there is none."),
        Column(name="best_letter_id", type="id", doc="That letter."),
        Column(name="back", type="float64", doc="Fit to its own letter of the reply that stands under that other letter; 0 where there is none."),
        Column(name="odds", type="float64",
               doc="Natural log-odds, by words and days of both replies, that it belongs to that letter and not to its own; null where there is none."),
        Column(name="telling", type="bool", doc="It takes up enough of some letter for its place to be judged at all."),
        Column(name="takes_up", type="float64",
               doc="Fit to its own letter, 0 to 100, by what is rare in the whole source: what everybody asks its unit about counts too."),
        Column(name="kin", type="float64",
               doc="Likeness, 0 to 100, of the letters nearly the same reply stands under: how far they are about one matter; null for one letter."),
        Column(name="letters", type="int64", unit="letters", doc="Letters it was compared with."),
    ),
)  # fmt: skip
