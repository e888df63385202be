"""What a visit says about the site it went to, apart from what it says about the visitor."""

from zouxin.model.table import Column, Table

visit_reading = Table(
    name="visit_reading",
    doc="One visit, told apart: whether the site opened, did not open, turned the visitor away, or the visitor's own network may have been down.",
    key=("platform_id", "url", "visited_at"),
    kind="derived",
    columns=(
        Column(name="platform_id", type="id", blank=False, doc="Which platform."),
        Column(name="url", blank=False, doc="Address asked for."),
        Column(name="visited_at", type="timestamp", blank=False, doc="Moment of the visit."),
        Column(name="visited_on", type="date", doc="Civil day of the visit."),
        Column(name="of", doc="What was asked for.", allowed=("home", "column", "item", "service", "app")),
        Column(
            name="half_hour",
            type="int64",
            blank=False,
            unit="half hours since 1970",
            doc="The half hour it fell in: visits in one half hour are not spaced.",
        ),
        Column(name="says", blank=False, doc="What it tells.", allowed=("opened", "shut", "certificate", "turned_away", "own_side")),
        Column(name="millis", type="int64", unit="ms", doc="Time until the page was whole."),
    ),
)
