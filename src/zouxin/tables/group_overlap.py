"""Work groups of one unit with much the same members."""

from zouxin.model.table import Column, Table

group_overlap = Table(
    name="group_overlap",
    doc="One work group beside another one of its unit that shares most of its members; both are live, or nobody said whether they are. Every such pair stands here twice.",
    key=("platform_id", "other_id"),
    kind="derived",
    columns=(
        Column(name="platform_id", type="id", blank=False, doc="Which group."),
        Column(name="other_id", type="id", blank=False, doc="The other group of the unit."),
        Column(name="shared", type="int64", blank=False, unit="people", doc="How many members are known to be in both."),
        Column(
            name="either",
            type="int64",
            unit="people",
            doc="How many are in one or both at most: those not known to be in both count twice; blank where nobody counted a group.",
        ),
        Column(name="purposes", blank=False, doc="Whether both say the same purpose.", allowed=("same", "differ", "unstated")),
    ),
)
