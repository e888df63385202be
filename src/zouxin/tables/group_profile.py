"""What kind of work group it is."""

from zouxin.model.table import Column, Table

group_profile = Table(
    name="group_profile",
    doc="One work group: what its name and purpose say it is for, and how many of its members are known.",
    key=("platform_id",),
    kind="derived",
    columns=(
        Column(name="platform_id", type="id", blank=False, doc="Which group."),
        Column(
            name="duty",
            type="bool",
            blank=False,
            doc="Its name or purpose says that it is for duty, emergencies or safety: silent until needed, rung at any hour.",
        ),
        Column(name="purpose", doc="Its purpose, folded; blank where none is given."),
        Column(name="known", type="int64", blank=False, unit="people", doc="How many members the memberships name."),
        Column(name="size", type="int64", unit="people", doc="How many are in it; blank where nobody counted."),
    ),
)
