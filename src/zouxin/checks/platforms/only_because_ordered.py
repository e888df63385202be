"""An order that counts platforms and not what they do.

Finds
    An order that makes units open platforms and assesses only whether they were opened, when
    live platforms stand that were opened for it.

Matters because
    It makes empty shells: units open what they cannot feed, and are praised for it.

Put right by
    Withdrawing or rewriting the order: who needs a platform, for what, fed by whom; assessing
    whether people are served. The platforms are then looked at one by one.

Cannot tell
    When what the order demands or assesses is not known, or no platform names it as its reason.
"""

import ibis
from ibis import _

from zouxin.checks import check
from zouxin.checks._shared import joined, opinions
from zouxin.checks.platforms._common import answer
from zouxin.tables import order, platform


@check(
    code="PLT018",
    subject=order,
    reads=[order, platform],
    scope="subject",
    gate="never",
    cites=opinions("units below county governments open accounts by need; assessment looks at results"),
    evidence={
        "number": "string",
        "title": "string",
        "issued_on": "date",
        "deadline_on": "date",
        "platforms": "int64",
        "alive": "int64",
        "units": "int64",
    },
    says="{number}: requires platforms by {deadline_on} and assesses only whether they were opened; {platforms} were, {alive} are live.",
)
def only_because_ordered(t, limit, moment):
    made = t.platform.filter(_.order_id.notnull()).mutate(_alive=_.status == "live")
    made = made.group_by(["source", "order_id"]).agg(
        platforms=_.count(), alive=_._alive.sum(), units=_.unit_id.nunique(), _unsaid=_.status.isnull().sum()
    )
    r = joined(t.order, made, ["source", ("id", "order_id")])
    shells = (r.demands == "open") & (r.assesses == "opened")
    some = ibis.cases((r.alive > 0, True), (r._unsaid > 0, ibis.null("boolean")), (r.platforms.notnull(), False))
    return answer(r, shells & some)
