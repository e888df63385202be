"""A document appraises by whether an account was opened.

Finds
    A document that appraises by whether an account was opened.

Matters because
    It rewards the shell and not the service.

Put right by
    Looking at what citizens asked and what they got.

Cannot tell
    When the document's text did not land, or is empty. A sentence that forbids it, takes it
    back, quotes it, tells of it as a trouble or leaves it to everybody makes no demand.
"""

from zouxin.checks import check
from zouxin.checks.demands._common import EVIDENCE, OPENING, made
from zouxin.tables import order, order_reading


@check(
    code="DMD009",
    subject=order,
    reads=[order, order_reading],
    scope="subject",
    gate="draft",
    cites=OPENING,
    evidence=EVIDENCE,
    says="{number} {title}: {times} sentences: appraises by whether an account was opened.",
)
def counts_openings_only(t, limit, moment):
    return made(t, "only_opened")
