"""A live platform that is not filed.

Finds
    A live account, app or mini-program without filing number and filing day, in a register that
    gives filing numbers for platforms of its kind.

Matters because
    What is not filed is not inspected, and nobody notices when it is lost or imitated.

Put right by
    Filing it with the authority in charge, or closing it.

Cannot tell
    When the register gives hardly any filing numbers for that kind, so that a blank cell says
    nothing; when nobody said whether it is live.
"""

import ibis
from ibis import _

from zouxin.checks import Limit, check
from zouxin.checks._shared import joined, opinions
from zouxin.checks.platforms._common import answer, live
from zouxin.tables import platform


@check(
    code="PLT009",
    subject=platform,
    reads=[platform],
    scope="corpus",
    gate="never",
    limits={"known": Limit(default=10, unit="percent", stricter="lower", doc="Least share of live platforms of its kind with a filing number, from which a blank means none.")},
    cites=opinions("filing at each level: opening, changing, closing and cancelling are filed"),
    evidence={"name": "string", "kind": "string", "filed": "int64", "platforms": "int64"},
    says="{name}: no filing number, while {filed} of {platforms} live platforms of its kind in the register have one.",
)  # fmt: skip
def unregistered(t, limit, moment):
    r = live(t)
    r = r.mutate(_filed=r.filing_number.notnull() | r.filed_on.notnull())
    told = r.filter(_.status == "live").group_by(["source", "kind"]).agg(filed=_._filed.sum(), platforms=_.count())
    r = joined(r, told, ["source", "kind"])
    tells = ((r.filed > 0) & (r.filed * 100 >= r.platforms * limit.known)).fill_null(False)
    return answer(r, ibis.cases((r._filed, False), (r.status.notnull() & tells, True)))
