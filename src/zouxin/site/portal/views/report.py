"""Usability reports: the form for everybody, the list for the owner's people."""

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zouxin.site.components.listing import Column, Filter, Listing
from zouxin.site.components.screens import Screen
from zouxin.site.portal import queries
from zouxin.site.portal.actions import reports
from zouxin.site.portal.forms import Answer, Report
from zouxin.site.portal.models import UsabilityReport
from zouxin.site.portal.pace import too_many
from zouxin.site.registry import public
from zouxin.site.registry.models import Platform

SENDER = "群众（未登录）"


class ReportSend(Screen):
    """What did not work for you? Nobody is asked who they are."""

    public = True
    title = _("反映使用问题")

    def get(self, request: HttpRequest, pk: int, form: Report | None = None, status: int = 200) -> HttpResponse:
        return self.show(one=self._platform(pk), form=form or Report(), status=status)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        one, form = self._platform(pk), Report(request.POST)
        if not form.is_valid():
            return self.get(request, pk, form)
        if form.by_machine():
            return redirect("portal:report_sent")
        if too_many(request):
            form.add_error(None, _("这个网络地址一小时内反映得太多，请过一会儿再提交；填好的内容还在下面。"))
            return self.get(request, pk, form, 429)
        said = form.cleaned_data
        reports.send(one, said["trouble"], said["text"], by=SENDER, contact=said["contact"])
        return redirect("portal:report_sent")

    def _platform(self, pk: int) -> Platform:
        return get_object_or_404(public.platforms(), pk=pk)


class ReportSent(Screen):
    """Thanks, and what happens next."""

    public = True
    title = _("收到了")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show()


class ReportList(Listing):
    """What citizens reported about platforms within reach."""

    permission = "portal.read_report"
    title = _("群众反映")
    search = lambda rows, asked: rows.filter(Q(text__icontains=asked) | Q(platform__name__icontains=asked))
    filters = (
        Filter(name="state", title=_("状态"), choices=UsabilityReport.STATES),
        Filter(name="trouble", title=_("遇到的情况"), choices=UsabilityReport.TROUBLES),
    )
    columns = (
        Column(name="sent_at", title=_("提交时间"), value=lambda row: row.sent_at.astimezone().strftime("%Y-%m-%d %H:%M")),
        Column(name="platform", title=_("平台"), value="platform.name", link=lambda row: reverse("portal:report_view", args=[row.pk])),
        Column(name="unit", title=_("主办单位"), value="unit.name"),
        Column(name="trouble", title=_("遇到的情况"), value="get_trouble_display"),
        Column(name="text", title=_("具体说明"), value=lambda row: row.text[:60]),
        Column(
            name="state",
            title=_("状态"),
            value="get_state_display",
            badge=lambda row: {"new": "bad", "read": "warn"}.get(row.state, "good"),
        ),
    )

    def rows(self) -> QuerySet[UsabilityReport]:
        return queries.reports(self.request.user)


class ReportView(Screen):
    """One report: mark it as read, or as dealt with."""

    permission = "portal.read_report"
    title = _("群众反映")

    def get(self, request: HttpRequest, pk: int, form: Answer | None = None) -> HttpResponse:
        return self.show(one=get_object_or_404(queries.reports(request.user), pk=pk), form=form or Answer())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = get_object_or_404(queries.reports(request.user), pk=pk)
        if "read" in request.POST:
            reports.read(one, by=request.user)
            return redirect("portal:report_view", pk=pk)
        form = Answer(request.POST)
        if not form.is_valid():
            return self.get(request, pk, form)
        reports.answer(one, form.cleaned_data["how"], by=request.user)
        messages.success(request, _("已记下怎样处理的。"))
        return redirect("portal:report_view", pk=pk)
