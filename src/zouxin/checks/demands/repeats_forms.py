"""A document asks again for what was reported, in several forms, or daily whatever changed.

Finds
    A document that asks again for what was reported, asks for one thing in several forms,
    or for reports by the day whether anything changed or not.

Matters because
    The same figure is typed several times; each copy differs a little.

Put right by
    Asking once, taking it from where it stands, and asking again only for what changed.

Cannot tell
    When the document's text did not land, or is empty. A sentence that forbids it, takes it
    back, quotes it, tells of it as a trouble or leaves it to everybody makes no demand.
"""

from zouxin.checks import check
from zouxin.checks.demands._common import EVIDENCE, apps, made
from zouxin.tables import order, order_reading


@check(
    code="DMD007",
    subject=order,
    reads=[order, order_reading],
    scope="subject",
    gate="draft",
    cites=apps("five bans: no arbitrary or repeated demands for forms"),
    evidence=EVIDENCE,
    says="{number} {title}: {times} sentences: asks again for what was reported, in several forms, or daily whatever changed.",
)
def repeats_forms(t, limit, moment):
    return made(t, "forms")
