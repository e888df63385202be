"""Notices: what would be told to somebody outside."""

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zouxin.site.components.listing import Column, Filter, Listing
from zouxin.site.components.screens import Screen
from zouxin.site.rectification import queries
from zouxin.site.rectification.actions import notices
from zouxin.site.rectification.forms import NoticeForm
from zouxin.site.rectification.models import Notice


class NoticeList(Listing):
    """Notices drafted, sent, failed."""

    permission = "rectification.open_case"
    title = _("通知")
    filters = (Filter(name="state", title=_("状态"), choices=Notice.STATES),)
    columns = (
        Column(name="subject", title=_("标题"), link=lambda row: reverse("rectification:notice_view", args=[row.pk])),
        Column(name="to", title=_("发给")),
        Column(name="state", title=_("状态"), value="get_state_display"),
        Column(name="unit", title=_("单位"), value="case.unit.name"),
        Column(name="made_at", title=_("生成时间"), value=lambda row: row.made_at.astimezone().strftime("%Y-%m-%d %H:%M")),
    )

    def rows(self) -> QuerySet[Notice]:
        return queries.notices(self.request.user)


class NoticeDraft(Screen):
    """A notice of one case."""

    permission = "rectification.open_case"
    title = _("拟通知")

    def get(self, request: HttpRequest, pk: int, form: NoticeForm | None = None) -> HttpResponse:
        case = get_object_or_404(queries.cases(request.user), pk=pk)
        return self.show(form=form or NoticeForm(), case=case)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        case, form = get_object_or_404(queries.cases(request.user), pk=pk), NoticeForm(request.POST)
        if not form.is_valid():
            return self.get(request, pk, form)
        made = notices.draft(case, form.cleaned_data["to"], by=request.user)
        return redirect("rectification:notice_view", pk=made.pk)


class NoticeView(Screen):
    """A notice as it would go out."""

    permission = "rectification.open_case"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(notice=get_object_or_404(queries.notices(request.user), pk=pk), outbound=settings.OUTBOUND)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        notices.send(get_object_or_404(queries.notices(request.user), pk=pk), by=request.user, outbound=settings.OUTBOUND)
        messages.success(request, _("已交给后台发送。"))
        return redirect("rectification:notice_view", pk=pk)
