"""The map of this deployment: its own tiles or its own lines, and nobody else's unless the settings name them."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

#: bytes of a file of lines: a page waits for all of it
MOST = 8 * 2**20


def base() -> Path | None:
    """The file of lines drawn below the point; None where there is none, or it is too large for a page."""
    place = Path(settings.MAP_BASE) if settings.MAP_BASE else Path(settings.DATA) / "map.geojson"
    return place if place.is_file() and place.stat().st_size <= MOST else None


def board() -> dict[str, Any] | None:
    """What a map is made of; None where there is nothing to show below a point: a text field does then."""
    lines = base()
    if not settings.MAP_TILES and lines is None:
        return None
    view = ",".join(f"{one:g}" for one in settings.MAP_VIEW) if settings.MAP_VIEW else ""
    return {
        "tiles": settings.MAP_TILES,
        "credit": settings.MAP_CREDIT,
        "datum": settings.MAP_DATUM,
        "base": reverse("mailbox:map_base") if lines else "",
        "view": view,
    }


def with_tiles(response: HttpResponse) -> HttpResponse:
    """A page whose browser may ask the host of the tiles for pictures, and no other page may."""
    place = urlsplit(settings.MAP_TILES)
    if place.netloc:
        response._csp_update = {"img-src": [f"{place.scheme}://{place.netloc}"]}  # type: ignore[attr-defined]
        response.headers["Referrer-Policy"] = "origin"  # of whose map it is the host learns the site, never the page
    return response
