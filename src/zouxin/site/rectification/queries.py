"""Reads of this app."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from zouxin import flow
from zouxin.site.people.access import may, today, within
from zouxin.site.rectification.models import Case, Except, Move, Notice
from zouxin.site.rectification.moves import STEPS, Step, possible

#: states in which the owner has something to do
ANSWERING = ("open", "confirmed", "mending", "failed", "recurred")


def in_force(on: date) -> QuerySet[Except]:
    """Exceptions that hold on a day."""
    return Except.objects.filter(until__gte=on, withdrawn_at__isnull=True)


def cases(user: Any) -> QuerySet[Case]:
    """Cases within reach, with whether an exception holds today and since when they are where they are."""
    since = Move.objects.filter(case=OuterRef("pk")).order_by("-id").values("at")[:1]
    excepted = Exists(in_force(today()).filter(case=OuterRef("pk")))
    rows = Case.objects.filter(within(user, "rectification.view_case")).annotate(excepted=excepted, since=Subquery(since))
    return rows.select_related("unit").order_by("-opened_on", "-id")


def running(user: Any) -> QuerySet[Case]:
    """Cases not ended and not excepted."""
    return cases(user).exclude(state__in=Case.ENDED).filter(excepted=False)


def overdue(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Those whose deadline has passed: computed from the opening day by working days, never stored."""
    late = Q(pk__in=())
    for days in Case.objects.order_by().values_list("respond_within", flat=True).distinct():
        if begun := flow.working_day_before(today(), days):
            late |= Q(respond_within=days, counted_from__lt=begun)
    return rows.filter(late, state__in=ANSWERING)


def deadline(case: Case) -> date | None:
    """The last day to answer; None where it reaches a year whose holidays are not announced."""
    return flow.working_day_after(case.counted_from, case.respond_within)


def counted_days(case: Case) -> Iterator[tuple[int, date, bool, str]]:
    """Every day from the opening to the deadline, with how many working days have passed and why each counts or does not."""
    count = 0
    for day, works, why in flow.days_explained(case.counted_from, deadline(case) or today()):
        count += works
        yield count, day, works, why


def steps_for(case: Case, user: Any) -> dict[str, Step]:
    """The moves this user may make now."""
    return {verb: step for verb, step in possible(case.state).items() if may(user, step.permission, case.unit)}


def awaiting(user: Any) -> QuerySet[Case]:
    """Cases whose next step is this user's."""
    mine = Q(pk__in=())
    for step in STEPS.values():
        if may(user, step.permission):
            mine |= Q(state__in=step.before) & within(user, step.permission)
    return running(user).filter(mine)


def notices(user: Any) -> QuerySet[Notice]:
    """Notices about cases within reach."""
    return Notice.objects.filter(within(user, "rectification.open_case", unit="case__unit")).select_related("case", "case__unit")
