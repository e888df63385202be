"""How a post differs from look to look and from visitor to visitor."""

from zouxin.model.table import Column, Table

post_change = Table(
    name="post_change",
    doc="One post that was looked at more than once: days of publishing it showed, and what only search engines are shown.",
    key=("post_id",),
    kind="derived",
    columns=(
        Column(name="post_id", type="id", blank=False, doc="Which post."),
        Column(name="dates", type="int64", unit="days", doc="How many different days of publishing it showed."),
        Column(name="first_date", type="date", doc="The day of publishing it showed first."),
        Column(name="last_date", type="date", doc="The day it showed last."),
        Column(name="changed_on", type="date", doc="Day of the first look that showed another day of publishing."),
        Column(name="cloaked_on", type="date", doc="Day on which readers and search engines were shown different texts; blank where never."),
        Column(name="cloaked_chars", type="int64", unit="characters", doc="Characters only search engines were shown, in whole lines."),
        Column(name="cloaked", type="spans", doc="Start, end … of them in the text search engines were shown."),
    ),
)  # fmt: skip
