"""Other systems letters may be passed on to."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zouxin.model.errors import ZouxinError
from zouxin.site.components.listing import Column, Listing
from zouxin.site.components.screens import Screen
from zouxin.site.mailbox.actions import endpoints
from zouxin.site.mailbox.models import Endpoint
from zouxin.site.mailbox.passing_forms import EndpointForm
from zouxin.site.people.access import leads


class EndpointList(Listing):
    """All of them; their keys stand nowhere here."""

    permission = "mailbox.manage_endpoint"
    title = _("别的系统（Open311）")
    columns = (
        Column(name="name", title=_("名称"), link=lambda row: reverse("mailbox:endpoint_view", args=[row.pk])),
        Column(name="url", title=_("网址")),
        Column(name="services", title=_("服务"), value=lambda row: len(row.services), number=True),
        Column(name="services_at", title=_("读到服务的时间")),
        Column(name="state", title=_("状态"), value=lambda row: _("已停用") if row.off_at else _("在用"), badge=lambda row: "dim" if row.off_at else "good"),
    )  # fmt: skip

    def rows(self) -> QuerySet[Endpoint]:
        return Endpoint.objects.order_by("name", "id")


class EndpointAdd(Screen):
    """Register one; its services are read at once."""

    permission = "mailbox.manage_endpoint"
    title = _("登记别的系统")

    def get(self, request: HttpRequest, form: EndpointForm | None = None) -> HttpResponse:
        return self.show(form=form or EndpointForm(), leads=leads(request.user, self.permission))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = EndpointForm(request.POST)
        if not form.is_valid():
            return self.get(request, form)
        try:
            made = endpoints.add(**form.cleaned_data, by=request.user)
        except ZouxinError as error:
            form.add_error(None, error.sentence)
            return self.get(request, form)
        return read(request, made)


class EndpointView(Screen):
    """One: what it takes, read again, switched off."""

    permission = "mailbox.manage_endpoint"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(one=get_object_or_404(Endpoint, pk=pk), leads=leads(request.user, self.permission))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = get_object_or_404(Endpoint, pk=pk)
        if "off" not in request.POST:
            return read(request, one)
        endpoints.switch_off(one, by=request.user)
        return redirect("mailbox:endpoint_view", pk=pk)


def read(request: HttpRequest, one: Endpoint) -> HttpResponse:
    """Read its services, and say how that went."""
    try:
        found = endpoints.read(one, by=request.user)
        messages.success(request, _("读到 %(n)s 种服务。") % {"n": found})
    except ZouxinError as error:
        messages.error(request, error.sentence)
    return redirect("mailbox:endpoint_view", pk=one.pk)
