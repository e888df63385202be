"""Inspections: start one, watch it, read its counts, compare it with the one before."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zouxin import flow
from zouxin.site.audit import queries
from zouxin.site.audit.actions import runs
from zouxin.site.audit.forms import RunForm
from zouxin.site.audit.models import Run
from zouxin.site.components.listing import Column, Filter, Listing
from zouxin.site.components.screens import Screen
from zouxin.site.people.access import may


class RunList(Listing):
    """Inspections."""

    permission = "audit.view_run"
    title = _("检查")
    filters = (Filter(name="state", title=_("进度"), choices=Run.STATES),)
    columns = (
        Column(name="moment", title=_("检查时点"), value=str, link=lambda row: reverse("audit:run_view", args=[row.pk])),
        Column(
            name="state",
            title=_("进度"),
            value="get_state_display",
            badge=lambda row: {"done": "good", "failed": "bad"}.get(row.state, "dim"),
        ),
        Column(name="packs", title=_("规则包"), value=lambda row: "、".join(row.packs)),
        Column(
            name="findings",
            title=_("问题"),
            number=True,
            value=queries.troubles,
        ),
        Column(name="by", title=_("谁")),
        Column(
            name="finished_at",
            title=_("完成时间"),
            value=lambda row: row.finished_at and row.finished_at.astimezone().strftime("%Y-%m-%d %H:%M"),
        ),
    )

    def rows(self) -> QuerySet[Run]:
        return queries.runs()

    def more(self) -> dict[str, Any]:
        return {"starts": may(self.request.user, "audit.run_inspection")}


class RunAsk(Screen):
    """Start an inspection."""

    permission = "audit.run_inspection"
    title = _("开始检查")

    def get(self, request: HttpRequest, form: RunForm | None = None) -> HttpResponse:
        return self.show(form=form or RunForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = RunForm(request.POST)
        if not form.is_valid():
            return self.get(request, form)
        run = runs.ask(form.cleaned_data["moment"], tuple(form.cleaned_data["packs"]), by=request.user)
        return redirect("audit:run_view", pk=run.pk)


class RunView(Screen):
    """One inspection: how far it is, or what it counted."""

    permission = "audit.view_run"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = get_object_or_404(queries.runs(), pk=pk)
        rows = queries.totals(run)
        tones = flow.tones()
        asked = [row for row in rows if row["on"] and tones.get(row["code"]) == "trouble"]
        facts = [row for row in rows if row["on"] and tones.get(row["code"]) != "trouble"]
        chart = {
            "title": [row["title"] for row in asked],
            **{name: [row[name] for row in asked] for name in ("finding", "clean", "unobservable", "not_judged")},
        }
        return self.show(run=run, asked=asked, facts=facts, left=[row for row in rows if not row["on"]], chart=chart, starts=may(request.user, "audit.run_inspection"),
                         part=request.headers.get("HX-Request") == "true")  # fmt: skip

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        runs.stop(get_object_or_404(queries.runs(), pk=pk), by=request.user)
        messages.info(request, _("已经请它停下，做完手头这一步就停。"))
        return redirect("audit:run_view", pk=pk)


class RunCompare(Screen):
    """What became of every finding since the inspection before."""

    permission = "audit.view_run"
    title = _("与上次检查比较")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = get_object_or_404(queries.runs().filter(state="done"), pk=pk)
        before = queries.runs().filter(state="done", pk__lt=pk).exclude(lake_run=run.lake_run).first()
        chosen = request.GET.get("state", "")
        counts, rows = queries.changes(request.user, before, run, chosen) if before else ({}, [])
        page = Paginator(rows, 50).get_page(request.GET.get("page"))
        return self.show(run=run, before=before, counts=counts, page=page, chosen=chosen, query=f"state={chosen}" if chosen else "")
