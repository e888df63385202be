"""A unit with more work groups than it may have.

Finds
    A unit that owns more live work groups than the limit of the pack. Groups for duty or
    emergencies are not counted.

Matters because
    Every group more is one more to be read by everybody in it.

Put right by
    Merging or dissolving groups; the unit chooses which. Where a group is needed, saying
    what for and until when.

Cannot tell
    When the census names no group at all, or groups of the unit whose state nobody gave
    would decide.
"""

import ibis
from ibis import _

from zouxin.checks import Limit, check
from zouxin.checks.groups._common import opinions
from zouxin.tables import group_profile, platform, unit


@check(
    code="GRP004",
    subject=unit,
    reads=[unit, platform, group_profile],
    scope="corpus",
    gate="never",
    limits={
        "groups": Limit(default=1, unit="groups", stricter="lower", doc="Most live groups of one unit; no national rule names a number.")
    },
    cites=opinions("work groups: their number is kept down (no number is named)"),
    evidence={"groups": "int64", "unknown": "int64", "limit": "int64"},
    says="{groups} live work groups, limit {limit}.",
)
def above_unit_limit(t, limit, moment):
    about = t.group_profile.select("source", "platform_id", "duty")
    g = t.platform.filter(_.kind == "group").select("source", "id", "unit_id", "status")
    g = g.left_join(about, ["source", ("id", "platform_id")]).filter(~_.duty.fill_null(False)).select("source", "id", "unit_id", "status")
    own = g.group_by(["source", "unit_id"]).agg(groups=_.count(where=_.status == "live"), unknown=_.count(where=_.status.isnull()))
    # groups nobody ascribed to a unit may be anybody's
    census = (
        t.platform.filter(_.kind == "group")
        .group_by("source")
        .agg(_any=_.count(), _stray=_.count(where=_.unit_id.isnull() & (_.status.isnull() | (_.status == "live"))))
    )
    r = (
        t.unit.left_join(own, ["source", ("id", "unit_id")])
        .drop("source_right", "unit_id")
        .left_join(census, "source")
        .drop("source_right")
    )
    r = r.mutate(groups=r.groups.fill_null(0), unknown=r.unknown.fill_null(0) + r._stray.fill_null(0), _seen=r._any.notnull())
    over = r.groups > limit.groups
    dark = ~r._seen | (r.groups + r.unknown > limit.groups)
    return r.mutate(
        found=ibis.cases((over, True), (dark, ibis.null("boolean")), else_=False),
        because=ibis.cases((over, ibis.null("string")), (dark, "unobserved")),
        limit=ibis.literal(limit.groups),
    )
