"""Posts of one source that are nearly the same text."""

from zouxin.model.table import Column, Table

post_twin = Table(
    name="post_twin",
    doc="The group of nearly equal posts each post belongs to; only posts that have a twin stand here, and those that had one before they were changed.",
    key=("post_id",),
    kind="derived",
    columns=(
        Column(name="post_id", type="id", blank=False, doc="Which post."),
        Column(
            name="twin",
            type="id",
            doc="The post of the group that was published first, ties by id; in a large source that grew, the first by the time the group was told. Blank where there is none any more.",
        ),
        Column(name="posts", type="int64", unit="posts", doc="How many posts the group had when this row was told."),
    ),
)
