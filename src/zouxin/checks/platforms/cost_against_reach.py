"""A platform that costs more than it is worth to anybody.

Finds
    A live platform run under contract whose every reading, visit or user cost more yuan than the
    limit, over the time for which both money and use are known.

Matters because
    Fees are paid for accounts that hardly anybody opens, while the money is missing elsewhere.

Put right by
    Asking whom it is for; merging it, or buying less. Dropping one platform of a contract saves
    its share only where the contract says so: `saving` is blank everywhere else.

Cannot tell
    When use or money is not known, or they are not known for the same time. Unknown use is not none.
"""

import ibis
from ibis import _

from zouxin.checks import Limit, check
from zouxin.checks._shared import joined, opinions
from zouxin.checks.platforms._common import answer, days_of, live, part, used_by_people
from zouxin.tables import contract, contract_platform, platform, reach


@check(
    code="PLT017",
    subject=platform,
    reads=[platform, contract, contract_platform, reach],
    scope="corpus",
    gate="never",
    limits={
        "yuan_each": Limit(default=1.0, unit="yuan", stricter="lower", doc="Most yuan for one reading, visit or user; advertising costs a tenth to a third of one."),
        "within": Limit(default=365, unit="days", doc="How far back use counts."),
    },
    cites=opinions("those with little attention and little use are cleared and merged"),
    evidence={"name": "string", "yuan": "float64", "outcomes": "int64", "yuan_each": "float64", "from_on": "date", "until_on": "date", "split": "string", "saving": "float64"},
    says="{name}: {yuan} yuan ({split} split of its contract) for {outcomes} readings, visits or users from {from_on} to {until_on}.",
)  # fmt: skip
def cost_against_reach(t, limit, moment):
    used = used_by_people(t, moment, limit.within)
    c = t.contract.select("source", "yuan", "from_on", "until_on", contract_id="id").rename(_from="from_on", _until="until_on")
    c = t.contract_platform.inner_join(c, ["source", "contract_id"])
    over = c.group_by(["source", "contract_id"]).agg(_stated=_.share.sum().fill_null(0.0), _blank=_.share.isnull().sum())
    c = joined(joined(c, over, ["source", "contract_id"]), used, ["source", "platform_id"])
    rest = part(ibis.greatest(0.0, 1.0 - c._stated), c._blank)
    both = ibis.greatest(0, days_of(ibis.greatest(c._from, c.from_on), ibis.least(c._until, c.until_on)))
    c = c.mutate(_paid=c.yuan * ibis.coalesce(c.share, rest), _part=part(both.cast("float64"), days_of(c._from, c._until)))
    c = c.mutate(_cost=c._paid * c._part * c._known)
    c = c.group_by(["source", "platform_id"]).agg(
        yuan=_._cost.sum().round(2), _unknown=(_.yuan.isnull() | _._from.isnull() | _._until.isnull()).any(), _undated=_._from.isnull().any() | _._until.isnull().any(),
        split=ibis.cases((_.share.isnull().any(), "equal"), else_="stated"), saving=ibis.cases((_.share.count() == _.count(), _._paid.sum().round(2))),
    )  # fmt: skip
    r = joined(live(t).inner_join(c, [_.source == c.source, _.id == c.platform_id]), used, ["source", "platform_id"])
    r = r.mutate(yuan=ibis.cases((~r._unknown, r.yuan)), yuan_each=part(r.yuan, r.outcomes).round(2))
    dear = r.yuan > r.outcomes * limit.yuan_each
    known = r.status.notnull() & ~r._unknown & (r.yuan > 0) & r.outcomes.notnull() & ~(dear & r._gaps)
    return answer(r, ibis.cases((known.fill_null(False), dear)), (r._undated, "undated"))
