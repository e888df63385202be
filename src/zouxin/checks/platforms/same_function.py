"""A platform that offers what another one of its unit, or of the unit above, offers.

Finds
    A live platform most of whose services can be got on another live platform of its own unit
    or of the unit above it.

Matters because
    People look in two places, and two places are kept up for one purpose.

Put right by
    Merging the two where people already go, every service moved before one is closed; or saying
    whom each of them is for.

Cannot tell
    When its services are not known, bear no item code, or its owner is not known.
"""

import ibis
from ibis import _

from zouxin.checks import Limit, check
from zouxin.checks._shared import joined, opinions
from zouxin.checks.platforms._common import ELSEWHERE, answer
from zouxin.tables import platform, service, unit


@check(
    code="PLT008",
    subject=platform,
    reads=[platform, service, unit],
    scope="corpus",
    gate="never",
    limits={
        "share": Limit(default=80, unit="percent", stricter="lower", doc="Least share of its services that the other one offers too."),
        "items": Limit(default=3, unit="services", stricter="lower", doc="Fewest services in common."),
    },
    cites=opinions("platforms of similar function are cleared and merged"),
    evidence={"name": "string", "common": "int64", "services": "int64", "other_id": "string", "other": "string", "share": "int64"},
    says="{name}: {common} of its {services} services are offered by {other} too ({share} % and more).",
)
def same_function(t, limit, moment):
    # a mailbox or a site may offer services too, a work group does not
    p = t.platform.filter(_.kind.isnull() | _.kind.notin(("group", "column")))
    p = p.filter(p.status.isnull() | (p.status == "live"))
    offers = t.service.filter(_.platform_id.notnull()).select("source", "platform_id", "item_code")
    lost = t.service.filter(_.platform_id.isnull()).group_by("source").agg(_lost=_.count())  # may be anybody's
    counted = offers.group_by(["source", "platform_id"]).agg(services=_.count(), coded=_.item_code.nunique())
    counted = counted.mutate(services=ibis.greatest(counted.services, counted.coded))
    own = t.unit.select("source", "parent_id", unit_id="id")
    mine = joined(p.filter(p.status == "live").select("source", "unit_id", platform_id="id"), own, ["source", "unit_id"])
    items = mine.join(offers.filter(_.item_code.notnull()).distinct(), ["source", "platform_id"]).select(*mine.columns, "item_code")
    theirs = items.select("source", "item_code", place="unit_id", other_id="platform_id")
    met = ibis.union(*[items.join(theirs, ["source", ("unit_id" if up is None else up, "place"), "item_code"]).filter(_.platform_id != _.other_id)
                       .select("source", "platform_id", "other_id", "item_code") for up in (None, "parent_id")], distinct=True)  # fmt: skip
    met = met.group_by(["source", "platform_id", "other_id"]).agg(common=_.count())
    first = ibis.row_number().over(ibis.window(group_by=["source", "platform_id"], order_by=[ibis.desc("common"), "other_id"]))
    met = met.mutate(_nth=first).filter(_._nth == 0).drop("_nth")
    met = joined(met, t.platform.select("source", other_id="id", other="name"), ["source", "other_id"])
    asked = p.filter(p.kind.isnull() | p.kind.notin(ELSEWHERE))
    r = joined(joined(asked, counted, ["source", ("id", "platform_id")]).drop("platform_id"), met, ["source", ("id", "platform_id")])
    r = joined(r, lost, ["source"])
    r = r.mutate(common=r.common.fill_null(0), _lost=r._lost.fill_null(0), share=ibis.literal(limit.share))
    same = (r.common >= limit.items) & (r.common * 100 >= (r.services + r._lost) * limit.share) & (r.common > 0)
    blank = r.services - r.coded + r._lost
    might = (r.common + blank >= limit.items) & ((r.common + blank) * 100 >= r.services * limit.share)
    unknown = r.status.isnull() | r.unit_id.isnull() | r.services.isnull() | (~same & might & (blank > 0))
    return answer(r, ibis.cases((~unknown, same)))
