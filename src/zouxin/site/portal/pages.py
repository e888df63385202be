"""Public pages: they need no session, say how long they may be kept, and are rendered once for each state of the database."""

import time
from hashlib import blake2b
from typing import Any, ClassVar

from django.conf import settings
from django.core.cache import BaseCache, caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language

from zouxin.site.components.context import came_in
from zouxin.site.components.screens import Screen
from zouxin.site.people.access import today
from zouxin.site.people.models import EventHead

#: seconds for which a process trusts that nothing was written
TRUST = 1.0
#: longest address whose page is kept
LONGEST = 300
_state: tuple[float, str] = (0.0, "")


def state_now() -> str:
    """The seal of the last write: while it stands, every page stays as it is. Asked of the database once a second at most."""
    global _state
    if time.monotonic() - _state[0] > TRUST:
        _state = (time.monotonic(), EventHead.objects.values_list("digest", flat=True).first() or "")
    return _state[1]


class Page(Screen):
    """A page for everybody."""

    public = True
    #: seconds a browser or a proxy may keep it
    keeps: ClassVar[int] = 60

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method not in ("GET", "HEAD") or not self.keeps:
            return super().dispatch(request, *args, **kwargs)
        known = came_in(request)
        kept = None if known or len(request.get_full_path()) > LONGEST else _store()
        key = _key(request) if kept else ""
        found = kept.get(key) if kept and key else None
        response = HttpResponse(found[0], content_type=found[1]) if found else super().dispatch(request, *args, **kwargs)
        if kept and key and not found and response.status_code == 200 and not response.streaming:
            kept.set(key, (response.content, response.headers["Content-Type"]))
        if response.status_code == 200:
            patch_cache_control(response, **({"private": True, "no_cache": True} if known else {"public": True, "max_age": self.keeps}))
        patch_vary_headers(response, ["Cookie"])
        return response


def _store() -> BaseCache | None:
    return caches["pages"] if "pages" in settings.CACHES else None


def _key(request: HttpRequest) -> str:
    """What a page depends on; blank while nothing was ever written."""
    state = state_now()
    big, piece = request.COOKIES.get("big", ""), request.headers.get("HX-Request", "")
    said = (state, str(today()), get_language() or "", big, piece, request.scheme, request.get_host(), request.get_full_path())
    return blake2b("\n".join(said).encode(), digest_size=20).hexdigest() if state else ""
