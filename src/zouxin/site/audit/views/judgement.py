"""What only a person can answer: the open questions, one with its evidence, and what was answered."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zouxin import flow
from zouxin.site.audit import queries
from zouxin.site.audit.actions import judgements
from zouxin.site.audit.forms import JudgeForm, WithdrawForm
from zouxin.site.audit.models import Judgement, Undecided
from zouxin.site.components.listing import Column, Filter, Listing
from zouxin.site.components.screens import Screen
from zouxin.site.registry.models import Platform


def _search(rows: QuerySet[Any], asked: str) -> QuerySet[Any]:
    return rows.filter(Q(sought__contains=flow.sought(asked)))


def said(question: str) -> Any:
    """A question in the reader's language."""
    return flow.questions("en" if get_language() == "en" else "zh-Hans").get(
        question, {"ask": question, "yes": _("是"), "no": _("否"), "look": ""}
    )


def _questions() -> list[tuple[str, str]]:
    return [(name, one["ask"]) for name, one in flow.questions("en" if get_language() == "en" else "zh-Hans").items()]


class UndecidedList(Listing):
    """Questions nobody has answered: those the last inspection could not tell."""

    permission = "audit.judge"
    title = _("等人判断的问题")
    search = _search
    filters = (Filter(name="question", title=_("问什么"), choices=_questions),)
    columns = (
        Column(name="subject_name", title=_("对象名称"), link=lambda row: reverse("audit:undecided_judge", args=[row.mark])),
        Column(name="question", title=_("问什么"), value=lambda row: said(row.question)["ask"]),
        Column(name="check", title=_("检查项"), value=lambda row: queries.title(row.check_code)),
        Column(name="unit", title=_("单位"), value="unit.name"),
    )

    def rows(self) -> QuerySet[Undecided]:
        return queries.undecided(self.request.user)


class UndecidedJudge(Screen):
    """One question with what is known beside it."""

    permission = "audit.judge"

    def get(self, request: HttpRequest, mark: str, form: JudgeForm | None = None) -> HttpResponse:
        one = get_object_or_404(queries.undecided(request.user), mark=mark)
        found, words = queries.looked_at(one), said(one.question)
        view = found[0] if found else None
        platform = (
            Platform.objects.filter(source=one.source, key=one.subject_id).select_related("unit").first()
            if one.subject == "platform"
            else None
        )
        following = queries.undecided(request.user).filter(question=one.question).exclude(pk=one.pk).first()
        return self.show(one=one, form=form or JudgeForm(words), words=words, platform=platform, check=queries.words(one.check_code), following=following,
                         evidence=queries.measured(view.evidence) if view else [], view=view)  # fmt: skip

    def post(self, request: HttpRequest, mark: str) -> HttpResponse:
        one = get_object_or_404(queries.undecided(request.user), mark=mark)
        form = JudgeForm(said(one.question), request.POST)
        if not form.is_valid():
            return self.get(request, mark, form)
        judgements.judge(one, form.cleaned_data["verdict"], form.cleaned_data["basis"], by=request.user, until=form.cleaned_data["until"])
        messages.success(request, _("已记下，下一次检查起按这个判断。"))
        following = queries.undecided(request.user).filter(question=one.question).first()
        return (
            redirect("audit:undecided_judge", mark=following.mark)
            if following and "next" in request.POST
            else redirect("audit:undecided_list")
        )


class JudgementList(Listing):
    """What was answered, by whom, on what basis, until when."""

    permission = "audit.judge"
    title = _("人工判断")
    search = _search
    filters = (
        Filter(name="question", title=_("问什么"), choices=_questions),
        Filter(name="verdict", title=_("结论"), choices=Judgement.VERDICTS),
        Filter(name="holds", title=_("现状"), choices=(("yes", _("有效")), ("no", _("已撤回"))),
               narrow=lambda rows, value: rows.filter(withdrawn_at__isnull=value == "yes")),
    )  # fmt: skip
    columns = (
        Column(name="subject_name", title=_("对象名称"), link=lambda row: reverse("audit:judgement_view", args=[row.pk])),
        Column(name="question", title=_("问什么"), value=lambda row: said(row.question)["ask"]),
        Column(name="verdict", title=_("结论"), value=lambda row: said(row.question)[row.verdict]),
        Column(name="basis", title=_("依据")),
        Column(name="unit", title=_("单位"), value="unit.name"),
        Column(name="by", title=_("谁")),
        Column(name="on", title=_("判断日期")),
        Column(name="until", title=_("有效期至")),
        Column(name="holds", title=_("现状"), value=lambda row: _("已撤回") if row.withdrawn_at else _("有效"), badge=lambda row: "dim" if row.withdrawn_at else "good"),
    )  # fmt: skip

    def rows(self) -> QuerySet[Judgement]:
        return queries.judgements(self.request.user)


class JudgementView(Screen):
    """One answer; it can be withdrawn with a reason."""

    permission = "audit.judge"

    def get(self, request: HttpRequest, pk: int, form: WithdrawForm | None = None) -> HttpResponse:
        one = get_object_or_404(queries.judgements(request.user), pk=pk)
        words = said(one.question)
        return self.show(one=one, words=words, verdict=words[one.verdict], form=form or (None if one.withdrawn_at else WithdrawForm()))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = get_object_or_404(queries.judgements(request.user), pk=pk)
        form = WithdrawForm(request.POST)
        if not form.is_valid():
            return self.get(request, pk, form)
        judgements.withdraw(one, form.cleaned_data["reason"], by=request.user)
        return redirect("audit:judgement_view", pk=pk)
