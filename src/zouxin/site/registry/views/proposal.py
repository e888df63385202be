"""What those who run platforms want changed."""

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
from zouxin.site.people.access import today
from zouxin.site.registry import queries
from zouxin.site.registry.actions import proposals
from zouxin.site.registry.forms import QUESTIONS, Answer, GateAnswers, Propose
from zouxin.site.registry.models import Platform, Proposal
from zouxin.site.registry.proposed import known_to_open
from zouxin.site.registry.views import wrong
from zouxin.site.registry.views._gate import gate_of, opening_steps, told


def changes(row: Proposal) -> list[tuple[Any, Any, Any]]:
    """(field, what stands there, what is proposed) in words."""
    found = []
    for name, value in row.said.items():
        about = Platform._meta.get_field(name)
        words = dict(getattr(about, "flatchoices", ()))
        now = getattr(row.platform, name)
        found.append((about.verbose_name, words.get(now, now), words.get(value, value)))
    if row.after:
        found.append((_("状态"), row.platform.get_stage_display(), row.get_after_display()))
    return found


class ProposalList(Listing):
    """Proposals for platforms within reach."""

    permission = "registry.view_proposal"
    title = _("修改建议")
    search = lambda rows, asked: rows.filter(platform__name__icontains=asked)  # noqa: E731
    filters = (Filter(name="state", title=_("进展"), choices=Proposal.STATES),)
    columns = (
        Column(name="platform", title=_("平台"), value="platform.name", link=lambda row: reverse("registry:proposal_view", args=[row.pk])),
        Column(name="unit", title=_("主办单位"), value="platform.unit.name"),
        Column(
            name="changes", title=_("建议改成"), value=lambda row: "；".join(f"{title}：{value}" for title, _now, value in changes(row))
        ),
        Column(name="reason", title=_("理由")),
        Column(name="user", title=_("提出人"), value="user.label"),
        Column(
            name="state",
            title=_("进展"),
            value="get_state_display",
            badge=lambda row: {"open": "warn", "accepted": "good"}.get(row.state, "dim"),
        ),
    )

    def rows(self) -> QuerySet[Proposal]:
        return queries.proposals(self.request.user)


class ProposalMake(Screen):
    """Propose a change of a platform."""

    permission = "registry.propose_platform"
    title = _("提修改建议")

    def get(self, request: HttpRequest, pk: int, form: Propose | None = None, gate: GateAnswers | None = None) -> HttpResponse:
        one = self._mine(request, pk)
        return self.show(one=one, form=form or Propose(instance=one, by=request.user), gate=gate or gate_of(one), opens=opening_steps(one), known=told(known_to_open(one)))  # fmt: skip

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = self._mine(request, pk)
        form, gate = Propose(request.POST, instance=one, by=request.user), gate_of(one, request.POST)
        if form.is_valid() and (gate is None or gate.is_valid()):
            said, answers = form.said(), gate.answers() if gate else {}
            try:
                made = proposals.make(one, by=request.user, reason=said.pop("reason"), after=said.pop("after"), said=said, answers=answers)
                messages.success(request, _("建议已提交，由本单位负责人或督查人员处理。"))
                return redirect("registry:proposal_view", pk=made.pk)
            except ValidationError as error:
                wrong(form, error)
        return self.get(request, pk, form, gate)

    def _mine(self, request: HttpRequest, pk: int) -> Platform:
        return get_object_or_404(queries.platforms(request.user, "registry.propose_platform"), pk=pk)


class ProposalView(Screen):
    """One proposal, and what becomes of it."""

    permission = "registry.view_proposal"
    title = _("修改建议")

    def get(self, request: HttpRequest, pk: int, form: Answer | None = None) -> HttpResponse:
        one = get_object_or_404(queries.proposals(request.user), pk=pk)
        mine = one.user_id == request.user.pk
        decides = one.state == "open" and not mine and queries.allowed(request.user, one.platform.unit, "registry.decide_proposal")
        return self.show(
            one=one, changes=changes(one), form=(form or Answer()) if decides else None, withdraws=mine and one.state == "open",
            questions=[QUESTIONS[name] for name in one.unanswered], answers=told(one.answers), known=told(one.known),
            gate=GateAnswers(questions=one.unanswered) if mine and one.state == "open" and one.unanswered else None,
        )  # fmt: skip

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = get_object_or_404(queries.proposals(request.user), pk=pk)
        if "gate" in request.POST:
            gate = GateAnswers(request.POST, questions=one.asked)
            proposals.answer_gate(one, gate.answers() if gate.is_valid() else {}, by=request.user)
            return redirect("registry:proposal_view", pk=pk)
        form = Answer(request.POST)
        form.is_valid()
        said = form.cleaned_data
        try:
            if "withdraw" in request.POST:
                proposals.withdraw(one, by=request.user)
            elif "accept" in request.POST:
                proposals.accept(one, by=request.user, on=today(), answer=said.get("answer", ""), override=said.get("override", ""))
            else:
                proposals.refuse(one, by=request.user, answer=said.get("answer", ""))
            return redirect("registry:proposal_view", pk=pk)
        except ValidationError as error:
            wrong(form, error)
        return self.get(request, pk, form)
