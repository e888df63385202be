"""How many reports one sender, and everybody together, may send."""

from django.http import HttpRequest

from zouxin.site.components.pace import address, one_more, sender

__all__ = ["address", "too_many"]

HOUR = 3600
#: reports an hour from one address, and in all
EACH, ALL = 5, 300


def too_many(request: HttpRequest) -> bool:
    """Count one more, and say whether it is one too many."""
    return one_more(f"report:{sender(request)}", HOUR) > EACH or one_more("report:all", HOUR) > ALL
