"""One request to a platform and what came back."""

from zouxin.model.table import Column, Table

visit = Table(
    name="visit",
    doc="One visit to one address of a platform: the log that availability is counted from.",
    key=("platform_id", "url", "visited_at"),
    columns=(
        Column(name="platform_id", type="id", blank=False, doc="Which platform."),
        Column(name="url", blank=False, doc="Address asked for.", says=("访问地址",)),
        Column(name="visited_at", type="timestamp", blank=False, doc="Moment of the visit."),
        Column(name="visited_on", type="date", doc="Civil day of the visit.", says=("访问时间",)),
        Column(name="of", doc="What was asked for.", allowed=("home", "column", "item", "service", "app")),
        Column(name="outcome", blank=False, doc="How it went.", allowed=("read", "empty", "failed", "refused")),
        Column(
            name="detail",
            doc="Finer kind: dns, timeout, reset, tls, redirects, http_4xx, http_5xx, error_page, blank_page, robots, login, own_network (no listed address answered).",
        ),
        Column(name="status", type="int64", doc="HTTP status, blank where none came."),
        Column(name="millis", type="int64", unit="ms", doc="Time until the page was whole.", says=("耗时",)),
        Column(name="final_url", doc="Address after redirects."),
        Column(name="tries", type="int64", doc="How often it was asked for before this outcome was taken."),
    ),
)
