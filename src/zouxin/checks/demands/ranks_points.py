"""A document ranks or appraises by points or hours online.

Finds
    A document that ranks or appraises people by points or by hours spent online.

Matters because
    Points are farmed; who works outside of the app falls behind.

Put right by
    Leaving learning to interest and need; dropping rankings and thresholds.

Cannot tell
    When the document's text did not land, or is empty. A sentence that forbids it, takes it
    back, quotes it, tells of it as a trouble or leaves it to everybody makes no demand.
"""

from zouxin.checks import check
from zouxin.checks.demands._common import EVIDENCE, digital, made
from zouxin.tables import order, order_reading


@check(
    code="DMD004",
    subject=order,
    reads=[order, order_reading],
    scope="subject",
    gate="draft",
    cites=digital("no forced use, no quotas, no check-in, no points: points and hours online"),
    evidence=EVIDENCE,
    says="{number} {title}: {times} sentences: ranks or appraises by points or hours online.",
)
def ranks_points(t, limit, moment):
    return made(t, "points")
