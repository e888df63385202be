"""What comes to a limit soon, for those who answer for it."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zouxin.site.audit import queries
from zouxin.site.audit.models import Due
from zouxin.site.components.listing import Column, Filter, Listing
from zouxin.site.people.access import today


class DueList(Listing):
    """Prompts for the owners alone; everybody else who may come here sees how many there are, and no name."""

    permission = "audit.view_due"
    title = _("快到期限的事")
    filters = (
        Filter(name="days", title=_("还有几天"), choices=(("3", _("3 天以内")), ("7", _("7 天以内"))),
               narrow=lambda rows, value: rows.filter(due_on__lte=today() + timedelta(days=int(value)))),
    )  # fmt: skip
    columns = (
        Column(name="subject_name", title=_("对象名称")),
        Column(name="check", title=_("检查项"), value=lambda row: queries.title(row.check_code)),
        Column(name="unit", title=_("单位"), value="unit.name"),
        Column(name="since", title=_("最近一次更新")),
        Column(name="due_on", title=_("到哪天为止")),
        Column(
            name="left",
            title=_("还剩几天"),
            value=lambda row: _("已过，等下一次检查") if row.due_on < today() else (row.due_on - today()).days,
        ),
    )

    def rows(self) -> QuerySet[Due]:
        return queries.due(self.request.user)

    def more(self) -> dict[str, Any]:
        now, year = queries.prompts(self.request.user)
        return {"now": now, "year": year, "run": queries.last_run()}
