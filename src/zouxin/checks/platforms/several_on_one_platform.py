"""Several accounts of one unit on one network.

Finds
    A live account beside other live accounts of the same unit on the same network.

Matters because
    Readers do not know which one speaks, and each of them has to be fed, guarded and inspected.

Put right by
    Keeping the one people read, moving the others' readers and services to it, and closing those
    in public. Where each has an audience of its own, saying so in the filing.

Cannot tell
    When the owner, the state or the network of an account is not known.
"""

import ibis
from ibis import _

from zouxin.checks import Limit, check
from zouxin.checks.platforms._common import answer, joined, live, opinions
from zouxin.tables import platform, platform_reading


@check(
    code="PLT007",
    subject=platform,
    reads=[platform, platform_reading],
    scope="corpus",
    gate="never",
    limits={"accounts": Limit(default=1, unit="accounts", stricter="lower", doc="Most live accounts of one unit on one network.")},
    cites=opinions("one unit, one account on each platform, in principle"),
    evidence={"name": "string", "network": "string", "accounts": "int64", "names": "string", "limit": "int64"},
    says="{name}: one of {accounts} live accounts of its unit on {network} ({names}); {limit} in principle.",
)
def several_on_one_platform(t, limit, moment):
    network = t.platform_reading.select("source", "network", id="platform_id")
    a = joined(live(t).filter(_.kind != "mini_program"), network, ["source", "id"])
    known = a.filter(a.unit_id.notnull() & a.network.notnull() & (a.status == "live"))
    held = known.group_by(["source", "unit_id", "network"]).agg(
        accounts=_.count(), names=ibis.coalesce(_.name, _.id).collect().sort().join("、")
    )
    # beside an account whose network is not known another one may stand, known or not
    dark = a.filter(a.unit_id.notnull() & a.network.isnull()).group_by(["source", "unit_id", "kind"]).agg(unknown=_.count())
    r = joined(joined(a, held, ["source", "unit_id", "network"]), dark, ["source", "unit_id", "kind"])
    several, alone = r.accounts > limit.accounts, r.unknown.fill_null(0) <= limit.accounts
    found = ibis.cases((r.status.isnull() | r.unit_id.isnull(), ibis.null("boolean")), (r.network.isnull() & alone, False), else_=several)
    return answer(r.mutate(limit=ibis.literal(limit.accounts)), found)
