"""Every day of the covered years, counted."""

from zouxin.model.table import Column, Table

calendar_day = Table(
    name="calendar_day",
    doc="One day of a year whose holiday notice is known; `nth` counts the working days up to and with it.",
    key=("day",),
    kind="derived",
    columns=(
        Column(name="day", type="date", blank=False, doc="Civil day."),
        Column(name="works", type="bool", blank=False, doc="Whether people work on it."),
        Column(
            name="nth", type="int64", blank=False, unit="working days", doc="Working days since the first covered day, this one counted."
        ),
        Column(name="why", doc="Why it is counted or not, in Chinese."),
    ),
)
