"""A look at a platform, and how it went."""

from zouxin.model.table import Column, Table

observation = Table(
    name="observation",
    doc="One look: what was looked for, when, with what outcome, and whether all of it was seen.",
    key=("platform_id", "of", "seen_on"),
    columns=(
        Column(name="platform_id", type="id", blank=False, doc="Which platform."),
        Column(
            name="of",
            blank=False,
            doc="What was looked for.",
            allowed=("posts", "letters", "replies", "home", "app", "messages", "services"),
        ),
        Column(name="seen_on", type="date", blank=False, doc="Day of the look."),
        Column(name="outcome", blank=False, doc="How it went.", allowed=("read", "empty", "failed", "refused")),
        Column(name="covers", blank=False, doc="All of it, or part.", allowed=("all", "part")),
        Column(
            name="detail",
            doc="Finer kind of failure: dns, timeout, reset, tls, redirects, http_4xx, http_5xx, error_page, blank_page, robots, login, password; of an app gone, cannot_start.",
        ),
    ),
)
