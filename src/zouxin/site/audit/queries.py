"""Reads of this app."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zouxin import content, flow
from zouxin.site.audit.models import Due, FileAudit, Finding, GateDecision, GateKey, Judgement, LocalRule, Run, Undecided
from zouxin.site.people.access import LAST, roots, standing, today, within
from zouxin.site.people.models import Unit, User
from zouxin.site.registry.queries import reach

#: who a private rule is told: the people of the owner unit itself
OWNERS = ("head", "operator", "host")


def findings(user: Any) -> QuerySet[Finding]:
    """Findings within reach. What is private to an owner is for those who work for that very unit."""
    own = [one.unit_id for one in standing(user) if one.role in OWNERS]
    rows = Finding.objects.filter(reach(user, "audit.view_finding")).exclude(~Q(unit__in=own) & Q(severity="private"))
    return rows.exclude(severity="private", unit__isnull=True).select_related("unit", "last_run").order_by("-last_on", "-id")


def shared(user: Any) -> QuerySet[Finding]:
    """Findings within reach that may be shown to others: none private."""
    return findings(user).exclude(severity="private")


def fresh(rows: QuerySet[Finding]) -> QuerySet[Finding]:
    """Of some findings those that the last finished inspection made first."""
    return rows.filter(first_run=Subquery(Run.objects.filter(state="done").order_by("-id").values("pk")[:1]), state="standing")


def sees_all(user: Any) -> bool:
    """Whether a user's reach is a whole tree, so that sums over all of it are no secret to them."""
    return any(len(path) == Unit.steplen for path in roots(user, "audit.view_run"))


def runs() -> QuerySet[Run]:
    """Inspections, the newest first."""
    return Run.objects.order_by("-id")


def last_run() -> Run | None:
    """The last inspection that was finished."""
    return Run.objects.filter(state="done").order_by("-id").first()


def runs_that_failed(user: User) -> QuerySet[Run]:
    """Inspections not finished since the last one that was."""
    last = last_run()
    return Run.objects.filter(state="failed", pk__gt=last.pk if last else 0)


def counted(user: Any, by: str) -> dict[Any, dict[str, int]]:
    """Standing and other findings within reach, counted by a field and state."""
    found: dict[Any, dict[str, int]] = {}
    for row in shared(user).order_by().values(by, "state").annotate(n=Count("id")):
        found.setdefault(row[by], {})[row["state"]] = row["n"]
    return found


def words(code: str, language: str = "zh-Hans") -> Mapping[str, str]:
    """A check in words: title, what it finds, why it matters, how to put it right."""
    return content.words(language).get(code, {"title": code})


def title(code: str) -> str:
    """A check's name on screen."""
    return str(words(code)["title"])


SEVERITIES = dict(Finding.SEVERITIES)


def troubles(run: Run) -> int | None:
    """How many troubles a run found; facts and cases told apart are no troubles. None before it is done."""
    tones = flow.tones()
    return sum(one["answers"].get("finding", 0) for code, one in run.totals.items() if tones.get(code) == "trouble") if run.totals else None


def totals(run: Run) -> list[dict[str, Any]]:
    """A run's counts by check: how many were asked about, each verdict, and the share that could be looked at."""
    rows = []
    for code, said in sorted(run.totals.items()):
        counts = {name: said["answers"].get(name, 0) for name in ("finding", "clean", "unobservable", "not_judged", "overruled")}
        asked = sum(counts.values())
        judged = asked - counts["unobservable"] - counts["not_judged"]
        rows.append(
            {
                "code": code,
                "title": title(code),
                "severity": said["severity"],
                "on": said["asked"],
                "why": said["why"],
                "asked": asked,
                "judged": judged,
                **counts,
            }
        )
    return rows


def evidence(finding: Finding, *, texts: bool) -> Any:
    """What a finding stands on, out of the lake: the view of it and its check in words; None where the lake no longer has it."""
    return flow.evidence(settings.DATA, finding.last_run.lake_run, finding.check_code, finding.mark, texts=texts)


def measured(evidence: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Evidence for a reader: what each value is called in their language, and the value."""
    language = {"zh-hant": "zh-Hant", "en": "en"}.get(get_language() or "", "zh-Hans")
    known = flow.evidence_words(language)
    return [
        (known.get(name, name), _("是") if value is True else _("否") if value is False else value)
        for name, value in sorted(evidence.items())
    ]


def changes(user: Any, before: Run, after: Run, state: str) -> tuple[dict[str, int], list[Any]]:
    """What became of findings between two runs, for those within reach: counts by state, and those of one state (of all where none is asked)."""
    told = flow.changes_between(settings.DATA, before.lake_run, after.lake_run)
    reach = set(shared(user).order_by().values_list("mark", flat=True))
    mine = [one for one in told if one.mark in reach]
    counts: dict[str, int] = {}
    for one in mine:
        counts[one.state] = counts.get(one.state, 0) + 1
    return counts, [one for one in mine if not state or one.state == state]


# ---- what comes to a limit soon ----


def due(user: Any) -> QuerySet[Due]:
    """What the last inspection foretold for units this user works for as their owner, and those below them; nobody else sees it."""
    reach = Q(pk__in=())
    for one in standing(user):
        if one.role in OWNERS:
            reach |= Q(unit__path__gte=one.unit.path, unit__path__lt=one.unit.path + LAST)
    last = Run.objects.filter(state="done").order_by("-id").values("pk")[:1]
    return Due.objects.filter(reach, run=Subquery(last)).select_related("unit", "run").order_by("due_on", "id")


def prompts(user: Any) -> tuple[int, int]:
    """How many prompts the last inspection gave within reach, and how many all inspections of this year did: the site's own prompts are a burden too."""
    rows = Due.objects.filter(within(user, "audit.view_due"))
    last = last_run()
    return rows.filter(run=last).count() if last else 0, rows.filter(run__finished_at__year=today().year).count()


# ---- what only a person can answer ----


def undecided(user: Any) -> QuerySet[Undecided]:
    """Questions within reach that nobody has answered."""
    answered = Judgement.objects.filter(
        withdrawn_at__isnull=True, subject=OuterRef("subject"), source=OuterRef("source"), subject_id=OuterRef("subject_id"), question=OuterRef("question")
    ).filter(Q(until__isnull=True) | Q(until__gte=today()))  # fmt: skip
    return (
        Undecided.objects.filter(within(user, "audit.judge")).exclude(Exists(answered)).select_related("unit").order_by("check_code", "id")
    )


def judgements(user: Any) -> QuerySet[Judgement]:
    """Answers within reach, the newest first."""
    return Judgement.objects.filter(within(user, "audit.judge")).select_related("unit").order_by("-id")


def looked_at(one: Undecided) -> Any:
    """What the run saw of a question's subject: the view of its answer, or None where the lake no longer has it."""
    return flow.evidence(settings.DATA, one.run.lake_run, one.check_code, one.mark, texts=False)


# ---- files and rules ----


def file_audits(user: Any) -> QuerySet[FileAudit]:
    """Files this user uploaded; nobody else's."""
    return FileAudit.objects.filter(user=user).order_by("-id")


def local_rules() -> QuerySet[LocalRule]:
    """The office's own rules, the newest first."""
    return LocalRule.objects.order_by("-id")


# ---- the gate ----


def gate_keys(user: Any) -> QuerySet[GateKey]:
    """Keys of units within reach."""
    return GateKey.objects.filter(within(user, "audit.manage_gate")).select_related("unit")


def gate_decisions(user: Any) -> QuerySet[GateDecision]:
    """What the gate decided for units within reach, and what this user asked."""
    return GateDecision.objects.filter(within(user, "audit.view_gate") | Q(user=user)).select_related("unit", "key")


def decided(key: GateKey) -> dict[str, int]:
    """How many decisions of each kind a key has got."""
    return dict(key.decisions.order_by().values_list("decision").annotate(n=Count("pk")))
