"""Whose findings somebody may see; desk and API read findings through this alone."""

from typing import Any

from django.db.models import Q, QuerySet

from zouxin.site.audit.models import Finding, Run
from zouxin.site.people.access import roots, standing, within
from zouxin.site.people.models import Unit


def findings(user: Any, permission: str = "audit.view_finding") -> QuerySet[Finding]:
    """Findings within reach. What a private rule found is for the unit's own people alone: not for those above it, nor for its hosting company."""
    own = {one.unit_id for one in standing(user) if one.role != "host"}
    return Finding.objects.filter(within(user, permission)).filter(~Q(severity="private") | Q(unit__in=own))


def sees_all(user: Any, permission: str = "audit.view_run") -> bool:
    """Whether somebody's reach is a whole tree, so that sums over everything are no secret to them."""
    return any(len(path) == Unit.steplen for path in roots(user, permission))


def last_run() -> Run | None:
    """The last inspection that was done."""
    return Run.objects.filter(state="done").order_by("-id").first()
