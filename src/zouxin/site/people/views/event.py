"""The log on screen."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zouxin.site.components.listing import Column, Listing
from zouxin.site.people import queries
from zouxin.site.people.models import Event
from zouxin.site.people.verbs import word


class EventList(Listing):
    """Who did what when."""

    permission = "people.view_event"
    title = _("操作记录")
    search = lambda rows, asked: rows.filter(Q(label__icontains=asked) | Q(by__icontains=asked) | Q(verb=asked) | Q(thing=asked))  # noqa: E731
    columns = (
        Column(name="number", title=_("序号"), number=True),
        Column(name="at", title=_("时间"), value=lambda row: row.at.astimezone().strftime("%Y-%m-%d %H:%M:%S")),
        Column(name="by", title=_("谁")),
        Column(name="action", title=_("动作"), value=lambda row: word(row.verb)),
        Column(name="label", title=_("对象名称")),
        Column(
            name="detail",
            title=_("内容"),
            value=lambda row: "，".join(f"{k}：{v}" for k, v in (row.detail or {}).items() if v not in (None, "", [])),
        ),
        Column(name="verb", title=_("代码")),
        Column(name="thing", title=_("对象")),
        Column(name="digest", title=_("封签"), value=lambda row: row.digest[:12]),
    )

    def rows(self) -> QuerySet[Event]:
        return queries.events(self.request.user)
