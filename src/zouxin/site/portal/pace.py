"""How often one sender may send: counted under a keyed hash of the address that is good for one day, and forgotten with it."""

import hmac
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from zouxin.site.people.access import today

HOUR = 3600
#: reports an hour from one address, and in all
EACH, ALL = 5, 300


def address(request: HttpRequest) -> str:
    """Where a request comes from; behind a proxy of ours, what the proxy says."""
    if settings.SECURE_PROXY_SSL_HEADER:
        return request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip()
    return request.META.get("REMOTE_ADDR", "")


def too_many(request: HttpRequest) -> bool:
    """Count one more, and say whether it is one too many."""
    said = f"{today()} {address(request)}".encode()
    sender = hmac.new(settings.SECRET_KEY.encode(), said, sha256).hexdigest()[:32]
    return _one_more(f"report:{sender}") > EACH or _one_more("report:all") > ALL


def _one_more(key: str) -> int:
    cache.add(key, 0, HOUR)
    try:
        return int(cache.incr(key))
    except ValueError:  # it ended between the two
        return 1
