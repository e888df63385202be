"""A document makes people download, install, register with or follow an app or account.

Finds
    A document that makes staff or citizens download, install, register with or follow an
    app or an account.

Matters because
    People then carry apps nobody chose; what is forced is opened once and never read.

Put right by
    Saying what it is good for and leaving it to everybody; keeping a way without it.

Cannot tell
    When the document's text did not land, or is empty. A sentence that forbids it, takes it
    back, quotes it, tells of it as a trouble or leaves it to everybody makes no demand.
"""

from zouxin.checks import check
from zouxin.checks.demands._common import EVIDENCE, digital, made
from zouxin.tables import order, order_reading


@check(
    code="DMD001",
    subject=order,
    reads=[order, order_reading],
    scope="subject",
    gate="draft",
    cites=digital("no forced use, no quotas, no check-in, no points: forced use"),
    evidence=EVIDENCE,
    says="{number} {title}: {times} sentences: makes people download, install, register with or follow an app or account.",
)
def forced_install(t, limit, moment):
    return made(t, "install")
