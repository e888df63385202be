"""Writes about what only a person can answer."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from zouxin import flow
from zouxin.model.errors import UsageError
from zouxin.site.audit.actions.index import CHUNK, Units
from zouxin.site.audit.models import Judgement, Run, Undecided
from zouxin.site.people.access import demand, named, role_of, today
from zouxin.site.people.log import record, write


@write
def leave(run: Run, found: Iterable[Mapping[str, Any]], *, by: Any) -> int:
    """Put what a run left to people in the place of what the run before left; how many."""
    units, rows = Units(), list(found)
    Undecided.objects.all().delete()
    for start in range(0, len(rows), CHUNK):
        some = rows[start : start + CHUNK]
        names = flow.search_keys([row["subject_name"] or "" for row in some])
        Undecided.objects.bulk_create([
            Undecided(run=run, mark=row["mark"], check_code=row["check"], question=row["question"], subject=row["subject"], source=row["source"],
                      subject_id=row["subject_id"], subject_name=(row["subject_name"] or "")[:300], sought=sought, unit_id=units.of(row))
            for row, sought in zip(some, names, strict=True)
        ])  # fmt: skip
    record(by, "undecided.leave", run, questions=len(rows))
    return len(rows)


@write
def judge(one: Undecided, verdict: str, basis: str, *, by: Any, until: date | None = None) -> Judgement:
    """Answer one question; an answer given before is withdrawn by it. Raises UsageError without a basis or with an end that has passed."""
    demand(by, "audit.judge", one.unit)
    if not basis.strip():
        raise UsageError(_("判断要写明依据：在哪里看到、哪一天、看到了什么"))
    if until is not None and until < today():
        raise UsageError(_("有效期要写今天或以后的日期，长期有效就空着"))
    same = {"subject": one.subject, "source": one.source, "subject_id": one.subject_id, "question": one.question}
    Judgement.objects.filter(**same, withdrawn_at__isnull=True).update(withdrawn_at=timezone.now())
    made = Judgement.objects.create(
        **same, check_code=one.check_code, subject_name=one.subject_name, sought=one.sought, unit=one.unit, verdict=verdict, basis=basis.strip(), on=today(),
        until=until, by=named(by), role=role_of(by, "audit.judge"), user=by,
    )  # fmt: skip
    record(
        by, "judgement.give", made, unit=one.unit, question=one.question, subject=one.subject_id, verdict=verdict, basis=basis, until=until
    )
    return made


@write
def withdraw(judgement: Judgement, reason: str, *, by: Any) -> None:
    """Take an answer back; it stays in the list with the day on which it ended. Raises UsageError without a reason."""
    demand(by, "audit.judge", judgement.unit)
    if not reason.strip():
        raise UsageError(_("撤回要写明理由"))
    if Judgement.objects.filter(pk=judgement.pk, withdrawn_at__isnull=True).update(withdrawn_at=timezone.now()):
        record(by, "judgement.withdraw", judgement, unit=judgement.unit, reason=reason)
