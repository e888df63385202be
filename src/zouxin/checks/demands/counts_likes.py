"""A document demands or appraises by likes, forwards, votes or reads.

Finds
    A document that demands likes, forwards, votes or reads, or appraises by them.

Matters because
    Numbers made by order speak for nobody, and crowd out what citizens look for.

Put right by
    Publishing what people can use, and letting them pass it on.

Cannot tell
    When the document's text did not land, or is empty. A sentence that forbids it, takes it
    back, quotes it, tells of it as a trouble or leaves it to everybody makes no demand.
"""

from zouxin.checks import check
from zouxin.checks.demands._common import EVIDENCE, apps, made
from zouxin.tables import order, order_reading


@check(
    code="DMD005",
    subject=order,
    reads=[order, order_reading],
    scope="subject",
    gate="draft",
    cites=apps("five bans: likes, votes and forwards are no basis of appraisal"),
    evidence=EVIDENCE,
    says="{number} {title}: {times} sentences: demands or appraises by likes, forwards, votes or reads.",
)
def counts_likes(t, limit, moment):
    return made(t, "likes")
