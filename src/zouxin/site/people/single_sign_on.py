"""OpenID Connect: whoever the provider names is let in when somebody here was given that identity; nobody is made by it."""

from typing import Any

from django.db.models import QuerySet
from mozilla_django_oidc.auth import OIDCAuthenticationBackend

from zouxin.site.people.models import User


class SingleSignOn(OIDCAuthenticationBackend):  # type: ignore[misc]
    """Finds the user by the provider's subject, never by a name or an address that somebody may change."""

    def filter_users_by_claims(self, claims: dict[str, Any]) -> QuerySet[User]:
        subject = claims.get("sub", "")
        return User.objects.filter(subject=subject, is_active=True) if subject else User.objects.none()

    def verify_claims(self, claims: dict[str, Any]) -> bool:
        return bool(claims.get("sub"))
