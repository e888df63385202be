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
    owners = t.platform.select("source", platform_id="id", unit_id="unit_id")
    posts = t.post.select("source", "id", "platform_id", "repost", "origin").inner_join(owners, ["source", "platform_id"])
    first = posts.select("source", twin="id", first_unit="unit_id", first_platform="platform_id")
    own = posts.filter(~_.repost.fill_null(False) & _.origin.isnull())
    twins = t.post_twin.select("source", "twin", id="post_id")
    same = own.inner_join(twins, ["source", "id"]).inner_join(first, ["source", "twin"])
    same = same.filter((same.first_platform != same.platform_id) & (same.first_unit != same.unit_id))
    copied = same.group_by(["source", "platform_id"]).agg(copies=_.count(), example=_.id.min())
    all_ = posts.group_by(["source", "platform_id"]).agg(posts=_.count())
    r = t.platform.select("source", "id").left_join(all_, ["source", ("id", "platform_id")]).drop("source_right", "platform_id")
    r = r.left_join(copied, ["source", ("id", "platform_id")]).drop("source_right", "platform_id")
    r = r.mutate(posts=_.posts.fill_null(0), copies=_.copies.fill_null(0))
    none = r.posts == 0
    return r.mutate(
        found=ibis.cases((none, ibis.null("boolean")), else_=(r.copies >= limit.copies) & (r.copies * 100 >= r.posts * limit.share)),
        because=ibis.cases((none, "unobserved")),
    )
