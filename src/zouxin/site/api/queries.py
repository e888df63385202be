"""Reads of this app: rows within reach, for a user or for nobody."""

from typing import Any

from django.db.models import Q, QuerySet

from zouxin.site.api.models import ApiToken
from zouxin.site.audit.models import GateKey
from zouxin.site.people.access import roots, today, within
from zouxin.site.people.models import Unit, User
from zouxin.site.registry.models import Platform
from zouxin.site.registry.public import public


def tokens(user: Any) -> QuerySet[ApiToken]:
    """A user's own keys, the latest first."""
    return ApiToken.objects.filter(user=user).order_by("-id")


def bearer(secret: str) -> User | None:
    """Whose key it is, while it holds and its owner may log in."""
    rows = ApiToken.objects.select_related("user").filter(digest=ApiToken.hashed(secret), revoked_at__isnull=True, until__gte=today())
    found = rows.filter(user__is_active=True).first()
    return found.user if found else None


def units(user: Any) -> QuerySet[Unit]:
    """Units within reach, and those that own something the public may see."""
    owners = Q(pk__in=Platform.objects.filter(public()).values("unit_id"))
    return Unit.objects.filter(owners | within(user, "people.view_unit", unit="") if user else owners).order_by("path")


def platforms(user: Any) -> QuerySet[Platform]:
    """What the public may see, and what is within reach."""
    reach = public() | within(user, "registry.view_platform") if user else public()
    return Platform.objects.filter(reach).select_related("unit").order_by("name", "id")


def near(user: Any, platform: Platform) -> bool:
    """Whether a platform is within reach itself, so that all of it may be told."""
    paths = roots(user, "registry.view_platform") if user else ()
    path = platform.unit.path if platform.unit else ""
    return any(path.startswith(root) or (not path and len(root) == Unit.steplen) for root in paths)


def gate_key(secret: str) -> GateKey | None:
    """The gate's key of that secret, while it holds."""
    rows = GateKey.objects.select_related("unit").filter(digest=GateKey.hashed(secret), off_at__isnull=True, until__gte=today())
    return rows.first()
