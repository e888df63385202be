"""Every wording a reply has had."""

from zouxin.model.table import Column, Table

reply_version = Table(
    name="reply_version",
    doc="One wording of a reply, from the source's own history or from two snapshots that differ.",
    key=("reply_id", "nth"),
    columns=(
        Column(name="reply_id", type="id", blank=False, doc="Which reply.",
               says=("答复编号", "回复编号", "信件编号", "留言编号", "编号", "reply_id")),
        Column(name="nth", type="int64", blank=False, doc="1 for the first wording seen.", says=("版本", "版次", "version")),
        Column(name="text", type="text", doc="What it said.", says=("版本内容",)),
        Column(name="replied_on", type="date", doc="Day the wording carries in public.",
               says=("答复时间", "答复日期", "回复时间", "回复日期")),
        Column(name="seen_on", type="date", doc="Day it was first seen so.", says=("发现日期", "seen_on")),
        Column(name="note", doc="What the unit says of the change.", says=("修改说明", "更正说明", "note")),
    ),
)  # fmt: skip
