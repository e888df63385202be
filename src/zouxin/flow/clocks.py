"""The time a letter may take: by the rule that stands, every day told and counted, and the days on which the clock was stopped left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from zouxin import packs
from zouxin.findings.views import cited
from zouxin.flow.counting import working_calendar
from zouxin.model.working_days import CalendarGap

DAY = timedelta(days=1)
LATE = "RPL007"
#: days beyond which nobody counts on: a clock stopped for ever
FURTHEST = 3700


@dataclass(frozen=True, kw_only=True)
class TimeAllowed:
    """So many days, `counts` working or calendar, and by what right."""

    days: int
    counts: str
    citation: str
    grade: str


@dataclass(frozen=True, kw_only=True)
class CountedDay:
    """One day of a count: the number it is, 0 where it does not count, and why."""

    day: date
    nth: int
    why: str


Stop = tuple[date, date | None, str]


def time_allowed(asked: Sequence[str], folder: Path | None, moment: date) -> TimeAllowed | None:
    """What the rules that stand on a day allow for an answer; None where none says."""
    for rule in packs.rules(packs.layered(asked, folder=folder), moment):
        if rule.check.code == LATE and rule.on and rule.because.on_by_default and rule.in_force(moment):
            limits = {name: limit.default for name, limit in rule.check.limits.items()} | dict(rule.limits)
            return TimeAllowed(
                days=int(str(limits["days"])), counts=str(limits["counts"]), citation=cited(rule.because), grade=rule.because.grade
            )
    return None


def counted(
    start: date, allowed: TimeAllowed, stops: Sequence[Stop], *, until: date | None = None
) -> tuple[date | None, tuple[CountedDay, ...]]:
    """The last day to answer, and every day from the day after `start` to it.

    `stops`: (from, until, reason): days that do not count; one without an end runs on, and no last day can be told.
    The last day is None too where the count reaches a year whose holidays are not announced; the days told end at `until` then, or where they must.
    """
    rows: list[CountedDay] = []
    day, nth = start, 0
    while nth < allowed.days and len(rows) < FURTHEST:
        day += DAY
        stop = next((one for one in stops if one[0] <= day and (one[1] is None or day <= one[1])), None)
        if stop and stop[1] is None and (until is None or day > until):
            return None, tuple(rows)
        try:
            works, why = (
                (True, "自然日") if allowed.counts == "calendar" else (working_calendar().is_working(day), working_calendar().why(day))
            )
        except CalendarGap:
            return None, tuple(rows)
        counts = works and stop is None
        nth += counts
        rows.append(CountedDay(day=day, nth=nth if counts else 0, why=f"暂停计时：{stop[2]}" if stop else why))
    return (day if nth == allowed.days else None), tuple(rows)
