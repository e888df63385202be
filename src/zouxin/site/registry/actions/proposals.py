"""Writes about what those who run platforms want changed."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from zouxin.site.people.access import named
from zouxin.site.people.log import record, write
from zouxin.site.registry.actions._fields import kept
from zouxin.site.registry.actions.platforms import FIELDS, alter, demand_for, go
from zouxin.site.registry.life import may_follow, opens
from zouxin.site.registry.models import Platform, Proposal
from zouxin.site.registry.proposed import ASKED, known_to_open

#: fields somebody who runs a platform may want changed; whose it is, is not theirs to say
PROPOSABLE = tuple(name for name in FIELDS if name not in ("unit", "order", "parent", "kind"))


@write
def make(platform: Platform, *, by: Any, reason: str, said: dict[str, Any] | None = None, after: str = "", answers: dict[str, str] | None = None) -> Proposal:  # fmt: skip
    """Propose other values for a platform's fields, or a step of its life. Raises ValidationError where nothing would change.

    A step by which there is one platform more is asked by the platform gate; what is not answered (`answers`) yet comes back as a question.
    """
    demand_for(by, "registry.propose_platform", platform.unit)
    changed = {name: kept(value) for name, value in (said or {}).items() if name in PROPOSABLE and getattr(platform, name) != value}
    if not changed and not after:
        raise ValidationError(_("没有填要改什么"))
    if after and after not in may_follow(platform.stage):
        raise ValidationError({"after": _("现在的状态之后不能是这一步")})
    gated = opens(platform.stage, after)
    made = Proposal(platform=platform, said=changed, after=after, reason=reason, user=by, asked=list(ASKED) if gated else [])
    if gated:
        made.known, made.answers = known_to_open(platform), _said(answers or {})
    made.save()
    record(by, "proposal.make", made, label=platform.name, unit=platform.unit, after=after, reason=reason, gate=_gate(made), **changed)
    return made


@write
def answer_gate(proposal: Proposal, answers: dict[str, str], *, by: Any) -> Proposal:
    """Answer what the gate asked back, until somebody decides."""
    held = Proposal.objects.select_for_update(of=("self",)).select_related("platform", "platform__unit").get(pk=proposal.pk)
    demand_for(by, "registry.propose_platform", held.platform.unit)
    if held.state != "open":
        raise ValidationError(_("这条建议已经处理过了"))
    held.answers |= {name: value for name, value in _said(answers).items() if name in held.asked}
    held.save(update_fields=["answers"])
    record(by, "proposal.answer", held, label=held.platform.name, unit=held.platform.unit, unanswered=held.unanswered, gate=_gate(held))
    return held


def _said(answers: dict[str, str]) -> dict[str, str]:
    return {name: str(value).strip()[:2000] for name, value in answers.items() if name in ASKED and str(value).strip()}


def _gate(proposal: Proposal) -> str:
    """What the platform gate says of it; blank where nothing opens."""
    return ("REVIEW" if proposal.unanswered else "PASS") if proposal.asked else ""


@write
def accept(proposal: Proposal, *, by: Any, on: date, answer: str = "", override: str = "") -> None:
    """Do what was proposed. Raises PermissionDenied to whoever proposed it, ValidationError where it can no longer be done."""
    proposal = _open(proposal, by)
    if proposal.unanswered:
        raise ValidationError(_("平台闸口还有问题没有答复，不能采纳：请提出人补充，或者不采纳"))
    platform = Platform.objects.select_for_update(of=("self",)).select_related("unit").get(pk=proposal.platform_id)
    about = {name: Platform._meta.get_field(name) for name in proposal.said}
    alter(
        platform,
        {
            name: (None if about[name].null else "") if value is None else about[name].to_python(value)
            for name, value in proposal.said.items()
        },
    )
    if proposal.after:
        go(platform, proposal.after, by=by, on=on, number="", reason=proposal.reason, override=override)
    _decide(proposal, "accepted", answer, by)
    record(
        by,
        "proposal.accept",
        proposal,
        label=platform.name,
        unit=platform.unit,
        after=proposal.after,
        proposed_by=str(proposal.user),
        **proposal.said,
    )


@write
def refuse(proposal: Proposal, *, by: Any, answer: str) -> None:
    """Leave the register as it is, and say why."""
    proposal = _open(proposal, by)
    if not answer.strip():
        raise ValidationError({"answer": _("不采纳要写明理由")})
    _decide(proposal, "refused", answer, by)
    record(by, "proposal.refuse", proposal, label=proposal.platform.name, unit=proposal.platform.unit, answer=answer)


@write
def withdraw(proposal: Proposal, *, by: Any) -> None:
    """Take one's own proposal back."""
    held = Proposal.objects.select_for_update(of=("self",)).select_related("platform", "platform__unit").get(pk=proposal.pk)
    if held.user_id != by.pk:
        raise PermissionDenied("registry.propose_platform")
    if held.state != "open":
        raise ValidationError(_("这条建议已经处理过了"))
    _decide(held, "withdrawn", "", by)
    record(by, "proposal.withdraw", held, label=held.platform.name, unit=held.platform.unit)


def _open(proposal: Proposal, by: Any) -> Proposal:
    held = Proposal.objects.select_for_update(of=("self",)).select_related("platform", "platform__unit", "user").get(pk=proposal.pk)
    demand_for(by, "registry.decide_proposal", held.platform.unit)
    if held.user_id == by.pk:
        raise PermissionDenied("registry.decide_proposal")
    if held.state != "open":
        raise ValidationError(_("这条建议已经处理过了"))
    return held


def _decide(proposal: Proposal, state: str, answer: str, by: Any) -> None:
    proposal.state, proposal.answer, proposal.decided_by, proposal.decided_at = state, answer, named(by), timezone.now()
    proposal.save(update_fields=["state", "answer", "decided_by", "decided_at"])
