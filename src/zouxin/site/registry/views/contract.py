"""Contracts: who is paid how much, and what of it each platform costs."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zouxin.site.components.listing import Column, Filter, Listing
from zouxin.site.components.screens import Screen
from zouxin.site.people.access import today
from zouxin.site.people.views.unit import by_name
from zouxin.site.registry import queries
from zouxin.site.registry.actions import contracts
from zouxin.site.registry.forms import ContractForm, Cover
from zouxin.site.registry.models import Contract
from zouxin.site.registry.views import wrong


def _running(rows: QuerySet[Any], chosen: str) -> QuerySet[Any]:
    return rows.filter(until_on__gte=today()) if chosen == "yes" else rows.filter(until_on__lt=today())


class ContractList(Listing):
    """Contracts within reach."""

    permission = "registry.view_contract"
    title = _("合同")
    search = by_name
    filters = (Filter(name="running", title=_("期限"), choices=(("yes", _("没有到期")), ("no", _("已到期"))), narrow=_running),)
    columns = (
        Column(name="title", title=_("合同名称"), value=str, link=lambda row: reverse("registry:contract_view", args=[row.pk])),
        Column(name="unit", title=_("采购单位"), value="unit.name"),
        Column(name="vendor", title=_("供应商")),
        Column(name="yuan", title=_("合同金额（元）"), number=True),
        Column(name="from_on", title=_("开始日期")),
        Column(name="until_on", title=_("结束日期")),
        Column(name="covered", title=_("平台数"), number=True),
    )

    def rows(self) -> QuerySet[Contract]:
        return queries.contracts(self.request.user).annotate(covered=Count("platforms"))


class ContractView(Screen):
    """One contract, its split, and what each platform costs."""

    permission = "registry.view_contract"

    def get(self, request: HttpRequest, pk: int, form: Cover | None = None) -> HttpResponse:
        one = get_object_or_404(queries.contracts(request.user), pk=pk)
        may = queries.allowed(request.user, one.unit, "registry.change_contract")
        seen = set(queries.platforms(request.user).filter(contracts__contract=one).values_list("pk", flat=True))
        rows = queries.split(one)
        return self.show(
            one=one, rows=[row for row in rows if row[0].platform_id in seen], hidden=sum(row[0].platform_id not in seen for row in rows),
            may_here=may, form=(form or Cover(by=request.user)) if may else None,
        )  # fmt: skip

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = get_object_or_404(queries.contracts(request.user, "registry.change_contract"), pk=pk)
        if "remove" in request.POST:
            part = get_object_or_404(
                one.platforms.select_related("platform"), pk=request.POST["remove"] if request.POST["remove"].isdecimal() else 0
            )
            contracts.uncover(part, by=request.user)
            return redirect("registry:contract_view", pk=pk)
        form = Cover(request.POST, by=request.user)
        if form.is_valid():
            percent = form.cleaned_data["percent"]
            try:
                contracts.cover(
                    one, form.cleaned_data["platform"], by=request.user, share=None if percent is None else percent / Decimal(100)
                )
                return redirect("registry:contract_view", pk=pk)
            except ValidationError as error:
                wrong(form, error)
        return self.get(request, pk, form)


class ContractAdd(Screen):
    """Enter a contract."""

    permission = "registry.change_contract"
    title = _("登记合同")

    def get(self, request: HttpRequest, form: ContractForm | None = None) -> HttpResponse:
        return self.show(form=form or ContractForm(by=request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ContractForm(request.POST, by=request.user)
        if form.is_valid():
            said = form.said()
            try:
                made = contracts.add(said.pop("unit"), said.pop("title"), by=request.user, **said)
                messages.success(request, _("已登记，请写明它付的是哪些平台。"))
                return redirect("registry:contract_view", pk=made.pk)
            except ValidationError as error:
                wrong(form, error)
        return self.get(request, form)


class ContractChange(Screen):
    """Change a contract's facts."""

    permission = "registry.change_contract"
    title = _("修改合同")

    def get(self, request: HttpRequest, pk: int, form: ContractForm | None = None) -> HttpResponse:
        one = self._mine(request, pk)
        return self.show(one=one, form=form or ContractForm(instance=one, by=request.user))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = self._mine(request, pk)
        form = ContractForm(request.POST, instance=one, by=request.user)
        if form.is_valid():
            try:
                contracts.change(one, by=request.user, **form.said())
                messages.success(request, _("已保存。"))
                return redirect("registry:contract_view", pk=pk)
            except ValidationError as error:
                wrong(form, error)
        return self.get(request, pk, form)

    def _mine(self, request: HttpRequest, pk: int) -> Any:
        return get_object_or_404(queries.contracts(request.user, "registry.change_contract"), pk=pk)
