"""What a citizen wrote."""

from zouxin.model.table import Column, Table

letter = Table(
    name="letter",
    doc="One letter, message, petition or question a citizen sent to a unit.",
    key=("id",),
    columns=(
        Column(name="id", type="id", blank=False, doc="The source's own id; worked out from text and day where it has none.",
               says=("编号", "信件编号", "留言编号", "来信编号", "工单编号", "序号", "id", "letter_id", "case_id", "unique_key")),
        Column(name="platform_id", type="id", doc="The mailbox or account it reached.", says=("信箱", "信箱名称", "平台")),
        Column(name="unit_id", type="id", doc="The unit that has to answer.",
               says=("答复单位", "办理单位", "承办单位", "回复单位", "处理单位", "受理单位", "单位", "部门", "答复部门", "回复部门",
                     "办理部门", "承办部门", "受理部门", "unit", "agency", "department", "organization_name")),
        Column(name="channel", doc="How it came.", says=("来源", "渠道", "来信渠道", "channel"),
               allowed=("mailbox", "petition", "site", "comment", "hotline", "app", "other")),
        Column(name="title", type="text", doc="Its title.", says=("标题", "主题", "留言标题", "来信标题", "信件标题", "留言主题", "来信主题", "title", "subject")),
        Column(name="text", type="text", doc="What it says.",
               says=("留言内容", "来信内容", "问题描述", "信件内容", "留言详情", "内容", "正文", "诉求内容", "咨询内容", "反映内容", "投诉内容", "问题内容",
                     "留言", "来信", "问题", "诉求", "question", "content", "letter", "message", "text", "descriptor")),
        Column(name="received_on", type="date", doc="Civil day it was received.",
               says=("来信时间", "留言时间", "来信日期", "留言日期", "提交时间", "提问时间", "写信时间", "信件时间", "受理时间", "登记时间", "发布时间",
                     "反映时间", "asked_at", "created_at", "created_date", "received_on", "received_at", "date")),
        Column(name="received_at", type="timestamp", doc="Moment it was received, null where only a day is known."),
        Column(name="kind", doc="What the unit calls it.", says=("类型", "信件类型", "来信类型", "留言类型", "诉求类型", "category", "complaint_type")),
    ),
)  # fmt: skip
