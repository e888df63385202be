"""A document demands regular login or counts logins.

Finds
    A document that demands logging in by the day or week, or counts logins.

Matters because
    Logging in is not working; the phone decides the day.

Put right by
    Letting people log in when there is something to do, and telling them when there is.

Cannot tell
    When the document's text did not land, or is empty. A sentence that forbids it, takes it
    back, quotes it, tells of it as a trouble or leaves it to everybody makes no demand.
"""

from zouxin.checks import check
from zouxin.checks.demands._common import EVIDENCE, apps, made
from zouxin.tables import order, order_reading


@check(
    code="DMD011",
    subject=order,
    reads=[order, order_reading],
    scope="subject",
    gate="draft",
    cites=apps("five bans: no forced regular login"),
    evidence=EVIDENCE,
    says="{number} {title}: {times} sentences: demands regular login or counts logins.",
)
def forced_login(t, limit, moment):
    return made(t, "login")
