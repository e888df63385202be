"""Figures of a platform that hardly came about by themselves.

Finds
    Followers that rose by leaps while nothing was published; posts liked more often than read;
    many posts with one and the same number of likes.

Matters because
    Bought followers and ordered likes cost money and nerves and say nothing of people.

Put right by
    Taking the figure out of the assessment; asking where the leap came from.

Cannot tell
    When neither followers nor reads and likes were seen, or what was published meanwhile was
    not seen whole. A merger, an event or a way of counting may explain it: an indicator.
"""

import ibis
from ibis import _

from zouxin.checks import Limit, check
from zouxin.checks._shared import looked, strays
from zouxin.checks.posts._common import INDICATORS
from zouxin.tables import engagement, observation, platform, post, reach


@check(
    code="PST010",
    subject=platform,
    reads=[platform, observation, post, engagement, reach],
    scope="subject",
    gate="never",
    limits={
        "leap": Limit(default=50, unit="percent", stricter="lower", doc="Least growth of followers between two counts."),
        "followers": Limit(default=1000, unit="people", stricter="lower", doc="Least growth in people."),
        "over_read": Limit(default=3, unit="posts", stricter="lower", doc="Fewest posts liked more often than read."),
        "constant": Limit(default=10, unit="posts", stricter="lower", doc="Fewest posts with one number of likes."),
        "likes": Limit(default=20, unit="likes", stricter="lower", doc="Least such number."),
    },
    cites=INDICATORS,
    evidence={"leaps": "int64", "over_read": "int64", "constant": "int64"},
    says="Leaps of followers without a post: {leaps}; posts liked more than read: {over_read}; posts with the same number of likes: {constant}.",
)
def bought_followers(t, limit, moment):
    key = ["source", "platform_id"]
    met = t.engagement.filter(_.seen_on <= moment).inner_join(t.post.select("source", "platform_id", post_id="id"), ["source", "post_id"])
    last = met.group_by([*key, "post_id"]).agg(likes=_.likes.max(), over=(_.likes > _.reads).fill_null(False).cast("int64").max())
    over = last.group_by(key).agg(over_read=_.over.sum(), met=_.count())
    alike = last.filter(_.likes >= limit.likes).group_by([*key, "likes"]).agg(n=_.count()).group_by(key).agg(constant=_.n.max())
    r = looked(t, t.platform.select("source", "id"), moment, of="posts")
    undated = t.post.filter(_.posted_on.isnull()).group_by(key).agg(undated=_.count())
    for part in (over, alike, _leaps(t, limit, moment, r.select("source", platform_id="id", look="seen_on")), undated):
        r = r.left_join(part, ["source", ("id", "platform_id")]).drop("source_right", "platform_id")
    blind = r.met.isnull() & r.counts.isnull()
    r = r.mutate(**{name: r[name].fill_null(0) for name in ("leaps", "unwatched", "undated", "over_read", "constant")}, blind=blind)
    r = strays(t, r, moment).mutate(undated=ibis._.undated + ibis._.strays)
    # a post without a day, or without a platform, may be what the followers came for
    sure = ((r.leaps > 0) & (r.undated == 0)) | (r.over_read >= limit.over_read) | (r.constant >= limit.constant)
    unsure = r.leaps + r.unwatched > 0
    return r.mutate(
        found=ibis.cases((r.blind, ibis.null("boolean")), (sure, True), (unsure, ibis.null("boolean")), else_=False),
        because=ibis.cases((sure & ~r.blind, ibis.null("string")), (r.blind | (r.unwatched > 0), "unobserved"), (unsure, "undated")),
    )


def _leaps(t, limit, moment, looks):
    """Leaps of followers without a dated post: `leaps` up to the last whole look at posts, `unwatched` beyond it; `counts` of pairs counted."""
    key = ["source", "platform_id"]
    counted = t.reach.filter(_.followers.notnull() & (_.seen_on <= moment)).select(*key, "seen_on", "followers")
    before = counted.mutate(
        was=_.followers.lag().over(group_by=key, order_by="seen_on"), was_on=_.seen_on.lag().over(group_by=key, order_by="seen_on")
    ).filter(_.was.notnull())
    grown = (before.followers - before.was >= limit.followers) & ((before.followers - before.was) * 100 >= before.was * limit.leap)
    said = t.post.filter(_.posted_on.notnull()).select(*key, "posted_on")
    during = before.inner_join(said, key).filter((_.posted_on > _.was_on) & (_.posted_on <= _.seen_on)).select(*key, "seen_on").distinct()
    rows = before.mutate(grown=grown).left_join(during.mutate(heard=True), [*key, "seen_on"])
    rows = rows.drop("source_right", "platform_id_right", "seen_on_right").left_join(looks, key).drop("source_right", "platform_id_right")
    leap, watched = rows.grown & ~rows.heard.fill_null(False), (rows.look >= rows.seen_on).fill_null(False)
    rows = rows.mutate(_leap=(leap & watched).cast("int64"), _dark=(leap & ~watched).cast("int64"))
    return rows.group_by(key).agg(leaps=_._leap.sum(), unwatched=_._dark.sum(), counts=_.count())
