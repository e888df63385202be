"""A post somebody holds: a role, never a person."""

from zouxin.model.table import Column, Table

post_holder = Table(
    name="post_holder",
    doc="One post of a unit's staff, under a pseudonym.",
    key=("id",),
    columns=(
        Column(name="id", type="id", blank=False, doc="A pseudonym; no name, no number of a person.", says=("岗位编号",)),
        Column(name="unit_id", type="id", doc="The unit it belongs to.", says=("所在单位",)),
        Column(name="role", doc="What the post is.", says=("岗位", "职务")),
    ),
)
