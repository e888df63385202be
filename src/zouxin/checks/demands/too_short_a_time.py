"""A document asks for data within minutes, hours or before the end of the day.

Finds
    A document that asks for data of many within minutes, hours or before the end of the day,
    other than in emergencies.

Matters because
    What cannot be counted in time is made up.

Put right by
    Giving days that fit the work, and saying what it is for.

Cannot tell
    When the document's text did not land, or is empty. A sentence that forbids it, takes it
    back, quotes it, tells of it as a trouble or leaves it to everybody makes no demand.
"""

from zouxin.checks import check
from zouxin.checks.demands._common import EVIDENCE, digital, made
from zouxin.tables import order, order_reading


@check(
    code="DMD010",
    subject=order,
    reads=[order, order_reading],
    scope="subject",
    gate="draft",
    cites=digital("work groups: no instant response, no demands detached from work", "B"),
    evidence=EVIDENCE,
    says="{number} {title}: {times} sentences: asks for data within minutes, hours or before the end of the day.",
)
def too_short_a_time(t, limit, moment):
    return made(t, "short")
