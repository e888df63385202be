"""A platform closed without a word.

Finds
    A platform closed not long ago without a public notice, in a register that gives the day of
    the notice for others.

Matters because
    People go on writing to it, and cannot tell a closed account from one that was taken over.

Put right by
    Telling on the owner's site, and on the account while it can still be reached, that it is
    closed, since when, and where its contents and services are now.

Cannot tell
    When the register gives hardly any such days, so that a blank cell says nothing, or no day
    of closing.
"""

import ibis
from ibis import _

from zouxin.checks import Limit, check
from zouxin.checks._shared import joined, opinions
from zouxin.checks.platforms._common import accounts, answer
from zouxin.tables import platform


@check(
    code="PLT015",
    subject=platform,
    reads=[platform],
    scope="corpus",
    gate="never",
    limits={
        "known": Limit(
            default=10,
            unit="percent",
            stricter="lower",
            doc="Least share of closed platforms with a day of notice, from which a blank means none.",
        ),
        "within": Limit(default=365, unit="days", stricter="higher", doc="How far back a closing is asked about."),
    },
    cites=opinions("changes of owner: cancelled or changed in time and told to the public"),
    evidence={"name": "string", "closed_on": "date", "told": "int64", "closed": "int64"},
    says="{name}: closed on {closed_on} without a public notice; {told} of {closed} closed platforms in the register have one.",
)
def unpublished_closure(t, limit, moment):
    r = accounts(t).filter((_.status == "closed") & (_.closed_on.isnull() | (_.closed_on <= moment)))
    counts = r.group_by("source").agg(told=_.closure_notice_on.count(), closed=_.count())
    r = joined(r, counts, ["source"])
    old = (moment.delta(r.closed_on, unit="day") > limit.within).fill_null(False)
    tells = (r.told > 0) & (r.told * 100 >= r.closed * limit.known)
    done = r.closure_notice_on.notnull() | old
    return answer(r, ibis.cases((done, False), (tells & r.closed_on.notnull(), True)), (tells & r.closed_on.isnull(), "undated"))
