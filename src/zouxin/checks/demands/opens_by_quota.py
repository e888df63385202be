"""A document makes units open accounts or groups by number, rate or date.

Finds
    A document that makes units open accounts or groups by a number, a rate or a day.

Matters because
    What was opened for the count has nobody to run it, and becomes an empty shell.

Put right by
    Opening by need: which service, for whom, run by whom, paid how long.

Cannot tell
    When the document's text did not land, or is empty. A sentence that forbids it, takes it
    back, quotes it, tells of it as a trouble or leaves it to everybody makes no demand.
"""

from zouxin.checks import check
from zouxin.checks.demands._common import EVIDENCE, OPENING, made
from zouxin.tables import order, order_reading


@check(
    code="DMD008",
    subject=order,
    reads=[order, order_reading],
    scope="subject",
    gate="draft",
    cites=OPENING,
    evidence=EVIDENCE,
    says="{number} {title}: {times} sentences: makes units open accounts or groups by number, rate or date.",
)
def opens_by_quota(t, limit, moment):
    return made(t, "opening")
