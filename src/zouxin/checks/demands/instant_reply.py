"""A document demands an instant answer in a group.

Finds
    A message or document that demands an answer in a group at once.

Matters because
    Everybody reads every message at every hour; what matters drowns among receipts.

Put right by
    Saying whom it concerns and until when; no receipts.

Cannot tell
    When the document's text did not land, or is empty. A sentence that forbids it, takes it
    back, quotes it, tells of it as a trouble or leaves it to everybody makes no demand.
"""

from zouxin.checks import check
from zouxin.checks.demands._common import EVIDENCE, digital, made
from zouxin.tables import order, order_reading


@check(
    code="DMD012",
    subject=order,
    reads=[order, order_reading],
    scope="subject",
    gate="draft",
    cites=digital("work groups: no instant response, no demands detached from work", "B"),
    evidence=EVIDENCE,
    says="{number} {title}: {times} sentences: demands an instant answer in a group.",
)
def instant_reply(t, limit, moment):
    return made(t, "reply")
