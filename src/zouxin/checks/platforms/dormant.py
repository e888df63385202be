"""A live platform that has fallen silent.

Finds
    A platform its owner calls live that had published nothing for more days than
    the limit when it was last completely looked at.

Matters because
    People write to it and nobody answers; staff still keep its password, its
    contract and its place in every yearly return.

Put right by
    Publishing again, merging it into one that is alive, or closing it and
    saying so on its front page.

Cannot tell
    Without a complete, successful look that is recent enough, when no post was
    ever seen, when one that was seen bears no day, or when nobody said whether
    it is live. A partial look may clear a platform; it never accuses one.
"""

import ibis
from ibis import _

from zouxin.checks import Limit, check
from zouxin.checks._shared import fresh, indicators, joined, looked, strays_of
from zouxin.checks.platforms._common import ACCOUNTS, answer, live
from zouxin.tables import observation, platform, post


@check(
    code="PLT002",
    subject=platform,
    reads=[platform, observation, post],
    scope="subject",
    gate="never",
    kinds=ACCOUNTS,
    clock=("last_posted_on", "silent"),
    limits={
        "silent": Limit(default=14, unit="days", stricter="lower", doc="Most days without a post."),
        "stale_look": Limit(default=7, unit="days", doc="Most days between the last complete look and the moment of inspection."),
    },
    cites=indicators("new media, veto item: content not updated in the two weeks before the look"),
    evidence={"name": "string", "last_posted_on": "date", "seen_on": "date", "days_silent": "int64", "undated": "int64", "silent": "int64"},
    says="{name}: nothing published for {days_silent} days when looked at on {seen_on}; the last post is of {last_posted_on} (limit {silent}).",
)
def dormant(t, limit, moment):
    posts = t.post.filter(_.posted_on.isnull() | (_.posted_on <= moment))
    spoke = posts.group_by(["source", "platform_id"]).agg(
        last_posted_on=_.posted_on.max(), undated=_.posted_on.isnull().sum(), _posts=_.count()
    )
    seen = looked(t, live(t), moment, of="posts")
    seen = joined(seen, spoke, ["source", ("id", "platform_id")])
    seen = strays_of(seen, spoke, moment)
    seen = seen.mutate(days_silent=seen.seen_on.delta(seen.last_posted_on, unit="day"), undated=seen.undated.fill_null(0))

    heard = (moment.delta(seen.last_posted_on, unit="day") <= limit.silent).fill_null(False)
    fresh_look = fresh(seen.seen_on, moment, limit.stale_look)
    silent = (seen.days_silent > limit.silent).fill_null(False)
    # a post without a day may be yesterday's
    unsure = seen.last_posted_on.isnull() | (silent & (seen.undated > 0))
    # nor does a post of the time tell anything that may be its own
    dark = seen.status.isnull() | ~fresh_look | (silent & (seen.seen_on.delta(seen.stray_on, unit="day") <= limit.silent).fill_null(False))
    found = ibis.cases((heard, False), (dark | unsure, ibis.null("boolean")), else_=silent)
    return answer(seen.mutate(silent=ibis.literal(limit.silent)), found, (dark, "unobserved"), (unsure, "undated"))
