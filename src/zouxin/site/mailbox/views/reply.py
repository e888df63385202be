"""Replies: written beside the letter and what the gate says of them, and sent."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zouxin.site.audit.views.gate import shown
from zouxin.site.components.listing import Column, Listing
from zouxin.site.components.screens import Screen
from zouxin.site.mailbox import queries
from zouxin.site.mailbox.actions import answers, mails
from zouxin.site.mailbox.forms import ReplyDraftForm, TemplateForm
from zouxin.site.mailbox.models import MailReply, Template
from zouxin.site.people.access import may, within
from zouxin.site.people.models import Unit


class ReplyDraft(Screen):
    """Write a reply to a letter."""

    permission = "mailbox.answer_letter"
    title = _("写答复")

    def get(self, request: HttpRequest, pk: int, form: ReplyDraftForm | None = None) -> HttpResponse:
        one = get_object_or_404(queries.letters(request.user).filter(unit__isnull=False), pk=pk)
        return self.show(
            one=one, form=form or ReplyDraftForm(unit=one.unit), templates=Template.objects.filter(unit=one.unit, ended_at__isnull=True)
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = get_object_or_404(queries.letters(request.user).filter(unit__isnull=False), pk=pk)
        form = ReplyDraftForm(request.POST, unit=one.unit)
        if not form.is_valid():
            return self.get(request, pk, form)
        replaces = queries.replies(request.user).filter(letter=one, state="released", pk=_key(request.POST.get("replaces", ""))).first()
        made = answers.draft(
            one,
            form.cleaned_data["text"],
            by=request.user,
            stage=form.cleaned_data["stage"],
            template=form.cleaned_data["template"],
            replaces=replaces,
        )
        return redirect("mailbox:reply_view", pk=made.pk)


def _key(said: str) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else 0


class ReplyView(Screen):
    """One reply beside its letter: what the gate says, what may be done."""

    permission = "mailbox.view_letter"
    title = _("答复")

    def get(self, request: HttpRequest, pk: int, form: ReplyDraftForm | None = None) -> HttpResponse:
        one = get_object_or_404(queries.replies(request.user), pk=pk)
        open_ = one.state in ("draft", "waiting")
        writes = open_ and may(request.user, "mailbox.answer_letter", one.unit)
        alone = one.written_user_id == request.user.pk
        blocked = one.decision is not None and one.decision.decision == "BLOCK" and not one.decision.overruled_by
        passes = one.decision is not None and one.decision.passes
        sends = writes and not blocked and (passes or (not alone and may(request.user, "mailbox.release_reply", one.unit)))
        form = form or ReplyDraftForm(unit=one.unit, initial={"text": one.text, "stage": one.stage, "template": one.template})
        return self.show(one=one, form=form if writes else None, sends=sends, alone=alone, passes=passes, blocked=blocked, mails=one.mails.select_related("letter"), lacking=mails.lacking(),
                         overrules=open_ and not passes and may(request.user, "audit.overrule_gate", one.unit), **(self._told(one, request.user) if open_ else {"told": None}))  # fmt: skip

    def _told(self, one: MailReply, user: Any) -> dict[str, Any]:
        """What the gate says; letters it is about are shown to who may see them."""
        told = answers.told(one)
        about = queries.letters(user).filter(number__in=[number for row in told.rows for number in row.others])
        return shown(
            told, one.text, {number: reverse("mailbox:letter_view", args=[pk]) for pk, number in about.values_list("pk", "number")}
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = get_object_or_404(queries.replies(request.user), pk=pk)
        does = request.POST.get("does", "")
        if does == "release":
            answers.release(one, by=request.user)
            messages.success(request, _("已发出，来信人凭回执可以看到。"))
            return redirect("mailbox:letter_view", pk=one.letter_id)
        if does == "ask":
            answers.ask_release(one, by=request.user)
            messages.success(request, _("已交给第二个人看。"))
        elif does == "drop":
            answers.drop(one, by=request.user)
            return redirect("mailbox:letter_view", pk=one.letter_id)
        else:
            form = ReplyDraftForm(request.POST, unit=one.unit)
            if not form.is_valid():
                return self.get(request, pk, form)
            answers.change(one, form.cleaned_data["text"], by=request.user, stage=form.cleaned_data["stage"])
        return redirect("mailbox:reply_view", pk=pk)


class TemplateList(Listing):
    """Words units often write."""

    permission = "mailbox.manage_template"
    title = _("答复模板")
    columns = (
        Column(name="title", title=_("名称"), link=lambda row: reverse("mailbox:template_view", args=[row.pk])),
        Column(name="unit", title=_("单位"), value="unit.name"),
        Column(name="text", title=_("内容"), value=lambda row: row.text[:60]),
        Column(name="by", title=_("谁写的")),
        Column(name="state", title=_("状态"), value=lambda row: _("已停用") if row.ended_at else _("在用"), badge=lambda row: "dim" if row.ended_at else "good"),
    )  # fmt: skip

    def rows(self) -> QuerySet[Template]:
        return queries.templates(self.request.user)


class TemplateAdd(Screen):
    """Mark words as a template."""

    permission = "mailbox.manage_template"
    title = _("新增答复模板")

    def get(self, request: HttpRequest, form: TemplateForm | None = None) -> HttpResponse:
        units = Unit.objects.filter(within(request.user, "mailbox.manage_template", unit="")).order_by("path")
        return self.show(form=form or TemplateForm(units=units))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = TemplateForm(request.POST, units=Unit.objects.filter(within(request.user, "mailbox.manage_template", unit="")))
        if not form.is_valid():
            return self.get(request, form)
        answers.add_template(form.cleaned_data["unit"], form.cleaned_data["title"], form.cleaned_data["text"], by=request.user)
        return redirect("mailbox:template_list")


class TemplateView(Screen):
    """One template, and its end."""

    permission = "mailbox.manage_template"
    title = _("答复模板")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(one=get_object_or_404(queries.templates(request.user), pk=pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        answers.end_template(get_object_or_404(queries.templates(request.user), pk=pk), by=request.user)
        return redirect("mailbox:template_list")
