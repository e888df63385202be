"""What a post was met with."""

from zouxin.model.table import Column, Table

engagement = Table(
    name="engagement",
    doc="Counts one post showed on one day; blank is unknown, never none.",
    key=("post_id", "seen_on"),
    columns=(
        Column(name="post_id", type="id", blank=False, doc="Which post.", says=("文章编号", "微博编号")),
        Column(name="seen_on", type="date", blank=False, doc="Day the counts were seen.", says=("统计日期",)),
        Column(name="reads", type="int64", doc="Times it was read.", says=("阅读数", "阅读量", "播放量")),
        Column(name="likes", type="int64", doc="Likes.", says=("点赞数", "赞")),
        Column(name="comments", type="int64", doc="Comments.", says=("评论数", "留言数")),
        Column(name="reposts", type="int64", doc="Reposts.", says=("转发数", "分享数")),
    ),
)
