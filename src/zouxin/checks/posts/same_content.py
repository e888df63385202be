"""A platform that publishes what platforms of other units published before.

Finds
    A platform many of whose posts are nearly word for word those of other units' platforms,
    published later, without being marked as reposts and without naming where they come from.

Matters because
    Ten accounts with one content are one account and the work of ten.

Put right by
    Naming the origin, publishing what is its own, or merging the platforms.

Cannot tell
    When none of its posts of enough length was seen. Reposts and posts that name their origin
    are innocent.
"""

import ibis
from ibis import _

from zouxin.checks import Limit, check
from zouxin.checks._shared import strays
from zouxin.checks.posts._common import ACCOUNTS
from zouxin.tables import platform, post, post_twin


@check(
    code="PST009",
    subject=platform,
    reads=[platform, post, post_twin],
    scope="corpus",
    gate="corpus",
    limits={
        "copies": Limit(default=5, unit="posts", stricter="lower", doc="Fewest posts that another unit published before."),
        "share": Limit(default=30, unit="percent", stricter="lower", doc="Least share of the platform's posts."),
    },
    cites=ACCOUNTS,
    evidence={"posts": "int64", "copies": "int64", "example": "string"},
    says="{copies} of {posts} posts were published before by platforms of other units, no origin named (for example {example}).",
)
def same_content(t, limit, moment):
    key = ["source", "platform_id"]
    owners = t.platform.select("source", platform_id="id", unit_id="unit_id")
    posts = t.post.filter(_.posted_on.isnull() | (_.posted_on <= moment)).select(*key, "id", "repost", "origin", "posted_on")
    posts = posts.inner_join(owners, key)
    first = posts.select("source", twin="id", first_unit="unit_id", first_platform="platform_id", first_on="posted_on")
    own = posts.filter(~_.repost.fill_null(False) & _.origin.isnull())
    twins = t.post_twin.select("source", "twin", id="post_id")
    same = own.inner_join(twins, ["source", "id"]).inner_join(first, ["source", "twin"])
    same = same.filter((same.first_platform != same.platform_id) & (same.first_unit != same.unit_id).fill_null(True))
    # of two that say the same on one day, or on days nobody knows, nobody can say who said it first
    later = same.posted_on > same.first_on
    # nor whose it is where the owner is not known, or nobody said that it is no repost
    open_ = same.first_unit.isnull() | same.unit_id.isnull() | same.repost.isnull()
    same = same.mutate(
        _later=ibis.cases((open_ & later.fill_null(True), ibis.null("boolean")), else_=later), _unsaid=later & same.repost.isnull()
    )
    copied = same.group_by(key).agg(
        copies=_._later.fill_null(False).cast("int64").sum(), unsure=_._later.isnull().cast("int64").sum(), unsaid=_._unsaid.fill_null(False).cast("int64").sum(),
        example=_.id.min(where=_._later.fill_null(False)),
    )  # fmt: skip
    r = t.platform.select("source", "id")
    for part in (posts.group_by(key).agg(posts=_.count()), copied):
        r = r.left_join(part, ["source", ("id", "platform_id")]).drop("source_right", "platform_id")
    r = strays(t, r.mutate(**{name: r[name].fill_null(0) for name in ("posts", "copies", "unsure", "unsaid")}), moment)
    none, yes = r.posts == 0, _over(r.copies, r.posts + r.strays, limit)
    maybe = _over(r.copies + r.unsure, r.posts, limit)
    return r.mutate(
        found=ibis.cases((none, ibis.null("boolean")), (yes, True), (maybe, ibis.null("boolean")), else_=False),
        because=ibis.cases((none, "unobserved"), (maybe & ~yes & (r.unsaid > 0), "no_judgement"), (maybe & ~yes, "undated")),
    )


def _over(copies, posts, limit):
    return (copies >= limit.copies) & (copies * 100 >= posts * limit.share)
