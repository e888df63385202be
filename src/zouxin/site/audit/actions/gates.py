"""Writes about the gate: keys for others, what it decided, and who overruled it."""

import hashlib
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from zouxin import flow
from zouxin.model.errors import UsageError
from zouxin.site.audit.actions.runs import local_packs, packs_here
from zouxin.site.audit.models import GateDecision, GateKey
from zouxin.site.people.access import demand, named, today
from zouxin.site.people.log import record, write
from zouxin.site.people.models import Unit

LONGEST = timedelta(days=366)


@write
def make_key(unit: Unit, label: str, until: date, *, by: Any, automatic: bool = False, fails: str = "closed", per_minute: int = 60,
             per_day: int = 5000) -> tuple[GateKey, str]:  # fmt: skip
    """A key for a third party, and its secret, shown once and kept nowhere. Raises ValidationError for an end past a year."""
    demand(by, "audit.manage_gate", unit)
    if not today() <= until <= today() + LONGEST:
        raise ValidationError({"until": _("最后一天应在今天以后、一年以内")})
    secret = GateKey.secret()
    key = GateKey.objects.create(unit=unit, label=label, until=until, digest=GateKey.hashed(secret), automatic=automatic, fails=fails,
                                 per_minute=per_minute, per_day=per_day, made_by=named(by))  # fmt: skip
    record(by, "gate.key", key, label=label, unit=unit, until=until, automatic=automatic, fails=fails)
    return key, secret


@write
def switch_off(key: GateKey, *, by: Any) -> None:
    """End a key at once."""
    demand(by, "audit.manage_gate", key.unit)
    if GateKey.objects.filter(pk=key.pk, off_at__isnull=True).update(off_at=timezone.now(), off_by=named(by)):
        record(by, "gate.key_off", key, label=key.label, unit=key.unit)


def judge(
    kind: str, draft: flow.Draft, *, by: Any, unit: Unit | None = None, key: GateKey | None = None, corpus: flow.Corpus | None = None
) -> tuple[flow.Gated, GateDecision]:
    """Ask the gate about a draft, beside a corpus where there is one, and keep what it decided, without the draft."""
    blocking = flow.FAULTS if key is not None and key.automatic else flow.VETOES
    told = flow.gate(kind, draft, moment=today(), asked=packs_here(), folder=local_packs(), blocking=blocking, corpus=corpus)
    return told, keep(
        kind, told.decision, [(row.check, row.severity) for row in told.rows], draft.text or draft.markup or "", by=by, unit=unit, key=key
    )


def keep(
    kind: str, decision: str, checks: list[tuple[str, str]], text: str, *, by: Any, unit: Unit | None, key: GateKey | None = None
) -> GateDecision:
    """Log one decision: its row is its own entry, for there may be thousands a minute."""
    user = None if key is not None or isinstance(by, str) else by
    return GateDecision.objects.create(
        kind=kind, key=key, by=key.label if key is not None else by if isinstance(by, str) else named(by), user=user, unit=unit or (key.unit if key else None),
        digest=hashlib.sha256(text.encode()).hexdigest(), chars=len(text), decision=decision, checks=[list(one) for one in checks], moment=today(),
    )  # fmt: skip


@write
def overrule(decision: GateDecision, reason: str, *, by: Any) -> GateDecision:
    """Let something out that the gate held up, and say why. Raises UsageError without a reason, or for what was not held up."""
    demand(by, "audit.overrule_gate", decision.unit)
    held = GateDecision.objects.select_for_update(of=("self",)).select_related("unit").get(pk=decision.pk)
    if not reason.strip():
        raise UsageError(_("推翻闸口的结论要写明理由"))
    if held.passes:
        raise UsageError(_("这一条没有被拦下，不用推翻"))
    held.overruled_by, held.overruled_user, held.overruled_at, held.reason = named(by), by, timezone.now(), reason.strip()
    held.save(update_fields=["overruled_by", "overruled_user", "overruled_at", "reason"])
    record(by, "gate.overrule", held, unit=held.unit, reason=reason, decision=held.decision, checks=held.checks, digest=held.digest)
    return held
