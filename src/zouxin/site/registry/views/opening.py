"""Requests to open a platform: what the gate asks, what it would duplicate, what was decided."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zouxin.site.components.listing import Column, Filter, Listing
from zouxin.site.components.screens import Screen
from zouxin.site.people.models import Unit
from zouxin.site.registry import queries
from zouxin.site.registry.actions import openings
from zouxin.site.registry.forms import QUESTIONS, Decide, OpeningForm
from zouxin.site.registry.models import Opening, Platform
from zouxin.site.registry.views import wrong

ALIKE = {"own_kind": _("同单位、同类型"), "name": _("名称相近"), "purpose": _("功能相近")}


def near(unit: Unit | None, said: Any, user: Any) -> list[tuple[Platform, list[Any]]]:
    """What a platform would duplicate, with in what it is alike, in words."""
    if unit is None:
        return []
    found = queries.would_duplicate(unit, said.get("kind", ""), said.get("name", ""), said.get("purpose", ""), user)
    return [(one, [ALIKE[word] for word in same]) for one, same in found]


class OpeningList(Listing):
    """Requests within reach."""

    permission = "registry.view_opening"
    title = _("开设申请")
    search = lambda rows, asked: rows.filter(name__icontains=asked)  # noqa: E731
    filters = (
        Filter(name="state", title=_("进展"), choices=Opening.STATES),
        Filter(name="kind", title=_("平台类型"), choices=Platform.KINDS),
    )
    columns = (
        Column(name="name", title=_("拟用名称"), link=lambda row: reverse("registry:opening_view", args=[row.pk])),
        Column(name="kind", title=_("平台类型"), value="get_kind_display"),
        Column(name="unit", title=_("主办单位"), value="unit.name"),
        Column(name="state", title=_("进展"), value="get_state_display",
               badge=lambda row: {"asked": "warn", "answered": "warn", "approved": "good", "refused": "bad"}.get(row.state, "dim")),
        Column(name="unanswered", title=_("还没答的问题"), value=lambda row: len(row.unanswered), number=True),
        Column(name="at", title=_("申请时间"), value=lambda row: row.at.astimezone().strftime("%Y-%m-%d")),
    )  # fmt: skip

    def rows(self) -> QuerySet[Opening]:
        return queries.openings(self.request.user)


class OpeningMake(Screen):
    """Ask for a platform to be opened; looking at what it would duplicate needs no request."""

    permission = "registry.request_opening"
    title = _("申请开设平台")

    def get(self, request: HttpRequest, form: OpeningForm | None = None, looked: bool = False) -> HttpResponse:
        form = form or OpeningForm(by=request.user)
        said = getattr(form, "cleaned_data", {})
        return self.show(form=form, looked=looked, near=near(said.get("unit"), said, request.user) if looked else [])

    def post(self, request: HttpRequest) -> HttpResponse:
        form = OpeningForm(request.POST, by=request.user)
        if not form.is_valid() or "look" in request.POST:
            return self.get(request, form, looked=bool(getattr(form, "cleaned_data", {}).get("unit")))
        said = form.said()
        made = openings.ask(said.pop("unit"), said.pop("name"), said.pop("kind"), by=request.user, **said)
        return redirect("registry:opening_view", pk=made.pk)


class OpeningAnswer(Screen):
    """Answer what was asked back."""

    permission = "registry.request_opening"
    title = _("补充开设申请")

    def get(self, request: HttpRequest, pk: int, form: OpeningForm | None = None) -> HttpResponse:
        one = self._mine(request, pk)
        said = {"kind": one.kind, "name": one.name, "purpose": one.purpose}
        return self.show(
            one=one, form=form or OpeningForm(instance=one, by=request.user), looked=True, near=near(one.unit, said, request.user)
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = self._mine(request, pk)
        form = OpeningForm(request.POST, instance=one, by=request.user)
        if form.is_valid():
            openings.answer(one, by=request.user, **form.said("unit"))
            return redirect("registry:opening_view", pk=pk)
        return self.get(request, pk, form)

    def _mine(self, request: HttpRequest, pk: int) -> Opening:
        rows = queries.openings(request.user, "registry.request_opening").filter(state__in=("asked", "answered"))
        return get_object_or_404(rows, pk=pk)


class OpeningView(Screen):
    """One request: questions still open, what it would duplicate, and the decision."""

    permission = "registry.view_opening"

    def get(self, request: HttpRequest, pk: int, form: Decide | None = None) -> HttpResponse:
        one = get_object_or_404(queries.openings(request.user), pk=pk)
        may = queries.allowed(request.user, one.unit, "registry.decide_opening", "registry.request_opening")
        waits, mine = one.state in ("asked", "answered"), one.user_id == request.user.pk
        said = {"kind": one.kind, "name": one.name, "purpose": one.purpose}
        return self.show(
            one=one, near=near(one.unit, said, request.user), questions=[QUESTIONS[name] for name in one.unanswered] if waits else [],
            form=(form or Decide()) if waits and not mine and "registry.decide_opening" in may else None, answers=waits and "registry.request_opening" in may,
            platform=queries.platforms(request.user).filter(pk=one.platform_id).first() if one.platform_id else None,
        )  # fmt: skip

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = get_object_or_404(queries.openings(request.user), pk=pk)
        if "withdraw" in request.POST:
            try:
                openings.withdraw(one, by=request.user)
            except ValidationError as error:  # pressed twice, or decided meanwhile
                messages.error(request, error.messages[0])
            return redirect("registry:opening_view", pk=pk)
        form = Decide(request.POST)
        if form.is_valid():
            try:
                act = openings.approve if "approve" in request.POST else openings.refuse
                act(one, by=request.user, reason=form.cleaned_data["reason"])
                messages.success(request, _("已审批。"))
                return redirect("registry:opening_view", pk=pk)
            except ValidationError as error:
                wrong(form, error)
        return self.get(request, pk, form)
