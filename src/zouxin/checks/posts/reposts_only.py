"""A platform that only passes on what others publish.

Finds
    A platform of whose posts in the time nearly all are reposts, when all of them were seen.

Matters because
    It is kept alive on paper: nothing on it comes from its owner.

Put right by
    Publishing what the office itself knows, or merging the platform.

Cannot tell
    Without a complete, successful and recent look, with too few posts, or where it is not known
    of enough of them whether they are reposts.
"""

import ibis
from ibis import _

from zouxin.checks import Limit, check
from zouxin.checks.posts._common import ACCOUNTS
from zouxin.tables import observation, platform, post


@check(
    code="PST007",
    subject=platform,
    reads=[platform, observation, post],
    scope="subject",
    gate="never",
    limits={
        "window": Limit(default=90, unit="days", stricter="higher", doc="Days before the look that are counted."),
        "stale_look": Limit(default=31, unit="days", stricter="lower", doc="Oldest look that still says something."),
        "posts": Limit(default=10, unit="posts", stricter="lower", doc="Fewest posts in the time."),
        "share": Limit(default=95, unit="percent", stricter="lower", doc="Least share of reposts."),
    },
    cites=ACCOUNTS,
    evidence={"seen_on": "date", "posts": "int64", "reposts": "int64", "unknown": "int64"},
    says="{reposts} of {posts} posts in the time are reposts ({unknown} not known), seen on {seen_on}.",
)
def reposts_only(t, limit, moment):
    whole = t.observation.filter((_.of == "posts") & (_.outcome == "read") & (_.covers == "all") & (_.seen_on <= moment))
    looks = whole.group_by(["source", "platform_id"]).agg(seen_on=_.seen_on.max())
    said = t.post.select("source", "platform_id", "posted_on", "repost").inner_join(looks, ["source", "platform_id"])
    said = said.filter((said.posted_on <= said.seen_on) & (said.seen_on.delta(said.posted_on, unit="day") < limit.window))
    counts = said.group_by(["source", "platform_id"]).agg(
        posts=_.count(), reposts=_.repost.fill_null(False).cast("int64").sum(), unknown=_.repost.isnull().cast("int64").sum()
    )
    r = t.platform.filter(_.status.fill_null("live") == "live").select("source", "id")
    r = r.left_join(looks, ["source", ("id", "platform_id")]).drop("source_right", "platform_id")
    r = r.left_join(counts, ["source", ("id", "platform_id")]).drop("source_right", "platform_id")
    r = r.mutate(posts=_.posts.fill_null(0), reposts=_.reposts.fill_null(0), unknown=_.unknown.fill_null(0))
    stale = (moment.delta(r.seen_on, unit="day") > limit.stale_look).fill_null(True)
    few = r.posts < limit.posts
    yes = r.reposts * 100 >= r.posts * limit.share
    maybe = (r.reposts + r.unknown) * 100 >= r.posts * limit.share
    return r.mutate(
        found=ibis.cases((stale, ibis.null("boolean")), (few, False), (yes, True), (maybe, ibis.null("boolean")), else_=False),
        because=ibis.cases((stale, "unobserved"), (maybe & ~yes & ~few, "no_judgement")),
    )
