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
from zouxin.checks._shared import joined, opinions
from zouxin.checks.platforms._common import answer, live
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
    on = ["source", "unit_id", "network"]
    owned = a.filter(a.unit_id.notnull())
    held = (
        owned.filter(_.network.notnull() & (_.status == "live"))
        .group_by(on)
        .agg(accounts=_.count(), names=ibis.coalesce(_.name, _.id).collect().sort().join("、"))
    )
    # one whose state is not known may be live, one whose network is not known may stand on any of its kind
    stateless = owned.filter(_.network.notnull() & _.status.isnull()).group_by(on).agg(stateless=_.count())
    kinds = owned.group_by(["source", "unit_id", "kind"]).agg(of_kind=_.count(), homeless=_.network.isnull().cast("int64").sum())
    r = joined(joined(joined(a, held, on), stateless, on), kinds, ["source", "unit_id", "kind"])
    r = r.mutate(accounts=r.accounts.fill_null(0), stateless=r.stateless.fill_null(0))
    might = ibis.cases((r.network.isnull(), r.of_kind), else_=r.accounts + r.stateless + r.homeless) > limit.accounts
    dark, several = r.status.isnull() | r.unit_id.isnull(), r.accounts > limit.accounts
    found = ibis.cases((dark, ibis.null("boolean")), (several, True), (might, ibis.null("boolean")), else_=False)
    return answer(r.mutate(limit=ibis.literal(limit.accounts)), found)
