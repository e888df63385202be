"""Cases and bulletins: nothing where the apps that hold them are not installed."""

from importlib import import_module
from typing import Any

from django.apps import apps
from django.db.models import QuerySet


def cases(user: Any) -> QuerySet[Any] | None:
    """Cases within reach, as `rectification.queries.cases(user)` gives them."""
    return _asked("rectification", "cases", user)


def bulletins() -> QuerySet[Any] | None:
    """Published bulletins, as `publishing.queries.published()` gives them."""
    return _asked("publishing", "published")


def _asked(app: str, name: str, *said: Any) -> QuerySet[Any] | None:
    if not apps.is_installed(f"zouxin.site.{app}"):
        return None
    rows: QuerySet[Any] = getattr(import_module(f"zouxin.site.{app}.queries"), name)(*said)
    return rows
