"""A document demands photos, videos, screenshots or tracks as proof of work.

Finds
    A document that demands photos, videos, screenshots or tracks as proof that work was done.

Matters because
    Work is then arranged for the picture; those below keep albums for those above.

Put right by
    Looking at the result on the spot, by sample; taking what systems record anyway.

Cannot tell
    When the document's text did not land, or is empty. A sentence that forbids it, takes it
    back, quotes it, tells of it as a trouble or leaves it to everybody makes no demand.
"""

from zouxin.checks import check
from zouxin.checks.demands._common import EVIDENCE, apps, made
from zouxin.tables import order, order_reading


@check(
    code="DMD006",
    subject=order,
    reads=[order, order_reading],
    scope="subject",
    gate="draft",
    cites=apps("five bans: no forced upload of photos, videos or tracks"),
    evidence=EVIDENCE,
    says="{number} {title}: {times} sentences: demands photos, videos, screenshots or tracks as proof of work.",
)
def wants_traces(t, limit, moment):
    return made(t, "traces")
