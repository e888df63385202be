"""Bulletins on screen."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zouxin.site.components.listing import Column, Filter, Listing
from zouxin.site.components.screens import Screen
from zouxin.site.people.access import may
from zouxin.site.publishing import queries
from zouxin.site.publishing.actions import bulletins
from zouxin.site.publishing.forms import ClosingForm, NoticeForm, QuarterlyForm
from zouxin.site.publishing.models import Bulletin

FORMS: dict[str, type[Any]] = {"quarterly": QuarterlyForm, "rectification_notice": NoticeForm, "closing_notice": ClosingForm}


class BulletinList(Listing):
    """Bulletins and notices within reach."""

    permission = "publishing.view_bulletin"
    title = _("通报与通知")
    search = lambda rows, asked: rows.filter(title__icontains=asked)
    filters = (Filter(name="kind", title=_("种类"), choices=Bulletin.KINDS), Filter(name="state", title=_("状态"), choices=Bulletin.STATES))
    columns = (
        Column(name="title", title=_("标题"), link=lambda row: reverse("publishing:bulletin_view", args=[row.pk])),
        Column(name="kind", title=_("种类"), value="get_kind_display"),
        Column(
            name="state",
            title=_("状态"),
            value="get_state_display",
            badge=lambda row: {"published": "good", "dropped": "dim"}.get(row.state, "warn"),
        ),
        Column(name="unit", title=_("发文单位"), value="unit.name"),
        Column(name="to", title=_("发给"), value="to_unit.name"),
        Column(
            name="published_at",
            title=_("发布时间"),
            value=lambda row: row.published_at and row.published_at.astimezone().strftime("%Y-%m-%d %H:%M"),
        ),
    )

    def rows(self) -> QuerySet[Bulletin]:
        return queries.bulletins(self.request.user)


class BulletinDraft(Screen):
    """Draft one: choose the run and the words; the rest is computed."""

    permission = "publishing.draft_bulletin"

    def _form(self, request: HttpRequest, kind: str, data: Any = None) -> Any:
        if kind not in FORMS:
            raise Http404(kind)
        return FORMS[kind](data, by=request.user)

    def get(self, request: HttpRequest, kind: str, form: Any = None) -> HttpResponse:
        return self.show(form=form or self._form(request, kind), kind=kind, title=dict(Bulletin.KINDS)[kind])

    def post(self, request: HttpRequest, kind: str) -> HttpResponse:
        form = self._form(request, kind, request.POST)
        if not form.is_valid():
            return self.get(request, kind, form)
        words = dict(form.cleaned_data)
        apart = {name: words.pop(name, None) for name in ("run", "to_unit")}
        corrects = (
            get_object_or_404(queries.bulletins(request.user).filter(state="published"), pk=request.GET["corrects"])
            if request.GET.get("corrects")
            else None
        )
        made = bulletins.draft(kind, words.pop("unit"), words, by=request.user, corrects=corrects, **apart)
        return redirect("publishing:bulletin_view", pk=made.pk)


class BulletinView(Screen):
    """One document as it reads, and what this user may do with it."""

    permission = "publishing.view_bulletin"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = get_object_or_404(queries.bulletins(request.user), pk=pk)
        acts = {verb for verb in ("draft", "review", "publish") if may(request.user, f"publishing.{verb}_bulletin", one.unit)}
        mine = one.drafted_by == request.user.pk
        return self.show(one=one, acts=acts, mine=mine, files=one.files.all(), corrections=one.corrections.filter(state="published"))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = get_object_or_404(queries.bulletins(request.user), pk=pk)
        act = {"review": bulletins.review, "publish": bulletins.publish, "drop": bulletins.drop}.get(request.POST.get("act", ""))
        if act is None:
            raise Http404(request.POST.get("act", ""))
        act(one, by=request.user)  # type: ignore[operator]
        messages.success(request, _("已记下。"))
        return redirect("publishing:bulletin_view", pk=pk)


class BulletinFile(Screen):
    """A published file, as it was published."""

    permission = "publishing.view_bulletin"

    def get(self, request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
        one = get_object_or_404(queries.bulletins(request.user).filter(state="published"), pk=pk)
        file = get_object_or_404(one.files, form=form)
        return FileResponse(queries.path_of(file).open("rb"), as_attachment=True, filename=file.name)
