"""Reads of this app."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from zouxin.site.people.access import LAST, roots, within
from zouxin.site.people.models import Appointment, Event, Invitation, Unit, User


def units(user: Any, permission: str = "people.view_unit") -> QuerySet[Unit]:
    """Units within reach, in the order of the tree."""
    return Unit.objects.filter(within(user, permission, unit="")).order_by("path")


def units_with_people(user: Any) -> QuerySet[Unit]:
    """Units within reach with how many people are appointed there now."""
    standing = Count("appointment", filter=Q(appointment__ended_at__isnull=True), distinct=True)
    return units(user).annotate(people=standing)


def below(unit: Unit) -> QuerySet[Unit]:
    """A unit and all below it."""
    return Unit.objects.filter(path__gte=unit.path, path__lt=unit.path + LAST)


def appointments(user: Any) -> QuerySet[Appointment]:
    """Appointments at units within reach, the standing ones first."""
    rows = Appointment.objects.filter(within(user, "people.view_unit")).select_related("user", "unit")
    return rows.order_by("ended_at", "unit__path", "user__username")


def invitations(user: Any) -> QuerySet[Invitation]:
    """Invitations still open that this user may withdraw."""
    rows = Invitation.objects.filter(within(user, "people.manage_user"), accepted_at__isnull=True, withdrawn_at__isnull=True)
    return rows.select_related("unit").filter(until__gt=timezone.now()).order_by("-until")


def events(user: Any) -> QuerySet[Event]:
    """The log's entries about units within reach; entries about no unit are for whoever audits the whole tree."""
    reach = Q(pk__in=())
    for root in roots(user, "people.view_event"):
        reach |= Q(path__gte=root, path__lt=root + LAST)
        if len(root) == Unit.steplen:
            reach |= Q(path="")
    return Event.objects.filter(reach).order_by("-number")


def people_of(unit: Unit, permission_roles: tuple[str, ...]) -> QuerySet[User]:
    """Who holds one of the roles at a unit itself."""
    held = Appointment.objects.filter(unit=unit, role__in=permission_roles, ended_at__isnull=True)
    return User.objects.filter(is_active=True, appointments__in=held).distinct()
