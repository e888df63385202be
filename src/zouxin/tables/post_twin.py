"""Posts of one source that are nearly the same text."""

from zouxin.model.table import Column, Table

post_twin = Table(
    name="post_twin",
    doc="The group of nearly equal posts each post belongs to; only posts that have a twin stand here.",
    key=("post_id",),
    kind="derived",
    columns=(
        Column(name="post_id", type="id", blank=False, doc="Which post."),
        Column(name="twin", type="id", doc="The post of the group that was published first; ties by id."),
        Column(name="posts", type="int64", unit="posts", doc="How many posts the group has."),
    ),
)
