"""Drafts read before they go out: pasted or uploaded, judged at once, kept nowhere; the keys of others, and what the gate decided."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zouxin import flow
from zouxin.model.errors import SourceError
from zouxin.site.audit import queries
from zouxin.site.audit.actions import gates
from zouxin.site.audit.forms import GateKeyForm, OrderForm, OverruleForm, PostForm, ReplyForm
from zouxin.site.audit.models import Finding, GateDecision, GateKey
from zouxin.site.audit.models.gate import DECISIONS, KINDS
from zouxin.site.components.listing import Column, Filter, Listing
from zouxin.site.components.screens import Screen
from zouxin.site.people.access import may, standing

TONES = {"BLOCK": "bad", "REVIEW": "warn", "PASS": "good", "NOT_JUDGED": "dim"}
SAID = dict(DECISIONS)


def shown(told: flow.Gated, text: str, pages: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What a template shows of an answer: the word with its colour, the rules, the text with its places marked; of the other letters a rule is about,
    those that have `pages` for who looks, and how many have none."""
    severities, pages = dict(Finding.SEVERITIES), pages or {}
    rows = [
        (
            row,
            severities[row.severity],
            [(one, pages[one]) for one in row.others if one in pages],
            sum(one not in pages for one in row.others),
        )
        for row in told.rows
    ]
    return {"told": told, "tone": TONES[told.decision], "decision": SAID[told.decision], "gate_rows": rows, "parts": _parts(text, told),
            "not_asked": [(queries.title(code), why) for code, why in told.left]}  # fmt: skip


class DraftGate(Screen):
    """What the rules say of one draft; the text is not kept, only its hash."""

    permission = "audit.upload_file"
    template = "audit/draft_gate.html"
    kind: ClassVar[str] = ""
    form: ClassVar[type[forms.Form]] = OrderForm
    lead: ClassVar[Any] = ""

    def get(self, request: HttpRequest, form: Any = None, told: flow.Gated | None = None, text: str = "") -> HttpResponse:
        kinds = [(reverse(f"audit:{kind}_gate"), title, kind == self.kind) for kind, title in KINDS if kind != "platform"]
        return self.show(form=form or self.form(), kinds=kinds, **(shown(told, text) if told else {}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST, request.FILES)
        if not form.is_valid():
            return self.get(request, form)
        try:
            draft = self.draft(form.cleaned_data)
        except SourceError as error:
            form.add_error("file", error.sentence)
            return self.get(request, form)
        told, _kept = gates.judge(self.kind, draft, by=request.user, unit=standing(request.user)[0].unit)
        again = {name: value for name, value in form.cleaned_data.items() if name != "file"} | {"text": draft.text}
        return self.get(request, self.form(initial=again), told, draft.text or "")

    def draft(self, said: dict[str, Any]) -> flow.Draft:
        """What was typed, as a draft."""
        raise NotImplementedError


class OrderGate(DraftGate):
    """A notice, an order or a group message."""

    title = _("发文以前看一遍")
    kind = "order"
    lead = _("把要发的通知、文件或群消息贴在这里，或者上传文件，看看里面有没有强制安装、打卡、排名、留痕、重复填报一类的要求。")

    def draft(self, said: dict[str, Any]) -> flow.Draft:
        return flow.Draft(text=said["text"] or _text(said["file"]))


class ReplyGate(DraftGate):
    """A reply, beside the letter it answers."""

    title = _("答复以前看一遍")
    kind, form = "reply", ReplyForm
    lead = _("把来信和要发的答复贴在这里，看看是不是照抄、只说转办、让人另找单位，有没有伤人的话。")

    def draft(self, said: dict[str, Any]) -> flow.Draft:
        return flow.Draft(text=said["text"], title=said["title"] or None, letter=said["letter"] or None)


class PostGate(DraftGate):
    """A post."""

    title = _("推送以前看一遍")
    kind, form = "post", PostForm
    lead = _("把要推送的内容贴在这里，看看有没有个人信息、广告、夹带的段落，是不是与本单位的职责无关。")

    def draft(self, said: dict[str, Any]) -> flow.Draft:
        return flow.Draft(text=said["text"], title=said["title"] or None)


class GateKeyList(Listing):
    """Keys for hosting companies and vendors of robots."""

    permission = "audit.manage_gate"
    title = _("闸口密钥")
    columns = (
        Column(name="label", title=_("给谁用"), link=lambda row: reverse("audit:gate_key_view", args=[row.pk])),
        Column(name="unit", title=_("单位"), value="unit.name"),
        Column(name="automatic", title=_("有没有人过目"), value=lambda row: _("没有，机器人直接发出") if row.automatic else _("有人过目")),
        Column(name="fails", title=_("问不到的时候"), value="get_fails_display"),
        Column(name="until", title=_("最后一天")),
        Column(name="off", title=_("状态"), value=lambda row: _("已停用") if row.off_at else _("有效"), badge=lambda row: "dim" if row.off_at else "good"),
    )  # fmt: skip

    def rows(self) -> QuerySet[GateKey]:
        return queries.gate_keys(self.request.user)


class GateKeyMake(Screen):
    """Make a key; its secret is shown once."""

    permission = "audit.manage_gate"
    title = _("新建闸口密钥")

    def get(self, request: HttpRequest, form: GateKeyForm | None = None, secret: str = "", key: GateKey | None = None) -> HttpResponse:
        response = self.show(
            form=form or GateKeyForm(user=request.user), secret=secret, key=key, place=request.build_absolute_uri("/api/gate/reply")
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    def post(self, request: HttpRequest) -> HttpResponse:
        form = GateKeyForm(request.POST, user=request.user)
        if not form.is_valid():
            return self.get(request, form)
        try:
            key, secret = gates.make_key(**form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self.get(request, form)
        return self.get(request, secret=secret, key=key)


class GateKeyView(Screen):
    """One key: its limits, what it asked last, and the switch."""

    permission = "audit.manage_gate"
    title = _("闸口密钥")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = get_object_or_404(queries.gate_keys(request.user), pk=pk)
        return self.show(
            one=one,
            last=[(row, TONES[row.decision]) for row in one.decisions.all()[:20]],
            counts=[(title, queries.decided(one).get(name, 0)) for name, title in DECISIONS],
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        gates.switch_off(get_object_or_404(queries.gate_keys(request.user), pk=pk), by=request.user)
        messages.success(request, _("密钥已停用，立即失效。"))
        return redirect("audit:gate_key_view", pk=pk)


class GateDecisionList(Listing):
    """What the gate decided; what was asked is not kept."""

    permission = "audit.view_gate"
    title = _("闸口记录")
    filters = (Filter(name="decision", title=_("结论"), choices=DECISIONS), Filter(name="kind", title=_("看的是什么"), choices=KINDS))
    columns = (
        Column(name="at", title=_("时间"), value=lambda row: row.at.astimezone().strftime("%Y-%m-%d %H:%M"), link=lambda row: reverse("audit:gate_decision_view", args=[row.pk])),
        Column(name="kind", title=_("看的是什么"), value="get_kind_display"),
        Column(name="by", title=_("谁问的")),
        Column(name="unit", title=_("单位"), value="unit.name"),
        Column(name="decision", title=_("结论"), value="get_decision_display", badge=lambda row: TONES[row.decision]),
        Column(name="checks", title=_("依据的检查"), value=lambda row: "、".join(queries.title(code) for code, _grave in row.checks if code[:1].isupper())),
        Column(name="overruled_by", title=_("谁推翻的")),
    )  # fmt: skip

    def rows(self) -> QuerySet[GateDecision]:
        return queries.gate_decisions(self.request.user)


class GateDecisionView(Screen):
    """One decision; who may, overrules it with a reason."""

    permission = "audit.view_gate"
    title = _("闸口记录")

    def get(self, request: HttpRequest, pk: int, form: OverruleForm | None = None) -> HttpResponse:
        one = get_object_or_404(queries.gate_decisions(request.user), pk=pk)
        able = not one.passes and may(request.user, "audit.overrule_gate", one.unit)
        checks = [(code, queries.title(code) if code[:1].isupper() else code, grave) for code, grave in one.checks]
        return self.show(one=one, tone=TONES[one.decision], checks=checks, form=(form or OverruleForm()) if able else None)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = get_object_or_404(queries.gate_decisions(request.user), pk=pk)
        form = OverruleForm(request.POST)
        if not form.is_valid():
            return self.get(request, pk, form)
        gates.overrule(one, form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("已记下为什么推翻。"))
        return redirect("audit:gate_decision_view", pk=pk)


def _text(file: Any) -> str:
    """The text of an uploaded document; the file is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / Path(file.name).name
        with place.open("wb") as fresh:
            for block in file.chunks():
                fresh.write(block)
        return flow.document_text(place)


def _parts(text: str, told: flow.Gated) -> list[tuple[str, str]]:
    """The text in pieces: (piece, what it is marked for, blank where nothing)."""
    marks = sorted((start, end, row.title) for row in told.rows for start, end, _piece in row.places)
    within = [one for one in marks if one[:2] != (0, len(text))]  # what is of the whole text would hide the places in it
    parts, at = [], 0
    for start, end, title in within or marks:
        if start < at:
            continue
        parts += [(text[at:start], ""), (text[start:end], title)]
        at = end
    return [part for part in (*parts, (text[at:], "")) if part[0]]
