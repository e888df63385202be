"""Reads of this app."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet

from zouxin import content, flow
from zouxin.site.audit import reach
from zouxin.site.audit.models import Finding, Run
from zouxin.site.audit.reach import last_run

__all__ = ["changes", "counted", "evidence", "findings", "last_run", "runs", "shared", "title", "totals", "words"]


def findings(user: Any) -> QuerySet[Finding]:
    """Findings within reach, the latest first."""
    return reach.findings(user).select_related("unit", "last_run").order_by("-last_on", "-id")


def shared(user: Any) -> QuerySet[Finding]:
    """Findings within reach that may be shown to others: none private."""
    return findings(user).exclude(severity="private")


def runs() -> QuerySet[Run]:
    """Inspections, the newest first."""
    return Run.objects.order_by("-id")


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


def changes(user: Any, before: Run, after: Run, state: str) -> tuple[dict[str, int], list[Any]]:
    """What became of findings between two runs, for those within reach: counts by state, and those of one state (of all where none is asked)."""
    told = flow.changes_between(settings.DATA, before.lake_run, after.lake_run)
    reach = set(shared(user).order_by().values_list("mark", flat=True))
    mine = [one for one in told if one.mark in reach]
    counts: dict[str, int] = {}
    for one in mine:
        counts[one.state] = counts.get(one.state, 0) + 1
    return counts, [one for one in mine if not state or one.state == state]
