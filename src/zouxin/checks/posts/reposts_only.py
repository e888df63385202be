"""A platform that only passes on what others publish.

Finds
    A platform of whose posts in the time nearly all are reposts, when all of them were seen
    and there are enough of them to say so.

Matters because
    It is kept alive on paper: nothing on it comes from its owner.

Put right by
    Publishing what the office itself knows, or merging the platform.

Cannot tell
    Without a complete, successful and recent look, or where it is not known of enough of its
    posts when they were published or whether they are reposts.
"""

import ibis
from ibis import _

from zouxin.checks import Limit, check
from zouxin.checks._shared import fresh, looked, strays
from zouxin.checks.platforms._common import live
from zouxin.checks.posts._common import ACCOUNTS
from zouxin.tables import observation, platform, post


@check(
    code="PST007",
    subject=platform,
    reads=[platform, observation, post],
    scope="subject",
    gate="never",
    limits={
        "window": Limit(default=90, unit="days", doc="Days before the look that are counted."),
        "stale_look": Limit(default=31, unit="days", doc="Oldest look that still says something."),
        "posts": Limit(default=10, unit="posts", stricter="lower", doc="Fewest posts in the time."),
        "share": Limit(default=95, unit="percent", stricter="lower", doc="Least share of reposts."),
    },
    cites=ACCOUNTS,
    evidence={"seen_on": "date", "posts": "int64", "reposts": "int64", "unknown": "int64"},
    says="{reposts} of {posts} posts in the time are reposts ({unknown} not known), seen on {seen_on}.",
)
def reposts_only(t, limit, moment):
    key = ["source", "platform_id"]
    r = looked(t, live(t), moment, of="posts").select("source", "id", "status", "seen_on")
    said = t.post.select(*key, "posted_on", "repost").inner_join(r.select("source", platform_id="id", seen_on="seen_on"), key)
    inside = (said.posted_on <= said.seen_on) & (said.seen_on.delta(said.posted_on, unit="day") < limit.window)
    said = said.filter(inside | said.posted_on.isnull()).mutate(dated=said.posted_on.notnull())
    counts = said.group_by(key).agg(
        posts=_.dated.cast("int64").sum(), reposts=(_.dated & _.repost.fill_null(False)).cast("int64").sum(),
        unknown=(_.dated & _.repost.isnull()).cast("int64").sum(), undated=(~_.dated).cast("int64").sum(),
    )  # fmt: skip
    r = r.left_join(counts, ["source", ("id", "platform_id")]).drop("source_right", "platform_id")
    # posts without a day may all be its own, or all reposts; so may posts of which nobody said where they stood
    r = strays(t, r.mutate(**{name: r[name].fill_null(0) for name in ("posts", "reposts", "unknown", "undated")}), moment)
    recent = (moment.delta(r.stray_on, unit="day") < limit.window + limit.stale_look).fill_null(False)
    r = r.mutate(undated=r.undated + ibis.cases((recent, r.strays), else_=0))
    dark = r.status.isnull() | ~fresh(r.seen_on, moment, limit.stale_look)
    few, share = r.posts + r.undated < limit.posts, limit.share
    yes = (r.posts >= limit.posts) & (r.reposts * 100 >= (r.posts + r.undated) * share)
    maybe = (r.reposts + r.unknown + r.undated) * 100 >= (r.posts + r.undated) * share
    return r.mutate(
        found=ibis.cases((dark, ibis.null("boolean")), (few, False), (yes, True), (maybe, ibis.null("boolean")), else_=False),
        because=ibis.cases(
            (dark, "unobserved"), (few | yes | ~maybe, ibis.null("string")), (r.undated > 0, "undated"), else_="no_judgement"
        ),
    )
