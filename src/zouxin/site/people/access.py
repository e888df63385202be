"""Who may do what with whose rows: a unit sees itself and what is below it."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone

from zouxin.site.people.models import Appointment, Unit, User
from zouxin.site.people.roles import ROLES, roles_with

#: above every step of a path (digits and capitals) in any collation, so that path ≤ text < path + LAST is "begins with"
LAST = "ZZZZZ"


def today() -> date:
    """The civil day of the office."""
    return timezone.localdate()


def standing(user: Any) -> tuple[Appointment, ...]:
    """The appointments that hold today; read once a request."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return ()
    if not hasattr(user, "_standing"):
        held = Appointment.objects.select_related("unit").filter(user=user, ended_at__isnull=True, starts_on__lte=today())
        user._standing = tuple(held.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today())).order_by("unit__depth", "id"))
    return tuple(user._standing)


def roots(user: Any, permission: str) -> tuple[str, ...]:
    """Paths of the units for which (and for all below which) a user may do something; none below another."""
    wanted = roles_with(permission)
    paths = sorted({one.unit.path for one in standing(user) if one.role in wanted})
    return tuple(path for path in paths if not any(path != other and path.startswith(other) for other in paths))


def within(user: Any, permission: str, unit: str = "unit") -> Q:
    """The condition that a row's unit is within reach; `unit` names the field, blank where the rows are units.

    A row without a unit is within nobody's reach but a user's who has the permission at the top of the tree.
    """
    field = f"{unit}__path" if unit else "path"
    reach = Q(pk__in=())
    for root in roots(user, permission):
        reach |= Q(**{f"{field}__gte": root, f"{field}__lt": root + LAST})
        if unit and len(root) == Unit.steplen:
            reach |= Q(**{f"{unit}__isnull": True})
    return reach


def may(user: Any, permission: str, unit: Unit | None = None) -> bool:
    """Whether a user may do something at all, or for one unit."""
    paths = roots(user, permission)
    return any(unit.path.startswith(path) for path in paths) if unit is not None else bool(paths)


def leads(user: Any, permission: str) -> bool:
    """Whether a user may do something for everybody who works here: what holds for the whole office is decided above all of it."""
    paths = roots(user, permission)
    places = set(Appointment.objects.filter(ended_at__isnull=True).values_list("unit__path", flat=True)) if paths else set()
    return bool(paths) and all(any(place.startswith(path) for path in paths) for place in places)


def demand(by: Any, permission: str, unit: Unit | None = None) -> None:
    """Raise PermissionDenied unless `by` may do it, for that unit where one is given."""
    if not may(by, permission, unit):
        raise PermissionDenied(permission)


def role_of(user: Any, permission: str | None = None) -> str:
    """The first standing role, or the first that may do something; blank where there is none."""
    return next((one.role for one in standing(user) if permission is None or permission in ROLES[one.role].may), "")


def permissions(user: Any) -> frozenset[str]:
    """Everything a user may do somewhere."""
    return frozenset().union(*(ROLES[one.role].may for one in standing(user)))


def named(user: User) -> str:
    """How a user stands in the log: label and login name."""
    return f"{user.label}（{user.username}）"
