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
               says=("答复内容", "答复意见", "回复内容", "办理结果", "处理结果", "答复", "回复", "办理意见", "处理意见", "回复意见",
                     "答复情况", "办理情况", "办理回复", "留言答复", "官方回复", "reply", "answer", "response",
                     "resolution_description", "处理情况", "答复正文", "回复正文", "答复详情", "回复详情", "办理答复", "处理答复",
                     "答复结果", "回复结果", "办结意见", "办复内容", "办复情况", "反馈内容", "反馈意见", "反馈情况", "处置结果",
                     "处置情况", "单位答复", "单位回复", "部门答复", "部门回复", "答复全文", "answer_text", "reply_content",
                     "reply_text", "response_text", "resolution", "official_reply")),
        Column(name="replied_on", type="date", doc="Civil day of the reply in public.",
               says=("答复时间", "回复时间", "答复日期", "回复日期", "办结时间", "办理时间", "处理时间", "办结日期", "replied_at",
                     "reply_at", "answered_at", "closed_date", "replied_on", "反馈时间", "反馈日期", "处置时间", "处理日期",
                     "办理日期", "办复时间", "办复日期", "回信时间", "reply_time", "answer_time", "reply_date", "response_date",
                     "answered_on")),
        Column(name="replied_at", type="timestamp", doc="Moment of the reply, null where only a day is known."),
    ),
)  # fmt: skip
