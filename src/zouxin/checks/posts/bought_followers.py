"""Figures of a platform that hardly came about by themselves.

Finds
    Followers that rose by leaps while nothing was published; posts liked more often than read;
    many posts with one and the same number of likes.

Matters because
    Bought followers and ordered likes cost money and nerves and say nothing of people.

Put right by
    Taking the figure out of the assessment; asking where the leap came from.

Cannot tell
    When neither followers nor reads and likes were seen. A merger, an event or a way of
    counting may explain it: this is an indicator.
"""

import ibis
from ibis import _

from zouxin.checks import Limit, check
from zouxin.checks.posts._common import INDICATORS
from zouxin.tables import engagement, platform, post, reach


@check(
    code="PST010",
    subject=platform,
    reads=[platform, post, engagement, reach],
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
    met = t.engagement.inner_join(t.post.select("source", "platform_id", post_id="id"), ["source", "post_id"])
    last = met.group_by([*key, "post_id"]).agg(likes=_.likes.max(), reads=_.reads.max())
    over = last.group_by(key).agg(over_read=(_.likes > _.reads).fill_null(False).cast("int64").sum(), met=_.count())
    alike = last.filter(_.likes >= limit.likes).group_by([*key, "likes"]).agg(n=_.count()).group_by(key).agg(constant=_.n.max())
    counted = t.reach.filter(_.followers.notnull()).select("source", "platform_id", "seen_on", "followers")
    before = counted.mutate(
        was=_.followers.lag().over(group_by=key, order_by="seen_on"), was_on=_.seen_on.lag().over(group_by=key, order_by="seen_on")
    ).filter(_.was.notnull())
    grown = before.filter((_.followers - _.was >= limit.followers) & ((_.followers - _.was) * 100 >= _.was * limit.leap))
    said = t.post.filter(_.posted_on.notnull()).select("source", "platform_id", "posted_on")
    during = grown.inner_join(said, key).filter((_.posted_on > _.was_on) & (_.posted_on <= _.seen_on)).select(*key, "seen_on").distinct()
    leaps = grown.anti_join(during, [*key, "seen_on"]).group_by(key).agg(leaps=_.count())
    seen = before.group_by(key).agg(counts=_.count())
    r = t.platform.select("source", "id")
    for part in (over, alike, leaps, seen):
        r = r.left_join(part, ["source", ("id", "platform_id")]).drop("source_right", "platform_id")
    blind = r.met.isnull() & r.counts.isnull()
    r = r.mutate(leaps=_.leaps.fill_null(0), over_read=_.over_read.fill_null(0), constant=_.constant.fill_null(0), blind=blind)
    found = (r.leaps > 0) | (r.over_read >= limit.over_read) | (r.constant >= limit.constant)
    return r.mutate(found=ibis.cases((r.blind, ibis.null("boolean")), else_=found), because=ibis.cases((r.blind, "unobserved")))
