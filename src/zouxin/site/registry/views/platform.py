"""Platforms: the list, one platform and its life, registering, changing, taking a step, confirming."""

from functools import cached_property
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
from zouxin.site.people import queries as people
from zouxin.site.people.access import LAST, roots, today
from zouxin.site.people.models import Unit
from zouxin.site.people.views.unit import by_name
from zouxin.site.registry import queries
from zouxin.site.registry.actions import platforms
from zouxin.site.registry.forms import QUESTIONS, PlatformForm, Register, StepForm
from zouxin.site.registry.models import Platform, Step
from zouxin.site.registry.proposed import ASKED, known_of, known_to_open
from zouxin.site.registry.views import wrong
from zouxin.site.registry.views._gate import opening_steps, told

SHOWN = 50


def _platform(row: Any) -> str:
    return reverse("registry:platform_view", args=[row.pk])


COLUMNS = (
    Column(name="name", title=_("平台名称"), link=_platform),
    Column(name="kind", title=_("平台类型"), value="get_kind_display"),
    Column(name="unit", title=_("主办单位"), value="unit.name"),
    Column(name="stage", title=_("状态"), value=lambda row: row.get_stage_display() or _("未填"), badge=lambda row: row.stage or "dim"),
    Column(name="operator_kind", title=_("运营方式"), value="get_operator_kind_display"),
    Column(name="opened_on", title=_("开通日期")),
    Column(name="confirmed_on", title=_("最近确认")),
    Column(name="key", title=_("平台编号")),
)


def _units(user: Any) -> list[tuple[Any, str]]:
    """Units to narrow a list to: those at the top of one's reach and the two levels below."""
    tops = roots(user, "registry.view_platform")
    depth = min((len(path) // Unit.steplen for path in tops), default=1) + 2
    rows = people.units(user).filter(depth__lte=depth)[:300]
    return [(one.pk, "　" * (one.depth - depth + 2) + one.name) for one in rows]


def _of_unit(rows: QuerySet[Any], chosen: str) -> QuerySet[Any]:
    path = Unit.objects.filter(pk=chosen).values_list("path", flat=True).first() or ""
    return rows.filter(unit__path__gte=path, unit__path__lt=path + LAST)


class PlatformList(Listing):
    """Platforms within reach."""

    permission = "registry.view_platform"
    title = _("平台名册")
    search = by_name
    columns = COLUMNS

    @cached_property
    def filters(self) -> tuple[Filter, ...]:  # type: ignore[override]
        """What the list may be narrowed by; units are those within reach."""
        return (
            Filter(name="kind", title=_("平台类型"), choices=Platform.KINDS), Filter(name="stage", title=_("状态"), choices=Platform.STAGES),
            Filter(name="operator_kind", title=_("运营方式"), choices=Platform.OPERATORS),
            Filter(name="unit", title=_("单位（含下级）"), choices=_units(self.request.user), narrow=_of_unit),
            Filter(name="confirmed", title=_("本半年确认"), choices=(("no", _("还没有")),), narrow=lambda rows, _no: queries.unconfirmed(rows)),
        )  # fmt: skip

    def rows(self) -> QuerySet[Platform]:
        return queries.platforms(self.request.user)


class PlatformView(Screen):
    """One platform: facts, life, names, why it was opened, what it costs, what its unit has besides."""

    permission = "registry.view_platform"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = get_object_or_404(queries.platforms(request.user).select_related("order", "parent", "successor"), pk=pk)
        may = queries.allowed(request.user, one.unit, "registry.change_platform", "registry.confirm_platform", "registry.propose_platform",
                              "registry.view_contract", "registry.view_order", "registry.view_proposal")  # fmt: skip
        return self.show(
            one=one, steps=one.steps.all()[:SHOWN], aliases=one.aliases.order_by("name")[:SHOWN], beside=queries.beside(one)[:SHOWN], parts=one.parts.order_by("name")[:SHOWN],
            contracts=queries.costs(one, request.user) if "registry.view_contract" in may else [], may_here=may,
            order=queries.orders(request.user).filter(pk=one.order_id).first() if one.order_id else None,
            proposals=one.proposals.filter(state="open").select_related("user")[:SHOWN] if "registry.view_proposal" in may else [],
            above=people.units(request.user, "registry.view_platform").filter(pk__in=Unit.objects.get_ancestors(one.unit)) if one.unit else [],
            only=queries.is_only_account(one), due=queries.is_due(one),
            near={n: queries.platforms(request.user).filter(pk=getattr(one, f"{n}_id")).exists() for n in ("parent", "successor") if getattr(one, f"{n}_id")},
        )  # fmt: skip


class PlatformRegister(Screen):
    """Put a platform into the register."""

    permission = "registry.change_platform"
    title = _("登记平台")

    def get(self, request: HttpRequest, form: Register | None = None, asked: dict[str, str] | None = None) -> HttpResponse:
        questions = [QUESTIONS[name] for name in ASKED if name not in asked] if asked is not None else []
        return self.show(
            form=form or Register(by=request.user, initial={"unit": request.GET.get("unit")}), questions=questions, known=told(asked or {})
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        form = Register(request.POST, by=request.user)
        if form.is_valid():
            said = form.said()
            if said["stage"] == "preparing" and "looked" not in request.POST:  # one platform more, and no request was made for it
                return self.get(request, form, known_of(said["unit"], said["kind"], said["name"], said["purpose"]))
            try:
                made = platforms.register(said.pop("unit"), said.pop("name"), said.pop("kind"), by=request.user, **said)
                messages.success(request, _("已登记。"))
                return redirect("registry:platform_view", pk=made.pk)
            except ValidationError as error:
                wrong(form, error)
        return self.get(request, form)


class PlatformChange(Screen):
    """Change a platform's facts."""

    permission = "registry.change_platform"
    title = _("修改平台")

    def get(self, request: HttpRequest, pk: int, form: PlatformForm | None = None) -> HttpResponse:
        one = _mine(request, pk)
        return self.show(one=one, form=form or PlatformForm(instance=one, by=request.user))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = _mine(request, pk)
        form = PlatformForm(request.POST, instance=one, by=request.user)
        if form.is_valid():
            try:
                changed = platforms.change(one, by=request.user, **form.said())
                messages.success(request, _("已保存。") if changed else _("没有改动。"))
                return redirect("registry:platform_view", pk=pk)
            except ValidationError as error:
                wrong(form, error)
        return self.get(request, pk, form)


class PlatformStep(Screen):
    """Take a platform one step on in its life, or merge it into another."""

    permission = "registry.change_platform"
    title = _("变更状态")

    def get(self, request: HttpRequest, pk: int, form: StepForm | None = None) -> HttpResponse:
        one = _mine(request, pk)
        known = known_to_open(one) if opening_steps(one) else {}
        questions = [QUESTIONS[name] for name in ASKED if name not in known] if opening_steps(one) else []
        return self.show(one=one, form=form or StepForm(platform=one, by=request.user), only=queries.is_only_account(one), opens=opening_steps(one), questions=questions, known=told(known))  # fmt: skip

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = _mine(request, pk)
        form = StepForm(request.POST, platform=one, by=request.user)
        if form.is_valid():
            said = dict(form.cleaned_data)
            into, after = said.pop("into"), said.pop("after")
            try:
                self._go(one, after, into, said)
                messages.success(request, _("已登记。"))
                return redirect("registry:platform_view", pk=pk)
            except ValidationError as error:
                wrong(form, error)
        return self.get(request, pk, form)

    def _go(self, one: Platform, after: str, into: Platform | None, said: dict[str, Any]) -> Step:
        if after == "closing":
            return platforms.merge(one, into, by=self.request.user, **said) if into else platforms.close(one, by=self.request.user, **said)
        return platforms.step(one, after, by=self.request.user, successor=into, **said)


class ConfirmationList(Listing):
    """Platforms whose owner has not confirmed them in this half-year; one click for those that are right."""

    permission = "registry.confirm_platform"
    title = _("待确认的平台")
    search = by_name
    columns = COLUMNS[:4]
    page_size = 20
    filters = (Filter(name="kind", title=_("平台类型"), choices=Platform.KINDS),)

    def rows(self) -> QuerySet[Platform]:
        return queries.to_confirm(self.request.user)

    def more(self) -> dict[str, Any]:
        return {"until": queries.half_year(today())[1]}


class PlatformConfirm(Screen):
    """One click: what the register says is right."""

    permission = "registry.confirm_platform"
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        asked = [int(said) for said in request.POST.getlist("platform") if said.isdecimal() and len(said) < 19][:500]
        rows = list(queries.platforms(request.user, "registry.confirm_platform").filter(pk__in=asked))
        count = platforms.confirm(rows, by=request.user)
        messages.success(request, _("已确认 %(n)s 个平台。") % {"n": count})
        return (
            redirect("registry:platform_view", pk=rows[0].pk) if "back" in request.POST and rows else redirect("registry:confirmation_list")
        )


def _mine(request: HttpRequest, pk: int) -> Platform:
    return get_object_or_404(queries.platforms(request.user, "registry.change_platform"), pk=pk)
