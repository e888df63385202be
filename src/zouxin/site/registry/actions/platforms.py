"""Writes about platforms: register, change, step, merge, close, confirm."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from zouxin import flow
from zouxin.site.people.access import demand, named, today
from zouxin.site.people.log import record, write
from zouxin.site.people.models import Unit
from zouxin.site.registry import queries
from zouxin.site.registry.actions._fields import kept
from zouxin.site.registry.life import ENDS, asks, may_follow
from zouxin.site.registry.models import Alias, Confirmation, Platform, Step

#: fields that a change may touch; the stage is changed by a step alone
FIELDS = (
    "name", "kind", "unit", "operator", "operator_kind", "certified_name", "opened_on", "filing_number", "filed_on", "order", "parent", "section",
    "campaign", "purpose", "task_ends_on", "url", "handle", "editors", "members", "funded_until",
)  # fmt: skip


def fresh_key() -> str:
    """A key for a platform that no census names."""
    return f"z{uuid.uuid4().hex[:12]}"


@write
def register(
    unit: Unit, name: str, kind: str, *, by: Any, stage: str = "live", on: date | None = None, number: str = "", key: str = "", **said: Any
) -> Platform:
    """Put a platform into the register. Raises ValidationError where its key is taken."""
    demand(by, "registry.change_platform", unit)
    made = enter(unit, name, kind, stage=stage, on=on, number=number, key=key, signed=named(by), **said)
    record(by, "platform.register", made, label=name, unit=unit, kind=kind, stage=stage, key=made.key)
    return made


def enter(
    unit: Unit, name: str, kind: str, *, stage: str, signed: str, on: date | None = None, number: str = "", key: str = "", **said: Any
) -> Platform:
    """The row of a new platform and the first step of its life; part of another write."""
    key = key or fresh_key()
    if Platform.objects.filter(source=unit.source, key=key).exists():
        raise ValidationError({"key": _("这个平台编号已经有了")})
    _told(said)
    made = Platform.objects.create(
        unit=unit, source=unit.source, key=key, name=name, kind=kind, stage=stage, sought=flow.search_key(name), **said
    )
    Step.objects.create(platform=made, before="", after=stage, on=on or today(), number=number, reason=_("登记"), by=signed)
    return made


@write
def change(platform: Platform, *, by: Any, **said: Any) -> bool:
    """Give a platform's fields other values; False where they are what they were. A former name is kept as an alias.

    Raises ValidationError for values that contradict each other; PermissionDenied where it would leave or enter a unit out of reach.
    """
    platform = Platform.objects.select_for_update(of=("self",)).select_related("unit").get(pk=platform.pk)
    demand_for(by, "registry.change_platform", platform.unit)
    if said.get("unit"):
        demand(by, "registry.change_platform", said["unit"])
    changed = alter(platform, said)
    if changed:
        record(by, "platform.change", platform, label=platform.name, unit=platform.unit, **changed)
    return bool(changed)


def alter(platform: Platform, said: Mapping[str, Any]) -> dict[str, Any]:
    """Set fields; what they were and are, by name. Part of another write, which holds the row."""
    strange = set(said) - set(FIELDS)
    if strange:
        raise ValidationError(_("不能这样修改：%(names)s") % {"names": "、".join(sorted(strange))})
    changed = {name: (getattr(platform, name), value) for name, value in said.items() if getattr(platform, name) != value}
    if not changed:
        return {}
    for name, (_before, value) in changed.items():
        setattr(platform, name, value)
    _told({name: getattr(platform, name) for name in ("opened_on", "closed_on", "parent", "editors", "members")}, platform)
    if "name" in changed:
        platform.sought = flow.search_key(platform.name)
        Alias.objects.update_or_create(platform=platform, name=changed["name"][0], defaults={"until_on": today()})
    platform.save()
    return {name: f"{_shown(before)} → {_shown(value)}" for name, (before, value) in changed.items()}


def _shown(value: Any) -> str:
    return "" if value is None else str(kept(value))


def _told(said: Mapping[str, Any], platform: Platform | None = None) -> None:
    opened, closed, parent = said.get("opened_on"), said.get("closed_on"), said.get("parent")
    if opened and closed and closed < opened:
        raise ValidationError({"opened_on": _("开通日期晚于关停日期")})
    while platform is not None and parent is not None:
        if parent.pk == platform.pk:
            raise ValidationError({"parent": _("平台不能属于它自己")})
        parent = parent.parent


@write
def step(
    platform: Platform,
    after: str,
    *,
    by: Any,
    on: date,
    number: str = "",
    reason: str = "",
    override: str = "",
    successor: Platform | None = None,
) -> Step:
    """Take a platform one step on in its life. `override` says why a county government's only account is to be closed all the same.

    Raises ValidationError for a step that may not follow or does not say what it has to; PermissionDenied for an override without that right.
    """
    platform = Platform.objects.select_for_update(of=("self",)).select_related("unit").get(pk=platform.pk)
    demand_for(by, "registry.change_platform", platform.unit)
    made = go(platform, after, by=by, on=on, number=number, reason=reason, override=override, successor=successor)
    record(by, "platform.step", platform, label=platform.name, unit=platform.unit, before=made.before, after=after, on=on, number=number,
           reason=made.reason, override=override)  # fmt: skip
    return made


def go(
    platform: Platform, after: str, *, by: Any, on: date, number: str, reason: str, override: str = "", successor: Platform | None = None
) -> Step:
    """The step itself; part of another write, which holds the row and asked for the permission."""
    before, ask = platform.stage, asks(platform.stage, after)
    if after not in may_follow(before):
        words = dict(Platform.STAGES)
        raise ValidationError(
            _("“%(before)s”之后不能是“%(after)s”") % {"before": words.get(before, _("未填")), "after": words.get(after, after)}
        )
    if on > today():
        raise ValidationError({"on": _("日期还没有到；到了那天再登记")})
    if ask.reason and not reason.strip():
        raise ValidationError({"reason": _("这一步要写明理由")})
    if ask.successor and not (successor or platform.successor):
        raise ValidationError({"successor": _("迁移要写明并入哪个平台")})
    if successor and successor.pk == platform.pk:
        raise ValidationError({"successor": _("不能并入它自己")})
    if after in ENDS and queries.is_only_account(platform):
        _override(platform, override, by)
    _mark(platform, after, on, number, successor)
    why = f"{reason}（{_('特别授权')}：{override}）" if override and after in ENDS else reason
    return Step.objects.create(platform=platform, before=before, after=after, on=on, number=number, reason=why[:500], by=named(by))


def _override(platform: Platform, override: str, by: Any) -> None:
    if not override.strip():
        raise ValidationError({"override": _(
            "它是“%(unit)s”唯一在用的账号。国办发〔2018〕123号要求县级以上政府开设政务新媒体；确要关停，由有特别授权的人写明理由。"
        ) % {"unit": platform.unit}})  # fmt: skip
    demand_for(by, "registry.override_closure", platform.unit)


def _mark(platform: Platform, after: str, on: date, number: str, successor: Platform | None) -> None:
    """The dates that come with a step."""
    platform.stage = after
    if after == "filed":
        platform.filed_on, platform.filing_number = platform.filed_on or on, platform.filing_number or number[:100]
    if after == "live":
        platform.opened_on, platform.closed_on, platform.closure_notice_on = platform.opened_on or on, None, None
    if after == "closing":
        platform.closure_notice_on = on
    if after in ("closed", "moved"):
        platform.closed_on = on
    platform.successor = successor or platform.successor
    platform.save()


@write
def merge(platform: Platform, into: Platform, *, by: Any, on: date, number: str = "", reason: str = "", override: str = "") -> Step:
    """Announce that a platform is merged into another one; once its readers have moved, the step to 已迁移 follows."""
    platform = Platform.objects.select_for_update(of=("self",)).select_related("unit").get(pk=platform.pk)
    demand_for(by, "registry.change_platform", platform.unit)
    if into.stage in (*ENDS, "lost", "preparing"):
        raise ValidationError({"successor": _("要并入的平台自己也不在用")})
    why = _("并入“%(name)s”") % {"name": into.name} + (f"：{reason}" if reason else "")
    made = go(platform, "closing", by=by, on=on, number=number, reason=why, override=override, successor=into)
    record(
        by,
        "platform.merge",
        platform,
        label=platform.name,
        unit=platform.unit,
        into=f"{into.name}（{into.key}）",
        on=on,
        number=number,
        override=override,
    )
    return made


@write
def close(platform: Platform, *, by: Any, on: date, number: str = "", reason: str = "", override: str = "") -> Step:
    """Announce that a platform is closed."""
    platform = Platform.objects.select_for_update(of=("self",)).select_related("unit").get(pk=platform.pk)
    demand_for(by, "registry.change_platform", platform.unit)
    made = go(platform, "closing", by=by, on=on, number=number, reason=reason, override=override)
    record(
        by, "platform.close", platform, label=platform.name, unit=platform.unit, on=on, number=number, reason=made.reason, override=override
    )
    return made


@write
def confirm(platforms: list[Platform], *, by: Any) -> int:
    """One click: what the register says of these is right. How many were not yet confirmed today."""
    fresh, day = [], today()
    for platform in Platform.objects.select_for_update(of=("self",)).select_related("unit").filter(pk__in=[one.pk for one in platforms]):
        demand_for(by, "registry.confirm_platform", platform.unit)
        if platform.confirmed_on != day:
            fresh.append(platform)
    if fresh:
        Platform.objects.filter(pk__in=[one.pk for one in fresh]).update(confirmed_on=day)
        Confirmation.objects.bulk_create([Confirmation(platform=one, user=by, on=day) for one in fresh], ignore_conflicts=True)
        first = fresh[0]
        record(by, "platform.confirm", first, label=first.name, unit=first.unit, count=len(fresh), keys=[one.key for one in fresh])
    return len(fresh)


def demand_for(by: Any, permission: str, unit: Unit | None) -> None:
    """Like `demand`; what belongs to no unit is for whom the whole tree is within reach."""
    if permission not in queries.allowed(by, unit, permission):
        raise PermissionDenied(permission)
