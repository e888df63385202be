"""What waits in quarantine: the list, several at once, one with all that came with it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from zouxin.site.components.listing import Column, Filter, Listing
from zouxin.site.components.screens import Screen
from zouxin.site.jobs import mails
from zouxin.site.mailbox import queries
from zouxin.site.mailbox.actions import incoming
from zouxin.site.mailbox.forms import RejectForm, ReleaseForm
from zouxin.site.mailbox.models import Incoming, IncomingFile
from zouxin.site.people.access import may, within
from zouxin.site.people.models import Unit

TONES = {"waiting": "warn", "aside": "dim", "released": "good", "rejected": "dim", "erased": "dim"}
#: shown on one page to be decided together
TOGETHER = 25


class IncomingList(Listing):
    """What came in, in whatever state."""

    permission = "mailbox.decide_incoming"
    title = _("待收的来件")
    search = lambda rows, asked: rows.filter(title__icontains=asked) | rows.filter(number=asked)  # noqa: E731
    filters = (
        Filter(name="state", title=_("状态"), choices=Incoming.STATES),
        Filter(name="channel", title=_("怎样来的"), choices=Incoming.CHANNELS),
        Filter(name="machine", title=_("机器发的"), choices=Incoming.MACHINES[1:]),
        Filter(name="broken", title=_("读不了的"), choices=(("1", _("只看读不了的")),), narrow=lambda rows, _value: rows.exclude(wrong="")),
    )
    columns = (
        Column(
            name="title",
            title=_("标题"),
            value=lambda row: row.title or str(row),
            link=lambda row: reverse("mailbox:incoming_view", args=[row.pk]),
        ),
        Column(name="channel", title=_("怎样来的"), value="get_channel_display"),
        Column(name="source", title=_("从哪里来")),
        Column(name="number", title=_("原编号")),
        Column(name="received_at", title=_("收到时间"), value=lambda row: row.received_at.astimezone().strftime("%Y-%m-%d %H:%M")),
        Column(name="state", title=_("状态"), value="get_state_display", badge=lambda row: TONES[row.state]),
        Column(
            name="about",
            title=_("情况"),
            value=lambda row: row.wrong or (row.get_machine_display() if row.machine else "；".join(row.notes)) or row.get_reason_display(),
        ),
    )

    def rows(self) -> QuerySet[Incoming]:
        return queries.incoming(self.request.user)

    def more(self) -> dict[str, Any]:
        asks = bool(settings.MAIL_IN) and incoming.for_all(self.request.user, self.permission)
        return {"folder": queries.folder(), "imports": may(self.request.user, "mailbox.import_letter"), "asks": asks}

    def post(self, request: HttpRequest) -> HttpResponse:
        if not (settings.MAIL_IN and incoming.for_all(request.user, self.permission)):
            raise PermissionDenied(self.permission)
        mails.read.enqueue()
        messages.success(request, now("正在读邮箱，过一会儿刷新。"))
        return redirect("mailbox:incoming_list")


class IncomingSort(Screen):
    """Several at once: each with its words, to be taken or refused together."""

    permission = "mailbox.decide_incoming"
    title = _("一次定几件")

    def get(self, request: HttpRequest, form: RejectForm | None = None, picked: frozenset[str] = frozenset()) -> HttpResponse:
        rows = queries.incoming(request.user).filter(state="waiting").prefetch_related("files").order_by("received_at", "id")
        some = [(one, queries.masked(one.contact), str(one.pk) in picked) for one in rows[:TOGETHER]]
        return self.show(some=some, total=rows.count(), form=form or RejectForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        picked = frozenset(key for key in request.POST.getlist("one") if key.isascii() and key.isdigit() and len(key) < 19)
        rows = list(queries.incoming(request.user).filter(pk__in=picked))
        if not rows:
            messages.error(request, now("先勾选要收或者不收的来件"))
            return redirect("mailbox:incoming_sort")
        if "release" in request.POST:
            self._tell(*incoming.each(rows, lambda one: incoming.release(one, by=request.user)), said=now("已收为来信"))
            return redirect("mailbox:incoming_sort")
        form = RejectForm(request.POST)
        if not form.is_valid():
            return self.get(request, form, picked)
        said = form.cleaned_data
        self._tell(*incoming.each(rows, lambda one: incoming.reject(one, said["reason"], said["why"], by=request.user)), said=now("没有收"))
        return redirect("mailbox:incoming_sort")

    def _tell(self, done: int, wrong: list[str], *, said: str) -> None:
        if done:
            messages.success(self.request, now("%(said)s：%(n)s 件") % {"said": said, "n": done})
        for sentence in wrong:
            messages.error(self.request, sentence)


class IncomingView(Screen):
    """One, with all that came with it, and what was refused and why."""

    permission = "mailbox.decide_incoming"

    def get(self, request: HttpRequest, pk: int, contact: Any = None, wrong: Any = None) -> HttpResponse:
        one = get_object_or_404(queries.incoming(request.user), pk=pk)
        open_ = one.state in Incoming.OPEN
        readable = bool(one.text or one.quoted or one.title)
        return self.show(
            one=one, tone=TONES[one.state], files=one.files.all(), masked=queries.masked(one.contact), contact=contact, wrong=wrong,
            take=ReleaseForm(units=self._units(), initial={"kind": one.kind, "unit": one.meant}) if open_ and readable else None,
            refuse=RejectForm() if open_ else None, erases=one.state not in ("released", "erased") and incoming.decides(request.user, one, "mailbox.shred_letter"),
            sees=bool(one.contact), reach=one.letter and queries.letters(request.user).filter(pk=one.letter_id).exists(),
        )  # fmt: skip

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = get_object_or_404(queries.incoming(request.user), pk=pk)
        asked = request.POST.get("does", "")
        if asked not in ("release", "reject", "restore", "see", "erase"):
            return self.get(request, pk)
        return getattr(self, f"_{asked}")(request, one) or redirect("mailbox:incoming_view", pk=pk)  # type: ignore[no-any-return]

    def _units(self) -> QuerySet[Unit]:
        return Unit.objects.filter(within(self.request.user, "mailbox.route_letter", unit="")).order_by("path")

    def _release(self, request: HttpRequest, one: Incoming) -> HttpResponse:
        form = ReleaseForm(request.POST, units=self._units())
        if not form.is_valid():
            return self.get(request, one.pk, wrong=form)
        letter = incoming.release(one, by=request.user, **form.cleaned_data)
        messages.success(request, now("已收为来信 %(number)s，期限从收到的那天算起。") % {"number": letter.number})
        if queries.letters(request.user).filter(pk=letter.pk).exists():
            return redirect("mailbox:letter_view", pk=letter.pk)
        return redirect("mailbox:incoming_list")

    def _reject(self, request: HttpRequest, one: Incoming) -> HttpResponse | None:
        form = RejectForm(request.POST)
        if not form.is_valid():
            return self.get(request, one.pk, wrong=form)
        incoming.reject(one, form.cleaned_data["reason"], form.cleaned_data["why"], by=request.user)
        return None

    def _restore(self, request: HttpRequest, one: Incoming) -> None:
        incoming.restore(one, by=request.user)

    def _see(self, request: HttpRequest, one: Incoming) -> HttpResponse:
        found = incoming.see(one, by=request.user, why=request.POST.get("reason", ""))
        response = self.get(request, one.pk, contact=" ".join(found.values()))
        response.headers["Cache-Control"] = "no-store"
        return response

    def _erase(self, request: HttpRequest, one: Incoming) -> None:
        incoming.erase(one, request.POST.get("reason", ""), by=request.user)
        messages.success(request, now("内容和附件已清除。"))


class IncomingAttachment(Screen):
    """A file that came with it, to keep: never opened by the browser."""

    permission = "mailbox.decide_incoming"

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        rows = IncomingFile.objects.filter(incoming__in=queries.incoming(request.user).order_by()).exclude(file="")
        one = get_object_or_404(rows, pk=pk)
        return FileResponse(one.file.open("rb"), as_attachment=True, filename=one.name, content_type="application/octet-stream")
