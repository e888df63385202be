"""Writes about cases."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from zouxin import flow
from zouxin.model.errors import UsageError
from zouxin.site.audit.actions import runs
from zouxin.site.audit.models import Finding, Run
from zouxin.site.people.access import demand, named, today
from zouxin.site.people.log import record, write
from zouxin.site.rectification.actions import evidence
from zouxin.site.rectification.models import Case, Except, Move
from zouxin.site.rectification.moves import RECUR, STEPS

#: working days to answer where no rule says how many
RESPOND = 10


@write
def open_for(findings: Iterable[Finding], *, by: Any) -> list[Case]:
    """A case for each finding that stands and has none; what is private to an owner gets none. The cases that are new."""
    made, within = [], flow.respond_within(runs.packs_here(), runs.local_packs(), today())
    for one in findings:
        demand(by, "rectification.open_case", one.unit)
        if one.severity == "private" or one.state != "standing":
            continue
        case, fresh = Case.objects.get_or_create(mark=one.mark, defaults={
            "check_code": one.check_code, "label": (one.subject_name or one.sentence)[:300], "sought": one.sought, "unit": one.unit, "severity": one.severity,
            "respond_within": within.get(one.check_code, RESPOND), "opened_on": today(), "counted_from": today(), "opened_run": one.last_run,
        })  # fmt: skip
        if fresh:
            _moved(case, "open", "", by, "", one.last_run)
            record(by, "case.open", case, unit=case.unit, mark=case.mark, check=case.check_code)
            made.append(case)
    return made


@write
def move(case: Case, verb: str, *, by: Any, reason: str = "", cause: str = "", remedy: str = "", file: UploadedFile | None = None) -> Case:  # fmt: skip
    """Take a case one step on, with a file as evidence where there is one. Raises UsageError where the step is not possible now, or where what it needs is missing."""
    step = STEPS[verb]
    demand(by, step.permission, case.unit)
    case = Case.objects.select_for_update().get(pk=case.pk)
    if case.state not in step.before:
        raise UsageError(_("这件事现在是“%(state)s”，不能“%(verb)s”") % {"state": case.get_state_display(), "verb": step.title})
    if step.reason and not reason.strip():
        raise UsageError(_("“%(verb)s”要写明理由") % {"verb": step.title})
    run = _looked_again(case, verb, by) if verb in ("pass", "fail") else None
    before = case.state
    case.state, case.cause, case.remedy = step.after, cause or case.cause, remedy or case.remedy
    if verb == "start" and not (case.cause and case.remedy):
        raise UsageError(_("开始整改前要选原因和处理方式"))
    case.save(update_fields=["state", "cause", "remedy"])
    made = _moved(case, verb, before, by, reason, run)
    digest = evidence.attach(made, file) if file else ""
    record(
        by,
        f"case.{verb}",
        case,
        unit=case.unit,
        permission=step.permission,
        mark=case.mark,
        reason=reason,
        cause=cause,
        remedy=remedy,
        file=digest,
    )
    return case


def _looked_again(case: Case, verb: str, by: Any) -> Run:
    """The run that looked again. Raises PermissionDenied for who reported or opened it, UsageError where nobody has looked since."""
    last = case.moves.filter(verb="report").last()
    taking_part = set(case.moves.filter(verb__in=("open", "report", "start")).values_list("by_user", flat=True))
    if by.pk in taking_part:
        raise PermissionDenied("rectification.recheck_case: somebody else must look again")
    finding = Finding.objects.filter(mark=case.mark).select_related("seen_run").first()
    if finding is None or last is None or finding.seen_run.asked_at <= last.at:
        raise UsageError(_("报告完成以后还没有新的检查看清过它：请先再做一次检查，复查以新的一次看清为准"))
    _newly(finding, last)
    if verb == "pass" and finding.state != "gone":
        raise UsageError(
            _("最近一次检查（%(moment)s）里它是“%(state)s”，不能算通过")
            % {"moment": finding.seen_run.moment, "state": finding.get_state_display()}
        )
    if verb == "fail" and finding.state == "gone":
        raise UsageError(_("最近一次检查里它已经合格，不能算未通过"))
    return finding.seen_run


def _newly(finding: Finding, report: Move) -> None:
    """Raises UsageError where the new run saw nothing newer than the report: asking old data again is no new look."""
    told_on = timezone.localtime(report.at).date()
    if finding.looked_on is not None:
        if finding.looked_on < told_on:
            raise UsageError(
                _("最近一次检查依据的是 %(looked)s 的查看，早于报告完成的 %(told)s：要有报告以后的新查看，才能复查")
                % {"looked": finding.looked_on, "told": told_on}
            )
        return
    before = Run.objects.filter(state="done", asked_at__lte=report.at).order_by("-id").first()
    if before and before.snapshot and before.snapshot == finding.seen_run.snapshot:
        raise UsageError(_("报告完成以后还没有新的数据：同样的数据再检查一遍不算复查"))


def _moved(case: Case, verb: str, before: str, by: Any, reason: str, run: Run | None) -> Move:
    who, key = (by, None) if isinstance(by, str) else (named(by), by.pk)
    return Move.objects.create(case=case, verb=verb, before=before, after=case.state, by=who, by_user=key, reason=reason, run=run)


@write
def allow(case: Case, reason: str, until: date, *, by: Any) -> Except:
    """Give leave until a day; the finding stays a finding. Raises UsageError for no reason or a day that has passed."""
    demand(by, "rectification.except_case", case.unit)
    if not reason.strip() or until < today():
        raise UsageError(_("例外要写明理由和今天或以后的截止日期"))
    made = Except.objects.create(case=case, reason=reason, by=named(by), granted_on=today(), until=until)
    record(by, "case.except", case, unit=case.unit, reason=reason, until=until)
    return made


@write
def withdraw(exception: Except, *, by: Any) -> None:
    """Take leave back."""
    demand(by, "rectification.except_case", exception.case.unit)
    if Except.objects.filter(pk=exception.pk, withdrawn_at__isnull=True).update(withdrawn_at=timezone.now()):
        record(by, "case.except_end", exception.case, unit=exception.case.unit)


@write
def follow(run: Run, *, by: Any) -> int:
    """After an inspection: what had passed or was unfounded and stands again is reopened with its age; how many. The same run again changes nothing."""
    again = Case.objects.select_for_update().filter(
        state="passed", mark__in=Finding.objects.filter(last_run=run, state="standing").values("mark")
    )
    count = 0
    for case in again:
        passed = case.moves.filter(verb="pass").last()
        if passed and passed.run_id is not None and passed.run_id >= run.pk:
            continue
        before, case.state, case.recurrences, case.counted_from = case.state, RECUR.after, case.recurrences + 1, today()
        case.save(update_fields=["state", "recurrences", "counted_from"])  # its age stays, its time to mend begins anew
        _moved(case, "recur", before, by, "", run)
        record(by, "case.recur", case, unit=case.unit, mark=case.mark, since=case.opened_on)
        count += 1
    return count
