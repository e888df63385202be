"""How often one sender may send: counted in memory under a keyed hash of the address that is good for one day, and forgotten with it."""

import hmac

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest

from zouxin.site.people.access import today


def address(request: HttpRequest) -> str:
    """Where a request comes from; behind a proxy of ours, what the proxy says."""
    if settings.SECURE_PROXY_SSL_HEADER:
        return request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip()
    return request.META.get("REMOTE_ADDR", "")


def sender(request: HttpRequest) -> str:
    """One name for a sender today, which nobody can turn back into an address."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"{today()} {address(request)}".encode(), "sha256").hex()[:32]


def one_more(key: str, seconds: int, *, cache: str = "default") -> int:
    """Count one more under a key that is forgotten after so many seconds; how many that makes."""
    held = caches[cache if cache in settings.CACHES else "default"]
    for _ in range(2):  # another may have begun to count between the two
        try:
            return int(held.incr(key))
        except ValueError:  # none is held
            if held.add(key, 1, seconds):
                break
    return 1


def forget(key: str, *, cache: str = "default") -> None:
    """Count anew from now on."""
    caches[cache if cache in settings.CACHES else "default"].delete(key)
