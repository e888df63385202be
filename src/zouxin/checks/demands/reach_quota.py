"""A document sets targets, rankings or appraisal by installs, followers or registrations.

Finds
    A document that sets rates or numbers of installs, followers or registrations as a
    target, a ranking or a part of appraisal.

Matters because
    A quota is met by relatives' phones; it says nothing of what citizens get.

Put right by
    Looking at what people come for and whether they got it; dropping the target.

Cannot tell
    When the document's text did not land, or is empty. A sentence that forbids it, takes it
    back, quotes it, tells of it as a trouble or leaves it to everybody makes no demand.
"""

from zouxin.checks import check
from zouxin.checks.demands._common import EVIDENCE, digital, made
from zouxin.tables import order, order_reading


@check(
    code="DMD002",
    subject=order,
    reads=[order, order_reading],
    scope="subject",
    gate="draft",
    cites=digital("no forced use, no quotas, no check-in, no points: install rates and follower counts are no appraisal"),
    evidence=EVIDENCE,
    says="{number} {title}: {times} sentences: sets targets, rankings or appraisal by installs, followers or registrations.",
)
def reach_quota(t, limit, moment):
    return made(t, "quota")
