"""A place where government speaks to people or is spoken to."""

from zouxin.model.table import Column, Table

platform = Table(
    name="platform",
    doc="One account, app, site, mailbox, hotline or group.",
    key=("id",),
    columns=(
        Column(name="id", type="id", blank=False, doc="The source's own id.", says=("平台编号", "信箱编号")),
        Column(name="name", doc="Name shown to the public.", says=("平台名称", "信箱名称")),
        Column(name="kind", doc="What kind of platform.", blank=False,
               allowed=("mailbox", "website", "wechat", "weibo", "app", "mini_program", "short_video", "hotline", "group", "other")),
        Column(name="unit_id", type="id", doc="The unit that owns it.", says=("主办单位",)),
        Column(name="status", doc="State its owner gives it.", allowed=("live", "frozen", "closed")),
        Column(name="opened_on", type="date", doc="Day it opened.", says=("开通日期",)),
        Column(name="closed_on", type="date", doc="Day it closed.", says=("关停日期",)),
    ),
)  # fmt: skip
