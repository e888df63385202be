"""What a unit answered."""

from zouxin.model.table import Column, Table

reply = Table(
    name="reply",
    doc="One reply to a letter, as it was last seen in public.",
    key=("id",),
    columns=(
        Column(name="id", type="id", blank=False, doc="The source's own id; the letter's where one row holds both.",
               says=("答复编号", "回复编号", "reply_id")),
        Column(name="letter_id", type="id", blank=False, doc="The letter it answers."),
        Column(name="unit_id", type="id", doc="The unit that signs it."),
        Column(name="text", type="text", doc="What it says.",
               says=("答复内容", "答复意见", "回复内容", "办理结果", "处理结果", "答复", "回复", "办理意见", "处理意见", "回复意见", "答复情况", "办理情况",
                     "办理回复", "留言答复", "官方回复", "reply", "answer", "response", "resolution_description")),
        Column(name="replied_on", type="date", doc="Civil day of the reply in public.",
               says=("答复时间", "回复时间", "答复日期", "回复日期", "办结时间", "办理时间", "处理时间", "办结日期", "replied_at", "reply_at", "answered_at",
                     "closed_date", "replied_on")),
        Column(name="replied_at", type="timestamp", doc="Moment of the reply, null where only a day is known."),
    ),
)  # fmt: skip
