"""What one pass over a document found."""

from zouxin.model.table import Column, Table

KINDS = ("install", "quota", "checkin", "points", "likes", "traces", "forms", "opening", "only_opened", "short", "login", "reply")  # fmt: skip

order_reading = Table(
    name="order_reading",
    doc="Demands of one document, read once. Spans are characters of the raw text.",
    key=("order_id",),
    kind="derived",
    columns=(
        Column(name="order_id", type="id", blank=False, doc="Which document."),
        Column(name="chars", type="int64", unit="characters", doc="Length of the raw text."),
        Column(name="unreadable", doc="Why it cannot be judged; blank where it can.", allowed=("empty",)),
        Column(
            name="install",
            type="int64",
            unit="sentences",
            doc="Sentences that makes people download, install, register with or follow an app or account.",
        ),
        Column(name="install_at", type="spans", doc="Start, end … of these demands in the raw text."),
        Column(
            name="quota",
            type="int64",
            unit="sentences",
            doc="Sentences that sets targets, rankings or appraisal by installs, followers or registrations.",
        ),
        Column(name="quota_at", type="spans", doc="Start, end … of these demands in the raw text."),
        Column(name="checkin", type="int64", unit="sentences", doc="Sentences that demands checking in through an app or a group."),
        Column(name="checkin_at", type="spans", doc="Start, end … of these demands in the raw text."),
        Column(name="points", type="int64", unit="sentences", doc="Sentences that ranks or appraises by points or hours online."),
        Column(name="points_at", type="spans", doc="Start, end … of these demands in the raw text."),
        Column(name="likes", type="int64", unit="sentences", doc="Sentences that demands or appraises by likes, forwards, votes or reads."),
        Column(name="likes_at", type="spans", doc="Start, end … of these demands in the raw text."),
        Column(
            name="traces",
            type="int64",
            unit="sentences",
            doc="Sentences that demands photos, videos, screenshots or tracks as proof of work.",
        ),
        Column(name="traces_at", type="spans", doc="Start, end … of these demands in the raw text."),
        Column(
            name="forms",
            type="int64",
            unit="sentences",
            doc="Sentences that asks again for what was reported, in several forms, or daily whatever changed.",
        ),
        Column(name="forms_at", type="spans", doc="Start, end … of these demands in the raw text."),
        Column(
            name="opening",
            type="int64",
            unit="sentences",
            doc="Sentences that makes units open accounts or groups by number, rate or date.",
        ),
        Column(name="opening_at", type="spans", doc="Start, end … of these demands in the raw text."),
        Column(name="only_opened", type="int64", unit="sentences", doc="Sentences that appraises by whether an account was opened."),
        Column(name="only_opened_at", type="spans", doc="Start, end … of these demands in the raw text."),
        Column(
            name="short",
            type="int64",
            unit="sentences",
            doc="Sentences that asks for data within minutes, hours or before the end of the day.",
        ),
        Column(name="short_at", type="spans", doc="Start, end … of these demands in the raw text."),
        Column(name="login", type="int64", unit="sentences", doc="Sentences that demands regular login or counts logins."),
        Column(name="login_at", type="spans", doc="Start, end … of these demands in the raw text."),
        Column(name="reply", type="int64", unit="sentences", doc="Sentences that demands an instant answer in a group."),
        Column(name="reply_at", type="spans", doc="Start, end … of these demands in the raw text."),
    ),
)
