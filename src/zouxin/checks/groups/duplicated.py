"""Two work groups of one unit for the same people.

Finds
    A live group that shares at least the limit of its members with another live group of
    its unit. Groups whose purposes are stated and differ need nearly all members in common.

Matters because
    The same notice comes twice, and must be acknowledged twice.

Put right by
    Keeping one of them and saying in the other where to go.

Cannot tell
    When it is not known how many are in the group, or too few of its members, or of those
    of the unit's other groups, are known. Of a pair in which one is for duty or emergencies
    neither is held a duplicate.
"""

import ibis
from ibis import _

from zouxin.checks import Limit, check
from zouxin.checks._shared import of_known_state
from zouxin.checks.groups._common import live, opinions
from zouxin.tables import group_overlap, group_profile, platform


@check(
    code="GRP003",
    subject=platform,
    reads=[platform, group_overlap, group_profile],
    scope="corpus",
    gate="never",
    limits={
        "alike": Limit(default=80, unit="percent", stricter="lower", doc="From which share of common members on; purposes are the same or not stated."),
        "alike_apart": Limit(default=95, unit="percent", stricter="lower", doc="The same where both state purposes that differ."),
        "known": Limit(default=80, unit="percent", stricter="higher", doc="Least share of members known, to say that a group has no duplicate."),
    },
    cites=opinions("work groups: none is opened twice for one job"),
    evidence={"other_id": "string", "shared": "int64", "either": "int64", "purposes": "string"},
    says="{shared} of {either} people are also in the group {other_id} of the same unit.",
)  # fmt: skip
def duplicated(t, limit, moment):
    about = t.group_profile.select("source", "platform_id", _known="known", _size="size")
    r = live(t).left_join(about, ["source", ("id", "platform_id")]).drop("source_right", "platform_id")
    r = r.mutate(_dim=(r._size.isnull() | (r._known * 100 < r._size * limit.known)).fill_null(True))
    unit = r.group_by(["source", "unit_id"]).agg(_groups=_.count(), _dims=_.count(where=_._dim))
    other = r.select("source", other_id="id", _other_duty="duty", _live=r.status.notnull())
    pairs = t.group_overlap.inner_join(r.select("source", "id", _own_duty="duty"), ["source", ("platform_id", "id")]).drop("id")
    pairs = pairs.inner_join(other, ["source", "other_id"]).filter(_._own_duty == _._other_duty)
    floor = ibis.cases((_.purposes == "differ", limit.alike_apart), else_=limit.alike)
    pairs = pairs.filter(_.shared * 100 >= _.either * floor)
    # one that is live before one of which nobody said so, then the least id
    nth = ibis.row_number().over(ibis.window(group_by=["source", "platform_id"], order_by=[_._live.desc(), _.other_id]))
    pairs = pairs.mutate(_nth=nth).filter(_._nth == 0).select("source", "platform_id", "other_id", "shared", "either", "purposes", "_live")
    r = r.left_join(pairs, ["source", ("id", "platform_id")]).drop("source_right", "platform_id")
    r = r.left_join(unit, ["source", "unit_id"]).drop("source_right", "unit_id_right")
    # alone in its unit there is nothing to be a duplicate of; a group without a unit cannot be placed
    alone, dark = (r._groups == 1).fill_null(False), r.unit_id.isnull() | (r._dims > 0).fill_null(True) | r.other_id.notnull()
    twin = r._live.fill_null(False)
    return of_known_state(
        r.mutate(
            found=ibis.cases((twin, True), (alone, False), (dark, ibis.null("boolean")), else_=False),
            because=ibis.cases((twin | alone, ibis.null("string")), (dark, "unobserved")),
        )
    )
