"""A platform nobody edits.

Finds
    A live account, app or mini-program whose register gives fewer editors than the limit.

Matters because
    "No strength to operate" is why accounts die; whoever answers for it cannot be named.

Put right by
    Naming somebody with hours for it, merging it into a platform that has staff, or closing it.

Cannot tell
    When the register does not say how many people edit it. Unknown is not none.
"""

import ibis

from zouxin.checks import Limit, check
from zouxin.checks._shared import opinions
from zouxin.checks.platforms._common import answer, live
from zouxin.tables import platform


@check(
    code="PLT013",
    subject=platform,
    reads=[platform],
    scope="subject",
    gate="never",
    limits={"editors": Limit(default=1, unit="people", stricter="higher", doc="Fewest people who edit it.")},
    cites=opinions("resources: a named leader, funds, posts of their own"),
    evidence={"name": "string", "editors": "int64", "operator": "string", "limit": "int64"},
    says="{name}: {editors} editors (at least {limit}); run by {operator}.",
)
def unstaffed(t, limit, moment):
    r = live(t).mutate(limit=ibis.literal(limit.editors))
    few = r.editors < limit.editors
    return answer(r, ibis.cases((r.status.notnull() | ~few, few)))
