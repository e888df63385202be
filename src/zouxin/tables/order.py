"""A document that requires platforms."""

from zouxin.model.table import Column, Table

order = Table(
    name="order",
    doc="One order (红头文件) that requires units to open, join or feed platforms.",
    key=("id",),
    columns=(
        Column(name="id", type="id", blank=False, doc="The source's own id.", says=("文件编号",)),
        Column(name="number", doc="Document number.", says=("文号", "发文字号")),
        Column(name="title", doc="Its title.", says=("文件标题", "文件名称")),
        Column(name="unit_id", type="id", doc="The unit that issued it.", says=("发文单位", "发文机关")),
        Column(name="issued_on", type="date", doc="Day of issue.", says=("发文日期", "成文日期")),
        Column(name="deadline_on", type="date", doc="Day by which it must be done.", says=("完成时限", "截止日期")),
        Column(name="demands", doc="What it demands.", allowed=("open", "join", "follow", "install", "post", "report", "other"), says=("要求事项",),
               spoken=(("开设账号", "open"), ("加入群", "join"), ("关注", "follow"), ("安装", "install"), ("发布", "post"), ("填报", "report"), ("其他", "other"))),
        Column(name="text", type="text", doc="What it says.", says=("文件正文", "通知正文", "文件内容")),
        Column(name="kind", doc="Kind of platform it demands.", says=("要求平台类型",)),
        Column(name="assesses", doc="What compliance is measured by.", allowed=("opened", "activity", "content", "nothing"), says=("考核内容",),
               spoken=(("是否开通", "opened"), ("活跃度", "activity"), ("内容质量", "content"), ("不考核", "nothing"))),
    ),
)  # fmt: skip
