"""A government account under the name of a company.

Finds
    A live account of a government unit that is certified to a company or bears a company's name.

Matters because
    Whoever reads it takes the company's word for the government's, and the account leaves with
    the contract.

Put right by
    Certifying and naming it after the unit. Paying a company for daily work is allowed; the
    name, the password and the responsibility stay with the unit.

Cannot tell
    When the owner or the certification is not known. That a company runs it is no finding.
"""

import ibis

from zouxin.checks import check
from zouxin.checks._shared import joined, opinions
from zouxin.checks.platforms._common import answer, live
from zouxin.tables import platform, platform_reading


@check(
    code="PLT012",
    subject=platform,
    reads=[platform, platform_reading],
    scope="subject",
    gate="never",
    cites=opinions("naming: the public certification shows the unit in charge; services may be bought, responsibility stays"),
    evidence={"name": "string", "owner_name": "string", "certified_name": "string", "operator": "string", "company": "string"},
    says="{name} of {owner_name}: certified to {certified_name}; run by {operator}; the company stands in the {company} name.",
)
def company_name(t, limit, moment):
    r = joined(live(t), t.platform_reading.rename(id="platform_id"), ["source", "id"])
    r = r.filter(~r.owner_company.fill_null(False))
    bears = r.company.notnull()
    known = r.owner_company.notnull() & (bears | r.certified_name.notnull()) & (r.status.notnull() | ~bears)
    return answer(r, ibis.cases((known, bears)))
