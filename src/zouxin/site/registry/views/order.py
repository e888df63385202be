"""Orders: the documents that required accounts, and what exists only because of each."""

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
from zouxin.site.people.views.unit import by_name
from zouxin.site.registry import queries
from zouxin.site.registry.actions import orders
from zouxin.site.registry.forms import OrderForm
from zouxin.site.registry.models import Order
from zouxin.site.registry.views import wrong

SHOWN = 200


class OrderList(Listing):
    """Orders within reach, with how many platforms each brought about."""

    permission = "registry.view_order"
    title = _("要求开设平台的文件")
    search = by_name
    filters = (
        Filter(name="demands", title=_("要求事项"), choices=Order.DEMANDS),
        Filter(name="assesses", title=_("考核内容"), choices=Order.ASSESSES),
    )
    columns = (
        Column(name="title", title=_("文件标题"), link=lambda row: reverse("registry:order_view", args=[row.pk])),
        Column(name="number", title=_("文号")),
        Column(name="unit", title=_("发文单位"), value="unit.name"),
        Column(name="issued_on", title=_("发文日期")),
        Column(name="demands", title=_("要求事项"), value="get_demands_display"),
        Column(name="opened", title=_("因它开设"), number=True),
        Column(name="left", title=_("现在还在"), number=True),
    )

    def rows(self) -> QuerySet[Order]:
        return queries.with_platforms(queries.orders(self.request.user))


class OrderView(Screen):
    """One order and what exists only because of it."""

    permission = "registry.view_order"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = get_object_or_404(queries.orders(request.user), pk=pk)
        rows = queries.because_of(one, request.user)
        may = queries.allowed(request.user, one.unit, "registry.change_order")
        return self.show(one=one, rows=rows[:SHOWN], count=rows.count(), may_here=may, shown=SHOWN)


class OrderAdd(Screen):
    """Enter an order."""

    permission = "registry.change_order"
    title = _("登记文件")

    def get(self, request: HttpRequest, form: OrderForm | None = None) -> HttpResponse:
        return self.show(form=form or OrderForm(by=request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = OrderForm(request.POST, by=request.user)
        if form.is_valid():
            said = form.said()
            try:
                made = orders.add(said.pop("unit"), said.pop("title"), by=request.user, **said)
                return redirect("registry:order_view", pk=made.pk)
            except ValidationError as error:
                wrong(form, error)
        return self.get(request, form)


class OrderChange(Screen):
    """Change an order's facts."""

    permission = "registry.change_order"
    title = _("修改文件")

    def get(self, request: HttpRequest, pk: int, form: OrderForm | None = None) -> HttpResponse:
        one = self._mine(request, pk)
        return self.show(one=one, form=form or OrderForm(instance=one, by=request.user))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = self._mine(request, pk)
        form = OrderForm(request.POST, instance=one, by=request.user)
        if form.is_valid():
            try:
                orders.change(one, by=request.user, **form.said())
                messages.success(request, _("已保存。"))
                return redirect("registry:order_view", pk=pk)
            except ValidationError as error:
                wrong(form, error)
        return self.get(request, pk, form)

    def _mine(self, request: HttpRequest, pk: int) -> Any:
        return get_object_or_404(queries.orders(request.user, "registry.change_order"), pk=pk)
