"""Writes about keys: everybody makes and revokes their own."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from zouxin.site.api.models import ApiToken
from zouxin.site.people.access import standing, today
from zouxin.site.people.log import record, write

#: longest life of a key, and most of them one user has at a time
LONGEST, MOST = timedelta(days=366), 10


@write
def make(label: str, until: date, *, by: Any) -> tuple[ApiToken, str]:
    """A key for `by`, and its secret, which is shown once and kept nowhere. Raises ValidationError for an end past a year, or for too many."""
    if not standing(by):
        raise PermissionDenied("api.make_token")
    if not today() <= until <= today() + LONGEST:
        raise ValidationError({"until": _("最后一天应在今天以后、一年以内")})
    if ApiToken.objects.filter(user=by, revoked_at__isnull=True, until__gte=today()).count() >= MOST:
        raise ValidationError(_("最多同时有 %(n)s 个有效的密钥，请先撤销不用的") % {"n": MOST})
    secret = ApiToken.secret()
    token = ApiToken.objects.create(user=by, label=label, until=until, digest=ApiToken.hashed(secret))
    record(by, "token.make", token, label=label, unit=standing(by)[0].unit, until=until)
    return token, secret


@write
def revoke(token: ApiToken, *, by: Any) -> None:
    """End a key of one's own."""
    if token.user_id != by.pk:
        raise PermissionDenied("api.revoke_token")
    if ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=timezone.now()):
        record(by, "token.revoke", token, label=token.label)
