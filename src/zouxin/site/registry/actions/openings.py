"""Writes about requests to open a platform."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from zouxin.site.people.access import demand, named
from zouxin.site.people.log import record, write
from zouxin.site.people.models import Unit
from zouxin.site.registry.actions.platforms import enter
from zouxin.site.registry.models import Opening, Platform
from zouxin.site.registry.proposed import known_of, order_for

ANSWERS = ("name", "kind", "purpose", "unreached", "duplicates", "editor", "hours", "funded_until", "required", "order", "ends")


@write
def ask(unit: Unit, name: str, kind: str, *, by: Any, **said: Any) -> Opening:
    """Ask for a platform to be opened; what is not answered yet comes back as a question."""
    demand(by, "registry.request_opening", unit)
    made = Opening(unit=unit, name=name, kind=kind, user=by, **_known(said))
    _settle(made)
    made.save()
    record(by, "opening.ask", made, label=name, unit=unit, kind=kind, unanswered=made.unanswered, gate=_gate(made))
    return made


@write
def answer(opening: Opening, *, by: Any, **said: Any) -> Opening:
    """Answer what was asked back, or say it better, until somebody decides."""
    held = _waiting(opening)
    demand(by, "registry.request_opening", held.unit)
    for name, value in _known(said).items():
        setattr(held, name, value)
    _settle(held)
    held.save()
    record(by, "opening.answer", held, label=held.name, unit=held.unit, unanswered=held.unanswered, gate=_gate(held))
    return held


@write
def approve(opening: Opening, *, by: Any, reason: str) -> Platform:
    """Agree: the platform stands in the register as 拟开设. Raises ValidationError while a question is open, PermissionDenied to who asked."""
    held = _decided(opening, "approved", by, reason)
    _settle(held)
    held.state = "approved"
    if held.unanswered:
        raise ValidationError(_("还有问题没有答复，不能同意"))
    made = enter(
        held.unit,
        held.name,
        held.kind,
        stage="preparing",
        signed=named(by),
        purpose=held.purpose,
        funded_until=held.funded_until,
        order=held.order,
    )
    held.platform = made
    held.save()
    record(by, "opening.approve", held, label=held.name, unit=held.unit, reason=reason, platform=made.key)
    return made


@write
def refuse(opening: Opening, *, by: Any, reason: str) -> None:
    """Disagree, and say why."""
    held = _decided(opening, "refused", by, reason)
    held.save()
    record(by, "opening.refuse", held, label=held.name, unit=held.unit, reason=reason)


@write
def withdraw(opening: Opening, *, by: Any) -> None:
    """Take one's own request back."""
    held = _waiting(opening)
    demand(by, "registry.request_opening", held.unit)
    held.state, held.decided_by, held.decided_at = "withdrawn", named(by), timezone.now()
    held.save()
    record(by, "opening.withdraw", held, label=held.name, unit=held.unit)


def _gate(opening: Opening) -> str:
    """What the platform gate says of it."""
    return "REVIEW" if opening.unanswered else "PASS"


def _known(said: dict[str, Any]) -> dict[str, Any]:
    if strange := set(said) - set(ANSWERS):
        raise TypeError(", ".join(sorted(strange)))
    return said


def _settle(opening: Opening) -> None:
    """What the register knows is not asked: it stands beside the answers, under its own name."""
    opening.known = known_of(opening.unit, opening.kind, opening.name, opening.purpose)
    found = order_for(opening.unit, opening.kind)
    if found is not None and opening.order_id is None and opening.required in ("", "order"):
        opening.required, opening.order = "order", found
    if opening.required != "order":
        opening.order = None
    opening.state = "asked" if opening.unanswered else "answered"


def _waiting(opening: Opening) -> Opening:
    held = Opening.objects.select_for_update(of=("self",)).select_related("unit", "order").get(pk=opening.pk)
    if held.state not in ("asked", "answered"):
        raise ValidationError(_("这个申请已经有了结果"))
    return held


def _decided(opening: Opening, state: str, by: Any, reason: str) -> Opening:
    held = _waiting(opening)
    demand(by, "registry.decide_opening", held.unit)
    if held.user_id == by.pk:
        raise PermissionDenied("registry.decide_opening")
    if not reason.strip():
        raise ValidationError({"reason": _("要写明理由")})
    held.state, held.reason, held.decided_by, held.decided_at = state, reason, named(by), timezone.now()
    return held
