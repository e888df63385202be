"""What a unit writes under many letters."""

from zouxin.model.table import Column, Table

phrase = Table(
    name="phrase",
    doc="One clause that stands under many different letters of a unit, or of its source.",
    key=("scope", "unit_id", "digest"),
    kind="derived",
    columns=(
        Column(name="scope", blank=False, doc="Learnt in the unit or in the source.", allowed=("unit", "source")),
        Column(name="unit_id", type="id", blank=False, doc="The unit; empty text for the source."),
        Column(name="digest", type="int64", blank=False, doc="Hash of the folded clause."),
        Column(name="support", type="int64", unit="letters", doc="Different letters it stands under."),
    ),
)
