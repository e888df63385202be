"""What a platform published."""

from zouxin.model.table import Column, Table

post = Table(
    name="post",
    doc="One article, post, video or page a platform published.",
    key=("id",),
    columns=(
        Column(name="id", type="id", blank=False, doc="The source's own id.", says=("文章编号", "微博编号", "作品编号", "作品id", "微博id", "文章id", "post_id", "article_id", "msgid", "mid",
                     "id")),
        Column(name="platform_id", type="id", doc="Where it was published.", says=("平台编号", "账号编号", "账号", "帐号", "发布账号", "账号名称", "帐号名称", "公众号", "公众号名称", "微博名称", "screen_name", "account")),
        Column(name="posted_on", type="date", doc="Civil day it was published, as it says now.",
               says=("发布时间", "发布日期", "发表时间", "推送时间", "发文时间", "发博时间", "发布日", "posted_at", "published_at", "pub_date",
                     "date")),
        Column(name="posted_at", type="timestamp", doc="Moment it was published, null where only a day is known."),
        Column(name="issued_on", type="date", doc="Day the document in it bears.", says=("成文日期", "印发日期", "issued_on")),
        Column(name="title", type="text", doc="Its title.", says=("文章标题", "图文标题", "内容标题", "作品标题", "作品名称", "视频标题", "标题", "title")),
        Column(name="text", type="text", doc="What it says, as published.", says=("正文", "文章内容", "微博内容", "微博正文", "博文内容", "视频描述", "内容", "text", "content", "body")),
        Column(name="markup", type="text", doc="The page as it came, tags and all.", says=("网页源码", "html")),
        Column(name="url", doc="Its address.", says=("文章链接", "微博链接", "作品链接", "内容链接", "内容url", "链接", "url", "link")),
        Column(name="form", doc="What form it has.", allowed=("article", "short", "video", "image", "link", "page", "other"), says=("体裁", "作品类型"),
               spoken=(("图文", "article"), ("文章", "article"), ("长文", "article"), ("短内容", "short"), ("微博", "short"), ("视频", "video"), ("短视频", "video"),
                       ("直播", "video"), ("图片", "image"), ("链接", "link"), ("网页", "page"), ("其他", "other"))),
        Column(name="repost", type="bool", doc="Whether it only passes on what another published.", says=("是否转发", "是否转载")),
        Column(name="origin", doc="Whom it credits as its source.", says=("文章来源", "稿件来源", "来源")),
    ),
)  # fmt: skip
