"""A connection to the database that was seen alive seconds ago is not asked again whether it is."""

import time
from typing import Any

from django.core.signals import request_started
from django.db import connections

#: seconds; a connection that died within them fails one request, and is then opened anew
TRUST = 5.0


def trust(**_signal: Any) -> None:
    """At the start of a request, after the framework's own look: leave out the check of a connection checked within TRUST."""
    now = time.monotonic()
    for one in connections.all(initialized_only=True):
        if one.connection is None:
            continue
        if now - getattr(one, "_checked_at", float("-inf")) < TRUST:
            one.health_check_done = True
        else:
            one._checked_at = now


def connect() -> None:
    """Listen."""
    request_started.connect(trust, dispatch_uid="zouxin.trusting")
