"""Cases and bulletins, as the apps that hold them give them."""

from typing import Any

from django.db.models import QuerySet

from zouxin.site.publishing import queries as publishing
from zouxin.site.rectification import queries as rectification


def cases(user: Any) -> QuerySet[Any]:
    """Cases within reach."""
    return rectification.cases(user)


def bulletins() -> QuerySet[Any]:
    """Published bulletins."""
    return publishing.published()
