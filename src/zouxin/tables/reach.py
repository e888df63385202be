"""How many people a platform reached."""

from zouxin.model.table import Column, Table

reach = Table(
    name="reach",
    doc="Counts of one platform for the time that ended on one day; blank is unknown, never none.",
    key=("platform_id", "seen_on"),
    columns=(
        Column(
            name="platform_id",
            type="id",
            blank=False,
            doc="Which platform.",
            says=("平台编号", "账号编号", "账号名称", "平台名称", "账号", "应用名称", "公众号名称"),
        ),
        Column(
            name="seen_on", type="date", blank=False, doc="Last day of the time counted.", says=("统计日期", "数据日期", "统计截止日期")
        ),
        Column(
            name="from_on", type="date", doc="First day of the time counted; blank where the counts are a state.", says=("统计起始日期",)
        ),
        Column(
            name="followers",
            type="int64",
            unit="people",
            doc="Followers on the last day.",
            says=("粉丝数", "粉丝量", "粉丝总数", "关注人数", "累计关注人数", "用户数", "followers"),
        ),
        Column(name="reads", type="int64", doc="Times something was read in the time.", says=("阅读总数", "总阅读量")),
        Column(name="visits", type="int64", doc="Visits in the time.", says=("访问量",)),
        Column(name="users", type="int64", unit="people", doc="People who used it in the time.", says=("活跃用户数", "活跃人数")),
        Column(name="installs", type="int64", doc="Installs on the last day.", says=("安装量", "下载量")),
    ),
)
