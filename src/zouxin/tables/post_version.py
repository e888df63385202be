"""A post as it was seen one day, by one kind of visitor."""

from zouxin.model.table import Column, Table

post_version = Table(
    name="post_version",
    doc="One look at one post: the same address may say another thing another day, or to a search engine.",
    key=("post_id", "seen_on", "seen_as"),
    columns=(
        Column(name="post_id", type="id", blank=False, doc="Which post.", says=("文章编号",)),
        Column(name="seen_on", type="date", blank=False, doc="Day of the look.", says=("查看日期",)),
        Column(name="seen_as", blank=False, doc="As whom it was asked for.", allowed=("reader", "spider"), says=("查看身份",)),
        Column(name="posted_on", type="date", doc="Day of publishing it showed then.", says=("发布时间",)),
        Column(name="title", type="text", doc="Its title then.", says=("文章标题",)),
        Column(name="text", type="text", doc="What it said then.", says=("正文",)),
    ),
)
