"""The office's own rules: propose, have a second person approve, end."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zouxin import flow
from zouxin.model.errors import ZouxinError
from zouxin.site.audit import queries
from zouxin.site.audit.actions import local_rules
from zouxin.site.audit.actions.runs import local_packs, packs_here
from zouxin.site.audit.forms import DecideForm, EndForm, RuleForm
from zouxin.site.audit.models import LocalRule
from zouxin.site.components.listing import Column, Filter, Listing
from zouxin.site.components.screens import Screen
from zouxin.site.people.access import leads, today

TONES = {"approved": "good", "proposed": "warn", "refused": "dim", "ended": "dim"}


class LocalRuleList(Listing):
    """Rules of this office's own, with the document behind each."""

    permission = "audit.view_run"
    title = _("本地规则")
    filters = (Filter(name="state", title=_("状态"), choices=LocalRule.STATES),)
    columns = (
        Column(
            name="check", title=_("检查项"), value=lambda row: f"{row.check_code} {queries.title(row.check_code)}",
            link=lambda row: reverse("audit:local_rule_view", args=[row.pk]),
        ),
        Column(name="state", title=_("状态"), value="get_state_display", badge=lambda row: TONES[row.state]),
        Column(name="limits", title=_("限值"), value=lambda row: "；".join(f"{means} {value}" for means, value in told(row))),
        Column(name="severity", title=_("轻重"), value="get_severity_display"),
        Column(name="respond_within", title=_("整改期限（工作日）"), number=True),
        Column(name="number", title=_("文号")),
        Column(name="starts_on", title=_("从哪天起")),
        Column(name="ends_on", title=_("到哪天止")),
        Column(name="by", title=_("谁提出")),
        Column(name="decided_by", title=_("谁批准")),
    )  # fmt: skip

    def rows(self) -> QuerySet[LocalRule]:
        return queries.local_rules()

    def more(self) -> dict[str, Any]:
        return {"proposes": leads(self.request.user, "audit.propose_rule")}


def told(rule: LocalRule) -> list[tuple[str, str]]:
    """A rule's limits in words: what each means, its value with unit."""
    known = {one.name: one for one in flow.limits_of(rule.check_code, packs_here(), local_packs(), today())}
    rows = []
    for name, value in rule.limits.items():
        one = known.get(name)
        chosen = dict(one.choices).get(value, value) if one else value
        rows.append((one.means if one else name, f"{chosen} {one.unit if one and not one.choices else ''}".strip()))
    return rows


class LocalRulePick(Screen):
    """Choose the check whose rule is to be changed: every check with the limits that stand now."""

    permission = "audit.propose_rule"
    title = _("提出本地规则")

    def get(self, request: HttpRequest) -> HttpResponse:
        checks = flow.method(packs_here(), local_packs(), today())
        rows = [
            (one, [(limit.means, limit.value) for rule in one.rules if rule.here for limit in rule.limits])
            for one in checks
            if one.tone == "trouble"
        ]
        return self.show(rows=rows)


class LocalRuleMake(Screen):
    """Propose a rule of one check."""

    permission = "audit.propose_rule"
    title = _("提出本地规则")

    def get(self, request: HttpRequest, code: str, form: RuleForm | None = None) -> HttpResponse:
        if code not in flow.tones():
            raise PermissionDenied(code)
        return self.show(form=form or RuleForm(code), code=code, check=queries.words(code))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        if code not in flow.tones():
            raise PermissionDenied(code)
        form = RuleForm(code, request.POST)
        if form.is_valid():
            try:
                made = local_rules.propose(form.said(), by=request.user)
                return redirect("audit:local_rule_view", pk=made.pk)
            except ZouxinError as error:
                form.add_error(None, error.sentence)
        return self.get(request, code, form)


class LocalRuleView(Screen):
    """One rule with its document, and what this user may do about it."""

    permission = "audit.view_run"

    def get(self, request: HttpRequest, pk: int, form: DecideForm | None = None) -> HttpResponse:
        rule = get_object_or_404(queries.local_rules(), pk=pk)
        approves = leads(request.user, "audit.approve_rule")
        decides = approves and rule.state == "proposed" and rule.user_id != request.user.pk
        return self.show(rule=rule, check=queries.words(rule.check_code), limits=told(rule), form=(form or DecideForm()) if decides else None, own=rule.user_id == request.user.pk,
                         ends=EndForm() if approves and rule.state == "approved" else None, tone=TONES[rule.state])  # fmt: skip

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rule = get_object_or_404(queries.local_rules(), pk=pk)
        form = EndForm(request.POST) if "on" in request.POST else DecideForm(request.POST)
        if form.is_valid():
            try:
                if "on" in request.POST:
                    local_rules.end(rule, form.cleaned_data["on"], by=request.user)
                elif "approve" in request.POST:
                    local_rules.approve(rule, by=request.user, answer=form.cleaned_data["answer"])
                else:
                    local_rules.refuse(rule, by=request.user, answer=form.cleaned_data["answer"])
            except ZouxinError as error:
                messages.error(request, error.sentence)
        return redirect("audit:local_rule_view", pk=pk)
