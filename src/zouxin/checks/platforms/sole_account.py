"""The only live account of a government of county level or above.

Finds
    A live account of such a government, or of its office, beside which it has no other.

Matters because
    Such governments have to have one: a plan that closes it would break the rule it serves.

Put right by
    Nothing: this accuses nobody. It is a warning to whoever plans to close or merge it.

Cannot tell
    When the owner's name, or the state of its accounts, is not known.
"""

import ibis
from ibis import _

from zouxin.checks import check
from zouxin.checks._shared import joined, opinions
from zouxin.checks.platforms._common import answer, live
from zouxin.tables import platform, platform_reading


@check(
    code="PLT201",
    subject=platform,
    reads=[platform, platform_reading],
    scope="corpus",
    gate="never",
    tone="fact",
    cites=opinions("governments of county level and above have to open accounts"),
    evidence={"name": "string", "seat": "string", "owner_name": "string", "accounts": "int64"},
    says="{name} is the only live account of {seat}.",
)
def sole_account(t, limit, moment):
    read = t.platform_reading.select("source", "seat", "seat_key", "owner_name", id="platform_id")
    r = joined(live(t), read, ["source", "id"])
    held = r.filter(r.seat_key.notnull()).group_by(["source", "seat_key"]).agg(accounts=_.status.count(), _unsaid=_.status.isnull().sum())
    r = joined(r, held, ["source", "seat_key"])
    owned = r.owner_name.notnull()
    sole = ibis.cases((r.accounts > 1, False), (r.status.isnull() | (r._unsaid > 0), ibis.null("boolean")), else_=r.accounts == 1)
    return answer(r, ibis.cases((owned & r.seat.isnull(), False), (owned, sole)))
