"""A letter passed on to another system: chosen, looked at as it will leave, sent; and what became of it."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zouxin.model.errors import UsageError, ZouxinError
from zouxin.site.components.listing import Column, Filter, Listing
from zouxin.site.components.screens import Screen
from zouxin.site.jobs import passing
from zouxin.site.mailbox import queries
from zouxin.site.mailbox.actions import letters, passings
from zouxin.site.mailbox.models import Endpoint, Letter, LetterFile, Passing
from zouxin.site.mailbox.outgoing import Outgoing, client, outgoing
from zouxin.site.mailbox.passing_forms import PassForm, SettleForm
from zouxin.site.people.access import demand, may

TONES = {
    "intended": "warn",
    "sending": "warn",
    "token": "warn",
    "accepted": "warn",
    "closed": "good",
    "refused": "bad",
    "unsent": "bad",
    "unsure": "bad",
}


class PassingList(Listing):
    """What was passed on of letters within reach."""

    permission = "mailbox.view_letter"
    title = _("转给别的系统的信")
    filters = (
        Filter(name="mine", title=_("轮到谁"), choices=(("1", _("要我看的")),), narrow=lambda rows, _value: rows),
        Filter(name="state", title=_("进展"), choices=Passing.STATES),
    )
    columns = (
        Column(name="letter", title=_("来信"), value="letter.number", link=lambda row: reverse("mailbox:passing_view", args=[row.pk])),
        Column(name="endpoint", title=_("转给"), value="endpoint.name"),
        Column(name="service", title=_("服务")),
        Column(name="state", title=_("进展"), value="get_state_display", badge=lambda row: TONES[row.state]),
        Column(name="number", title=_("对方编号")),
        Column(name="notes", title=_("对方说明")),
        Column(name="unit", title=_("转出单位"), value="unit.name"),
        Column(name="at", title=_("决定转出的时间")),
    )

    def rows(self) -> QuerySet[Passing]:
        some = queries.passings_waiting if self.request.GET.get("mine") == "1" else queries.passings
        return some(self.request.user)


class PassingMake(Screen):
    """Choose, look at exactly what leaves, and send that."""

    permission = "mailbox.pass_letter"
    title = _("转给别的系统")

    def get(self, request: HttpRequest, pk: int, form: PassForm | None = None, leaves: Outgoing | None = None, to: Endpoint | None = None) -> HttpResponse:  # fmt: skip
        one = self._mine(request, pk)
        response = self.show(one=one, form=form or self._form(one), leaves=leaves, to=to, told=leaves.told() if leaves else [], ready=Endpoint.objects.filter(off_at__isnull=True).exists())  # fmt: skip
        response.headers["Cache-Control"] = "no-store"
        return response

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = self._mine(request, pk)
        form = self._form(one, request.POST)
        if not form.is_valid():
            return self.get(request, pk, form)
        to, chosen = form.chosen()
        try:
            if "seal" in request.POST:
                made = passings.intend(one, to, chosen, seal=request.POST["seal"], by=request.user)
                passing.deliver.enqueue(made.pk)
                return redirect("mailbox:passing_view", pk=made.pk)
            if required := _required(to, chosen.service):
                raise UsageError(
                    _now("这种服务还要填“%(names)s”，本站还不会填；请到对方的网站上办，或者换一种服务") % {"names": "、".join(required)}
                )
            leaves = outgoing(one, to, chosen)
            if chosen.contact:
                letters.see_contact(one, by=request.user, why=_now("转给%(name)s以前核对") % {"name": to.name})
            return self.get(request, pk, form, leaves, to)
        except ZouxinError as error:
            form.add_error(None, error.sentence)
        return self.get(request, pk, form)

    def _form(self, one: Letter, said: object = None) -> PassForm:
        endpoints = Endpoint.objects.filter(off_at__isnull=True)
        return PassForm(said, letter=one, endpoints=endpoints, initial={"address": one.place, "point": True})

    def _mine(self, request: HttpRequest, pk: int) -> Letter:
        one = get_object_or_404(queries.letters(request.user).exclude(state__in=("shredded", "merged")), pk=pk)
        if one.unit is not None:
            demand(request.user, passings.RIGHT, one.unit)
        return one


def _required(to: Endpoint, service: str) -> tuple[str, ...]:
    """What the other side wants to know besides, asked only where it says that there is something."""
    asks = next((row[3] for row in to.services if row[0] == service), False)
    return client(to).required(service) if asks else ()


class PassingView(Screen):
    """What left, and what became of it; where nobody knows, what the other side said when it was asked."""

    permission = "mailbox.view_letter"

    def get(self, request: HttpRequest, pk: int, form: SettleForm | None = None) -> HttpResponse:
        one = get_object_or_404(queries.passings(request.user), pk=pk)
        settles = one.state == "unsure" and may(request.user, passings.RIGHT, one.letter.unit)
        return self.show(one=one, tone=TONES[one.state], told=Outgoing(one.sent).told(), form=(form or SettleForm()) if settles else None)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = get_object_or_404(queries.passings(request.user), pk=pk)
        form = SettleForm(request.POST)
        if not form.is_valid():
            return self.get(request, pk, form)
        try:
            passings.settle(one, form.cleaned_data["number"], arrived=form.cleaned_data["arrived"] == "yes", by=request.user)
        except UsageError as error:
            form.add_error(None, error.sentence)
            return self.get(request, pk, form)
        messages.success(request, _("已记下。"))
        return redirect("mailbox:passing_view", pk=pk)


class PassingPicture(Screen):
    """A picture as it would leave: saved anew, without where and when it was taken."""

    permission = "mailbox.view_letter"

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        one = get_object_or_404(LetterFile.objects.filter(letter__in=queries.letters(request.user).order_by()).exclude(public=""), pk=pk)
        response = FileResponse(one.public.open("rb"), content_type="image/jpeg")
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response
