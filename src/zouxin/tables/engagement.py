"""What a post was met with."""

from zouxin.model.table import Column, Table

engagement = Table(
    name="engagement",
    doc="Counts one post showed on one day; blank is unknown, never none.",
    key=("post_id", "seen_on"),
    columns=(
        Column(name="post_id", type="id", blank=False, doc="Which post.", says=("文章编号", "微博编号", "作品编号", "msgid")),
        Column(
            name="seen_on",
            type="date",
            blank=False,
            doc="Day the counts were seen.",
            says=("统计日期", "数据日期", "ref_date", "stat_date"),
        ),
        Column(
            name="reads",
            type="int64",
            doc="Times it was read.",
            says=("阅读数", "阅读量", "阅读次数", "总阅读次数", "播放量", "播放数", "播放次数", "浏览量", "reads", "views", "read_count"),
        ),
        Column(
            name="likes",
            type="int64",
            doc="Likes.",
            says=("点赞数", "点赞量", "点赞次数", "点赞", "获赞数", "赞", "赞数", "喜欢数", "likes", "like_count"),
        ),
        Column(
            name="comments",
            type="int64",
            doc="Comments.",
            says=("评论数", "评论量", "评论次数", "评论", "留言数", "comments", "comment_count"),
        ),
        Column(
            name="reposts",
            type="int64",
            doc="Reposts.",
            says=("转发数", "转发量", "转发次数", "转发", "分享数", "分享量", "分享次数", "总分享次数", "reposts", "shares", "share_count"),
        ),
    ),
)
