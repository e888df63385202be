"""Writes about the office's own rules."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from zouxin import flow
from zouxin.model.errors import UsageError
from zouxin.site.audit.actions.runs import LOCAL, local_packs
from zouxin.site.audit.models import LocalRule
from zouxin.site.people.access import leads, named, today
from zouxin.site.people.log import record, write
from zouxin.site.people.models import Unit


def _demand(by: Any, permission: str) -> None:
    """A rule holds for the whole office: whoever makes one must be allowed to above all of it."""
    if not leads(by, permission):
        raise PermissionDenied(permission)


@write
def propose(said: Mapping[str, Any], *, by: Any) -> LocalRule:
    """Propose a rule; it is tried beside the approved ones first. Raises ContentError with what is wrong with it."""
    _demand(by, "audit.propose_rule")
    rule = LocalRule(**said, by=named(by), user=by)
    _write([*_standing(), rule], trial=True)
    rule.save()
    record(by, "rule.propose", rule, label=str(rule), check=rule.check_code, limits=rule.limits, number=rule.number, clause=rule.clause)
    return rule


@write
def approve(rule: LocalRule, *, by: Any, answer: str = "") -> None:
    """Put a rule to work: by another person than who proposed it. The pack is written with it, and a dated copy kept."""
    held = _decided(rule, "approved", answer, by)
    _write(_standing())
    record(by, "rule.approve", held, label=str(held), check=held.check_code, limits=held.limits, number=held.number)


@write
def refuse(rule: LocalRule, *, by: Any, answer: str) -> None:
    """Turn a proposal down. Raises UsageError without a reason."""
    if not answer.strip():
        raise UsageError(_("不批准要写明理由"))
    held = _decided(rule, "refused", answer, by)
    record(by, "rule.refuse", held, label=str(held), answer=answer)


@write
def end(rule: LocalRule, on: date, *, by: Any) -> None:
    """Let an approved rule hold up to a day and no longer; what was judged by it before stays judged by it."""
    _demand(by, "audit.approve_rule")
    held = LocalRule.objects.select_for_update().get(pk=rule.pk)
    if held.state != "approved" or on < held.starts_on:
        raise UsageError(_("只有已批准的规则可以停用，停用日不能早于施行日"))
    held.ends_on = on
    held.save(update_fields=["ends_on"])
    _write(_standing())
    record(by, "rule.end", held, label=str(held), on=on)


def _decided(rule: LocalRule, state: str, answer: str, by: Any) -> LocalRule:
    _demand(by, "audit.approve_rule")
    held = LocalRule.objects.select_for_update().get(pk=rule.pk)
    if held.state != "proposed":
        raise UsageError(_("这条规则现在是“%(state)s”") % {"state": held.get_state_display()})
    if held.user_id == by.pk:
        raise PermissionDenied("audit.approve_rule: somebody else must approve")
    held.state, held.answer, held.decided_by, held.decided_user, held.decided_at = state, answer, named(by), by, timezone.now()
    held.save()
    return held


def _standing() -> list[LocalRule]:
    return list(LocalRule.objects.filter(state="approved").order_by("check_code", "starts_on"))


def _write(rules: list[LocalRule], *, trial: bool = False) -> None:
    """The pack of some rules, written into the deployment's folder, or only tried."""
    folder = settings.DATA / ("packs" if not trial else "packs-trial")
    above = [name for name in settings.PACKS if name != LOCAL] or ["national"]
    levels = {pack.name: pack.level for pack in flow.packs_known(local_packs())}
    higher = [name for name in above if levels.get(name) in ("nation", "province", "city")]
    top = Unit.objects.filter(depth=1).order_by("path").first()
    level = top.level if top and top.level in ("province", "city") and levels.get(higher[-1] if higher else "") == "nation" else "county"
    said = {
        "title": f"{settings.OFFICE}本地规则",
        "level": level,
        "place": top.name if top else "",
        "follows": higher[-1] if higher else "national",
    }
    if trial and (own := local_packs()):
        folder.mkdir(parents=True, exist_ok=True)
        for path in own.glob("*.yml"):
            (folder / path.name).write_bytes(path.read_bytes())
    path = flow.write_local(LOCAL, said, [_entry(rule, level) for rule in rules], folder)
    if not trial:
        history = folder / "history"
        history.mkdir(exist_ok=True)
        (history / f"{timezone.now():%Y%m%dT%H%M%S}-{LOCAL}.yml").write_bytes(path.read_bytes())


def _entry(rule: LocalRule, level: str) -> dict[str, Any]:
    """A rule as a pack file has it."""
    period = {"from": rule.starts_on, "to": rule.ends_on}
    because = {
        "title": rule.title,
        "number": rule.number,
        "clause": rule.clause,
        "issuer": rule.issuer,
        "level": level,
        "in_force": period,
        "grade": rule.grade,
    }
    said = {"check": rule.check_code, "severity": rule.severity, "on": True, "limits": dict(rule.limits), "because": because}
    if rule.reason:
        said["reason"] = rule.reason
    if rule.respond_within:
        said["respond_within"] = f"{rule.respond_within} working days"
    return said


def started(on: date | None = None) -> list[LocalRule]:
    """Approved rules that hold on a day."""
    day = on or today()
    return [rule for rule in _standing() if rule.starts_on <= day and (rule.ends_on is None or day <= rule.ends_on)]
