"""A platform with a name that may be taken for an official one.

Finds
    An account of a known owner, beside another one not its owner's whose name sounds the same,
    looks the same or differs by one character. An indicator for a person to look at.

Matters because
    Counterfeit accounts take money and data from people who think they write to an office.

Put right by
    Looking at the other one. Counterfeit: reporting it to its network and warning people.
    Innocent (a neighbour of like name, an account the register forgot, a former name, a fan
    page that says so): saying whose it is, and having this finding overruled.

Cannot tell
    When the account has no name, its name is too short for likeness to mean anything, more than
    twenty owners have it, or its owner is not among the units the source lists.
"""

import ibis
from ibis import _

from zouxin.checks import Limit, check
from zouxin.checks._shared import joined, opinions
from zouxin.checks.platforms._common import answer, live
from zouxin.tables import look_alike, platform, platform_reading


@check(
    code="PLT016",
    subject=platform,
    reads=[platform, platform_reading, look_alike],
    scope="corpus",
    gate="never",
    limits={"chars": Limit(default=4, unit="characters", stricter="lower", doc="Shortest name for which likeness means anything.")},
    cites=opinions("fake accounts are reported to the platform they are on"),
    evidence={"name": "string", "others": "int64", "names": "string", "how": "string", "doubt": "string", "other_id": "string"},
    says="{name}: {others} accounts that are not its owner's have a name like it ({names}; {how}, {doubt}). Please look: it may be innocent.",
)
def look_alike_name(t, limit, moment):
    other = t.platform.select("source", other_id="id", _other="name")
    crowd = t.look_alike.filter(_.how == "crowd").select("source", id="platform_id", _crowd=True)
    pairs = joined(t.look_alike.filter(_.how != "crowd"), other, ["source", "other_id"])
    pairs = pairs.group_by(["source", "platform_id"]).agg(
        others=_.count(), names=ibis.coalesce(_._other, _.other_id).collect().unique().sort().join("、"),
        how=_.how.collect().unique().sort().join("、"), doubt=_.doubt.collect().unique().sort().join("、"), other_id=_.other_id.min(),
    )  # fmt: skip
    reading = t.platform_reading.select("source", "folded", "owner_name", id="platform_id")
    r = joined(live(t).filter(_.unit_id.notnull()), reading, ["source", "id"])
    r = joined(r, pairs, ["source", ("id", "platform_id")])
    long = (r.folded.length() >= limit.chars).fill_null(False)
    r = joined(r, crowd.distinct(), ["source", "id"])
    # of an owner the source does not list nobody knows whose name it is, and a name of many owners was not compared
    whole, met = r.owner_name.notnull() & r._crowd.isnull(), r.others.notnull()
    known = long & ibis.cases((met, r.status.notnull()), else_=whole)
    return answer(r, ibis.cases((known, met)), (r.folded.notnull() & r.owner_name.notnull() & r.status.notnull(), "no_judgement"))
