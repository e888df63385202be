"""Days the State Council moved."""

from zouxin.model.table import Column, Table

holiday = Table(
    name="holiday",
    doc="One day that is off though a weekday, or worked though a weekend (调休).",
    key=("day",),
    columns=(
        Column(name="day", type="date", blank=False, doc="Civil day."),
        Column(name="works", type="bool", blank=False, doc="True where people work on it."),
        Column(name="name", doc="Which holiday."),
        Column(name="number", doc="Document number of the notice."),
    ),
)
