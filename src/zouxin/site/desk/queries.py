"""Reads of this app: counts within reach."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from zouxin.site.audit import queries as audit
from zouxin.site.audit.models import Due, Finding, Run
from zouxin.site.audit.queries import findings
from zouxin.site.components.kept_sums import kept
from zouxin.site.people.access import LAST, roots, today, within
from zouxin.site.people.models import Appointment, Invitation, Unit
from zouxin.site.people.queries import invitations, units
from zouxin.site.publishing.models import Bulletin
from zouxin.site.registry import queries as registry
from zouxin.site.registry.models import Opening, Platform, Proposal

MONTH = timedelta(days=30)
#: most units that are named one by one in a question
FEW = 500


def open_invitations(user: Any) -> QuerySet[Invitation]:
    """Invitations nobody has taken yet."""
    return invitations(user)


def ending_soon(user: Any) -> QuerySet[Appointment]:
    """Appointments within reach that end within a month."""
    rows = Appointment.objects.filter(within(user, "people.manage_user"), ended_at__isnull=True)
    return rows.filter(ends_on__gte=today(), ends_on__lte=today() + MONTH)


def standing_findings(user: Any) -> QuerySet[Finding]:
    """Findings within reach that stand."""
    return findings(user).select_related(None).order_by().filter(state="standing")


def due_in(user: Any, days: int) -> QuerySet[Due]:
    """What comes to a limit within so many days, for its owners."""
    return audit.due(user).filter(due_on__lte=today() + timedelta(days=days))


def waiting_proposals(user: Any) -> QuerySet[Proposal]:
    """Proposals of others that this user may decide."""
    return registry.proposals(user, "registry.decide_proposal").filter(state="open").exclude(user=user)


def waiting_openings(user: Any) -> QuerySet[Opening]:
    """Requests of others that this user may decide."""
    return registry.openings(user, "registry.decide_opening").filter(state="answered").exclude(user=user)


def unanswered_openings(user: Any) -> QuerySet[Opening]:
    """This user's own requests with questions left."""
    return registry.openings(user, "registry.request_opening").filter(state="asked", user=user)


def to_publish(user: Any) -> QuerySet[Bulletin]:
    """Reviewed bulletins that this user may publish."""
    return Bulletin.objects.filter(within(user, "publishing.publish_bulletin"), state="reviewed")


def done_runs(most: int = 12) -> list[Run]:
    """The last inspections that were done, the oldest first."""
    return list(Run.objects.filter(state="done").order_by("-id")[:most])[::-1]


# ---- the map ----


def below(user: Any, unit: Unit) -> list[Unit]:
    """A unit and all below it that are within reach, in the order of the tree."""
    return list(units(user, "desk.view_home").filter(path__gte=unit.path, path__lt=unit.path + LAST))


def tops(user: Any) -> list[Unit]:
    """The uppermost units within reach."""
    return list(Unit.objects.filter(path__in=roots(user, "desk.view_home")).order_by("path"))


def counted(user: Any, among: Sequence[Unit]) -> dict[int, tuple[int, int, int]]:
    """For each unit itself: platforms kept up, findings that stand, vetoes among them."""
    keys = [one.pk for one in among]
    if len(keys) > FEW:  # of one unit in a large tree only its own are asked for, of a large one all
        return kept(f"map {among[0].pk}", user, lambda: _counted(user, keys, Q()))
    return _counted(user, keys, Q(unit__in=keys))


def _counted(user: Any, keys: list[int], near: Q) -> dict[int, tuple[int, int, int]]:
    platforms = Platform.objects.filter(registry.reach(user, "registry.view_platform"), near, stage__in=Platform.STANDING).order_by()
    held = dict(platforms.values_list("unit").annotate(n=Count("pk")))
    severe, all_ = {}, {}
    for unit, severity, n in standing_findings(user).filter(near).order_by().values_list("unit", "severity").annotate(n=Count("pk")):
        all_[unit] = all_.get(unit, 0) + n
        severe[unit] = severe.get(unit, 0) + (n if severity == "veto" else 0)
    return {key: (held.get(key, 0), all_.get(key, 0), severe.get(key, 0)) for key in keys}
