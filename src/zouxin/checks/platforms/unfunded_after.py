"""A platform whose money ends.

Finds
    A live platform whose funds end before the moment of inspection or within the limit after
    it, or whose last contract does, with none to follow.

Matters because
    Without money an account is fed for another month and then falls silent, password and all.

Put right by
    Funding it on, taking it back into own hands, or planning its closure while somebody can
    still log in.

Cannot tell
    When neither funds nor contract are known, or a contract bears no last day.
"""

import ibis
from ibis import _

from zouxin.checks import Limit, check
from zouxin.checks._shared import joined, opinions
from zouxin.checks.platforms._common import answer, live
from zouxin.tables import contract, contract_platform, platform


@check(
    code="PLT014",
    subject=platform,
    reads=[platform, contract, contract_platform],
    scope="subject",
    gate="never",
    limits={"soon": Limit(default=60, unit="days", stricter="higher", doc="How many days ahead the end of the money is told.")},
    cites=opinions("resources: a named leader, funds, posts of their own"),
    evidence={"name": "string", "funded_until": "date", "contract_until": "date", "soon": "int64"},
    says="{name}: funded until {funded_until}, last contract until {contract_until}, nothing after it.",
)
def unfunded_after(t, limit, moment):
    c = t.contract.select("source", "until_on", contract_id="id")
    c = t.contract_platform.inner_join(c, ["source", "contract_id"])
    c = c.group_by(["source", "platform_id"]).agg(contract_until=_.until_on.max(), _open=_.until_on.isnull().any())
    r = joined(live(t), c, ["source", ("id", "platform_id")]).mutate(soon=ibis.literal(limit.soon))

    def ends(day):
        return day.delta(moment, unit="day") < limit.soon

    # money of its own outlives a contract only where it was said to
    paid = ibis.cases((r._open.isnull(), r.funded_until.isnull() & ibis.null("boolean")), (ends(r.contract_until) & r._open, ibis.null("boolean")),
                      else_=ends(r.contract_until))  # fmt: skip
    funded = ibis.cases((r.funded_until.isnull() & r._open.notnull(), False), else_=ends(r.funded_until))
    found = paid | funded
    return answer(r, ibis.cases((r.status.notnull() | ~found, found)), (r._open.fill_null(False), "undated"))
