"""Published bulletins, as the public sees them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from zouxin.site.publishing import queries


@dataclass(frozen=True, kw_only=True)
class Published:
    """A published bulletin. `blocks`: what it says; `files`: (form, address, digest); `corrects` and `corrected`: (pk, title)."""

    pk: int
    title: str
    number: str
    on: date
    digest: str
    blocks: tuple[dict[str, Any], ...] = ()
    files: tuple[tuple[str, str, str], ...] = ()
    corrects: tuple[int, str] | None = None
    corrected: tuple[tuple[int, str], ...] = ()


def bulletins(most: int | None = None) -> list[Published]:
    """Published bulletins, the latest first, without what they say."""
    return [_told(row) for row in queries.published()[:most]]


def bulletin(pk: int) -> Published | None:
    """One published bulletin, whole."""
    row = queries.published().select_related("corrects").filter(pk=pk).first()
    if row is None:
        return None
    files = tuple((one.form, reverse("portal:bulletin_file", args=[pk, one.form]), one.digest) for one in row.files.all())
    return _told(row, blocks=tuple(row.document["blocks"]), files=files, corrects=(row.corrects.pk, row.corrects.title) if row.corrects else None,
                 corrected=tuple(queries.published().filter(corrects=row).values_list("pk", "title")))  # fmt: skip


def _told(row: Any, **more: Any) -> Published:
    return Published(pk=row.pk, title=row.title, number=row.number, on=row.published_on, digest=row.digest, **more)
