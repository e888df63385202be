"""An account certified to somebody other than its owner.

Finds
    A live account whose public certification names neither its owner, in full or shortened, nor
    the unit above it.

Matters because
    People cannot see who speaks and whom to hold to it; nor can the unit get the account back
    when its keeper leaves.

Put right by
    Changing the certification to the unit that owns it, or the register to the unit that runs it.

Cannot tell
    When owner or certification are not known. An account certified to a company is asked about
    elsewhere, once.
"""

import ibis

from zouxin.checks import check
from zouxin.checks._shared import joined, opinions
from zouxin.checks.platforms._common import answer, live
from zouxin.tables import platform, platform_reading


@check(
    code="PLT011",
    subject=platform,
    reads=[platform, platform_reading],
    scope="subject",
    gate="never",
    cites=opinions("naming: the public certification shows the unit in charge"),
    evidence={"name": "string", "owner_name": "string", "certified_name": "string", "owner_fit": "string"},
    says="{name}: owned by {owner_name}, certified to {certified_name}.",
)
def owner_mismatch(t, limit, moment):
    read = t.platform_reading.rename(id="platform_id")
    r = joined(live(t), read, ["source", "id"])
    r = r.filter(r.company.isnull() | (r.company != "certified") | r.owner_company.fill_null(False))
    other = r.owner_fit == "other"
    return answer(r, ibis.cases((r.status.notnull() | ~other, other)))
