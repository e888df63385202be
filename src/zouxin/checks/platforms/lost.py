"""A platform nobody can log in to.

Finds
    A platform its register calls lost: the password is gone, so that it can neither be fed nor closed.

Matters because
    It stays up under a government name, and whoever finds the password speaks for the government.

Put right by
    Getting it back, or having it cancelled, from its network with the unit's papers; warning
    people meanwhile; keeping passwords with the post and not with the person.

Cannot tell
    When nobody said in what state it is.
"""

import ibis

from zouxin.checks import check
from zouxin.checks._shared import opinions
from zouxin.checks.platforms._common import accounts, answer
from zouxin.tables import platform


@check(
    code="PLT019",
    subject=platform,
    reads=[platform],
    scope="subject",
    gate="never",
    cites=opinions("security: accounts and passwords are under control"),
    evidence={"name": "string", "kind": "string", "opened_on": "date", "operator": "string"},
    says="{name}: its password is lost; it can neither be fed nor closed.",
)
def lost(t, limit, moment):
    r = accounts(t)
    return answer(r, ibis.cases((r.status.notnull(), r.status == "lost")))
