"""What this app reads of apps that may not be installed: nothing where they are not."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps


@dataclass(frozen=True, kw_only=True)
class Published:
    """A published bulletin as the public sees it. `files`: (name, address)."""

    pk: int
    title: str
    number: str
    on: date
    digest: str
    text: str = ""
    files: tuple[tuple[str, str], ...] = ()


def bulletins(most: int | None = None) -> list[Published]:
    """Published bulletins, the latest first."""
    found = _rows()
    return [_told(row) for row in (found[:most] if most else found)] if found is not None else []


def bulletin(pk: int) -> Published | None:
    """One published bulletin."""
    found = _rows()
    row = found.filter(pk=pk).first() if found is not None else None
    return _told(row) if row else None


def _rows() -> Any:
    if not apps.is_installed("zouxin.site.publishing"):
        return None
    from zouxin.site.publishing import queries

    return queries.published()


def _told(row: Any) -> Published:
    return Published(pk=row.pk, title=row.title, number=row.number, on=row.published_on, digest=row.digest)
