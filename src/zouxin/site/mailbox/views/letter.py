"""The clerk's side: the letters, one with all that may be done with it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zouxin import flow
from zouxin.site.components.listing import Column, Filter, Listing
from zouxin.site.components.screens import Screen
from zouxin.site.mailbox import maps, queries, routing
from zouxin.site.mailbox.actions import letters, mails, shredding
from zouxin.site.mailbox.forms import KindForm, ReasonForm, RouteForm
from zouxin.site.mailbox.models import Contact, Incoming, Letter, LetterFile
from zouxin.site.mailbox.models.letter import KINDS
from zouxin.site.people.access import may, within
from zouxin.site.people.models import Unit

TONES = {"received": "bad", "routed": "warn", "reopened": "bad", "answered": "good", "solved": "good", "merged": "dim", "shredded": "dim"}


class LetterList(Listing):
    """Letters within reach."""

    permission = "mailbox.view_letter"
    title = _("来信")
    search = lambda rows, asked: rows.filter(Q(sought__contains=flow.sought(asked)) | Q(number=asked.upper()))  # noqa: E731
    filters = (
        Filter(name="mine", title=_("轮到谁"), choices=(("1", _("等我办")),), narrow=lambda rows, _value: rows),
        Filter(name="state", title=_("状态"), choices=Letter.STATES),
        Filter(name="kind", title=_("类型"), choices=KINDS),
        Filter(name="due", title=_("期限"), choices=(("late", _("已过期限")),), narrow=lambda rows, _value: queries.overdue(rows)),
    )
    columns = (
        Column(name="number", title=_("回执号"), link=lambda row: reverse("mailbox:letter_view", args=[row.pk])),
        Column(name="title", title=_("标题")),
        Column(name="state", title=_("状态"), value="get_state_display", badge=lambda row: TONES[row.state]),
        Column(name="kind", title=_("类型"), value="get_kind_display"),
        Column(name="unit", title=_("承办单位"), value="unit.name"),
        Column(name="received_on", title=_("收到日期")),
        Column(name="due", title=_("答复期限"), value=queries.due),
        Column(name="verdict", title=_("来信人评价"), value="get_verdict_display"),
    )

    def rows(self) -> QuerySet[Letter]:
        some = queries.waiting if self.request.GET.get("mine") == "1" else queries.letters
        return some(self.request.user).prefetch_related("pauses")


class LetterView(Screen):
    """One letter: what was written, who has it, by when, and what this user may do now."""

    permission = "mailbox.view_letter"

    def get(self, request: HttpRequest, pk: int, contact: Any = None, wrong: Any = None) -> HttpResponse:
        one = get_object_or_404(queries.letters(request.user), pk=pk)
        rule, last, days = queries.clock(one)
        works, routes = (
            bool(one.unit) and may(request.user, "mailbox.answer_letter", one.unit),
            may(request.user, "mailbox.route_letter", one.unit or None),
        )
        open_ = one.state not in ("shredded", "merged")
        units = Unit.objects.filter(within(request.user, "mailbox.route_letter", unit="")).order_by("path")
        guess = routing.suggested(one, units) if open_ and routes and one.state == "received" else None
        said = {
            "route": RouteForm(units=units, initial={"unit": guess.unit if guess else None}) if open_ and routes else None,
            "dispute": ReasonForm() if open_ and works and one.disputes < letters.DISPUTES else None, "reason": ReasonForm() if open_ and works else None,
            "kind": KindForm(initial={"kind": one.kind}) if open_ and works else None,
        }  # fmt: skip
        alike = queries.same_event(one, request.user) if open_ and routes else []
        passes = open_ and may(request.user, "mailbox.pass_letter", one.unit or None) and bool(one.unit or routes)
        response = self.show(one=one, passes=passes, passings=one.passings.select_related("endpoint"), point=one.point, board=maps.board(), tone=TONES[one.state], rule=rule, last=last, days=days, late=queries.is_late(one), works=works and open_, routes=routes, guess=guess, said=said,
                         alike=alike, replies=one.replies.select_related("decision", "unit"), custody=queries.custody(one), pauses=one.pauses.all(), wrong=wrong,
                         paused=one.pauses.filter(until_on__isnull=True).exists(), files=one.files.all(), verdicts=one.verdicts.all(), contact=contact, came=Incoming.objects.filter(letter=one).first(), mailing=self._mailing(one) if works and open_ else None,
                         shreds=may(request.user, "mailbox.shred_letter", one.unit or None) and one.state != "shredded")  # fmt: skip
        return maps.with_tiles(response)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = get_object_or_404(queries.letters(request.user), pk=pk)
        asked = request.POST.get("does", "")
        if asked not in DOES:
            return self.get(request, pk)
        return getattr(self, f"_{asked}")(request, one) or redirect("mailbox:letter_view", pk=pk)  # type: ignore[no-any-return]

    def _route(self, request: HttpRequest, one: Letter) -> HttpResponse | None:
        units = Unit.objects.filter(within(request.user, "mailbox.route_letter", unit=""))
        form = RouteForm(request.POST, units=units)
        if not form.is_valid():
            return self.get(request, one.pk, wrong=form)
        letters.route(one, form.cleaned_data["unit"], by=request.user, why=form.cleaned_data["why"])
        messages.success(request, _("已转给%(unit)s。") % {"unit": form.cleaned_data["unit"]})
        return None

    def _acknowledge(self, request: HttpRequest, one: Letter) -> None:
        letters.acknowledge(one, by=request.user)

    def _dispute(self, request: HttpRequest, one: Letter) -> HttpResponse:
        letters.dispute(one, request.POST.get("reason", ""), by=request.user)
        messages.success(request, _("已退回分办。"))
        return redirect("mailbox:letter_list")

    def _pause(self, request: HttpRequest, one: Letter) -> None:
        letters.pause(one, request.POST.get("reason", ""), by=request.user)

    def _resume(self, request: HttpRequest, one: Letter) -> None:
        letters.resume(one, by=request.user)

    def _relabel(self, request: HttpRequest, one: Letter) -> HttpResponse | None:
        form = KindForm(request.POST)
        if not form.is_valid():
            return self.get(request, one.pk, wrong=form)
        letters.relabel(one, form.cleaned_data["kind"], by=request.user)
        return None

    def _merge(self, request: HttpRequest, one: Letter) -> None:
        key = request.POST.get("into", "")
        into = get_object_or_404(queries.letters(request.user), pk=int(key) if key.isascii() and key.isdigit() else 0)
        letters.merge(one, into, by=request.user)

    def _split(self, request: HttpRequest, one: Letter) -> None:
        letters.split(one, by=request.user)

    def _contact(self, request: HttpRequest, one: Letter) -> HttpResponse:
        found = letters.see_contact(one, by=request.user, why=request.POST.get("reason", ""))
        response = self.get(request, one.pk, contact=found or False)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _mailing(self, one: Letter) -> Contact | None:
        """Whether its writer may be told of answers by mail: asked where the deployment does that, and the letter was brought by mail or in a table."""
        if not (settings.OUTBOUND and settings.MAIL_REPLIES) or one.channel not in Letter.BROUGHT:
            return None
        return Contact.objects.filter(letter=one).exclude(email="").first()

    def _mail(self, request: HttpRequest, one: Letter) -> None:
        mails.allow(one, request.POST.get("yes") == "1", by=request.user)

    def _shred(self, request: HttpRequest, one: Letter) -> None:
        shredding.shred(one, request.POST.get("reason", ""), by=request.user)
        messages.success(request, _("已销毁：内容、附件和联系方式都没有了，只留下回执号和校验和。"))


DOES = ("route", "acknowledge", "dispute", "pause", "resume", "relabel", "merge", "split", "contact", "mail", "shred")


class LetterAttachment(Screen):
    """A file beside a letter, to keep: never opened by the browser."""

    permission = "mailbox.view_letter"

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        one = get_object_or_404(LetterFile.objects.filter(letter__in=queries.letters(request.user).order_by()), pk=pk)
        return FileResponse(one.file.open("rb"), as_attachment=True, filename=one.name, content_type="application/octet-stream")
