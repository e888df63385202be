"""A document demands checking in through an app or a group.

Finds
    A document that demands checking in or clocking in through an app or a group, outside
    of duty in emergencies.

Matters because
    Time goes into proving that work was done instead of doing it.

Put right by
    Asking for the result; keeping sign-in to emergencies and security duty.

Cannot tell
    When the document's text did not land, or is empty. A sentence that forbids it, takes it
    back, quotes it, tells of it as a trouble or leaves it to everybody makes no demand.
"""

from zouxin.checks import check
from zouxin.checks.demands._common import EVIDENCE, digital, made
from zouxin.tables import order, order_reading


@check(
    code="DMD003",
    subject=order,
    reads=[order, order_reading],
    scope="subject",
    gate="draft",
    cites=digital("no forced use, no quotas, no check-in, no points: checking in"),
    evidence=EVIDENCE,
    says="{number} {title}: {times} sentences: demands checking in through an app or a group.",
)
def forced_check_in(t, limit, moment):
    return made(t, "checkin")
