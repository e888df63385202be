"""People: who is appointed, inviting, ending."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zouxin.site.components.listing import Column, Filter, Listing
from zouxin.site.components.screens import Screen
from zouxin.site.people import queries
from zouxin.site.people.actions import users
from zouxin.site.people.forms import Invite, Post
from zouxin.site.people.models import Appointment
from zouxin.site.people.roles import CHOICES


class AppointmentList(Listing):
    """Who works in which role for which unit, or did."""

    permission = "people.view_unit"
    title = _("人员任职")

    def search(rows, asked):
        return rows.filter(Q(user__label__icontains=asked) | Q(user__username__icontains=asked) | Q(unit__name__icontains=asked))

    filters = (
        Filter(name="role", title=_("角色"), choices=CHOICES),
        Filter(
            name="state",
            title=_("状态"),
            choices=(("now", _("在任")), ("ended", _("已结束"))),
            narrow=lambda rows, v: rows.filter(ended_at__isnull=v == "now"),
        ),
    )
    columns = (
        Column(name="label", title=_("称呼"), value="user.label", link=lambda row: reverse("people:appointment_view", args=[row.pk])),
        Column(name="username", title=_("登录名"), value="user.username"),
        Column(name="role", title=_("角色"), value="get_role_display"),
        Column(name="unit", title=_("单位"), value="unit.name"),
        Column(name="starts_on", title=_("第一天")),
        Column(name="ends_on", title=_("最后一天")),
        Column(name="ended_at", title=_("提前结束")),
    )

    def rows(self) -> QuerySet[Appointment]:
        return queries.appointments(self.request.user)


class AppointmentView(Screen):
    """One appointment: end it, or give the same person another."""

    permission = "people.view_unit"
    title = _("任职")

    def get(self, request: HttpRequest, pk: int, form: Post | None = None) -> HttpResponse:
        one = get_object_or_404(queries.appointments(request.user), pk=pk)
        grants = users.grantable(request.user)
        others = queries.appointments(request.user).filter(user=one.user).exclude(pk=pk)
        return self.show(one=one, others=others, form=(form or Post(by=request.user, grants=grants)) if grants else None)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = get_object_or_404(queries.appointments(request.user), pk=pk)
        if "end" in request.POST:
            users.end(one, by=request.user)
            messages.success(request, _("任职已经结束；没有别的任职就不能再登录。"))
            return redirect("people:appointment_view", pk=pk)
        form = Post(request.POST, by=request.user, grants=users.grantable(request.user))
        if not form.is_valid():
            return self.get(request, pk, form)
        made = users.appoint(
            one.user, form.cleaned_data["unit"], form.cleaned_data["role"], by=request.user, ends_on=form.cleaned_data["ends_on"]
        )
        return redirect("people:appointment_view", pk=made.pk)


class InvitationMake(Screen):
    """Invite somebody; the link is shown once."""

    permission = "people.manage_user"
    title = _("邀请同事")

    def get(self, request: HttpRequest, form: Invite | None = None, link: str = "", held: object = None) -> HttpResponse:
        form = form or Invite(by=request.user, grants=users.grantable(request.user), initial={"unit": request.GET.get("unit")})
        return self.show(form=form, link=link, held=held, waiting=queries.invitations(request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        if "withdraw" in request.POST:
            users.withdraw(get_object_or_404(queries.invitations(request.user), pk=request.POST["withdraw"]), by=request.user)
            return redirect("people:invitation_make")
        form = Invite(request.POST, by=request.user, grants=users.grantable(request.user))
        if not form.is_valid():
            return self.get(request, form)
        said = form.cleaned_data
        try:
            held, token = users.invite(said["label"], said["unit"], said["role"], by=request.user, ends_on=said["ends_on"])
        except ValidationError as error:
            form.add_error(None, error)
            return self.get(request, form)
        return self.get(request, link=request.build_absolute_uri(reverse("people:invitation_accept", args=[token])), held=held)
