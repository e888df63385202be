"""Public pages that were rendered once are answered as they were, before session, language and user are looked for: for one state of the database."""

import time
from collections.abc import Callable
from hashlib import blake2b
from types import SimpleNamespace

from django.conf import settings
from django.core.cache import BaseCache, caches
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language_from_request

from zouxin.site.people.access import today
from zouxin.site.people.models import EventHead

#: seconds for which a process trusts that nothing was written
TRUST = 1.0
#: longest address whose page is kept
LONGEST = 300
_state: tuple[float, str] = (0.0, "")


class KeptPages:
    """Keeps what a view marked with `response.kept = True` for whoever brings no session; never what sets a cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        store = _store(request)
        key = _key(request) if store is not None else ""
        if store is None or not key:
            return self.get_response(request)
        if found := store.get(key):
            content, headers, route = found
            request.resolver_match = SimpleNamespace(view_name=route)  # type: ignore[assignment]  # for the line in the log
            return HttpResponse(content, headers=headers)
        response = self.get_response(request)
        if getattr(response, "kept", False) and response.status_code == 200 and not response.streaming and not response.cookies:
            match = request.resolver_match
            store.set(key, (response.content, dict(response.headers), match.view_name if match else ""))
        return response


def state_now() -> str:
    """The seal of the last write: while it stands, every public page stays as it is. Asked of the database once a second at most."""
    global _state
    if time.monotonic() - _state[0] > TRUST:
        _state = (time.monotonic(), EventHead.objects.values_list("digest", flat=True).first() or "")
    return _state[1]


def _store(request: HttpRequest) -> BaseCache | None:
    fits = request.method == "GET" and settings.SESSION_COOKIE_NAME not in request.COOKIES and len(request.get_full_path()) <= LONGEST
    return caches["pages"] if fits and "pages" in settings.CACHES else None


def _key(request: HttpRequest) -> str:
    """What a public page depends on; blank while nothing was ever written."""
    state = state_now()
    big, piece, told = request.COOKIES.get("big", ""), request.headers.get("HX-Request", ""), request.COOKIES.get("messages", "")
    said = (
        state,
        str(today()),
        get_language_from_request(request),
        big,
        piece,
        told,
        str(request.scheme),
        request.get_host(),
        request.get_full_path(),
    )
    return blake2b("\n".join(said).encode(), digest_size=20).hexdigest() if state else ""
