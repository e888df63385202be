"""A post that bears another day than it was published.

Finds
    A post dated before the document in it was issued, or one that showed different days of
    publishing at different looks.

Matters because
    A forged day makes an idle column look alive and a late notice look timely.

Put right by
    Restoring the true day; where a page was corrected, saying on which day.

Cannot tell
    When the post has no day of publishing, or neither a day of issue nor an earlier look to
    compare it with.
"""

import ibis

from zouxin.checks import Limit, check
from zouxin.checks.posts._common import INDICATORS
from zouxin.tables import post, post_change


@check(
    code="PST002",
    subject=post,
    reads=[post, post_change],
    scope="subject",
    gate="never",
    limits={"slack": Limit(default=0, unit="days", stricter="lower", doc="Most days a post may be dated before its document was issued.")},
    cites=INDICATORS,
    evidence={
        "posted_on": "date",
        "issued_on": "date",
        "days_early": "int64",
        "dates": "int64",
        "first_date": "date",
        "last_date": "date",
        "changed_on": "date",
    },
    says="Published on {posted_on}, issued on {issued_on}; showed {dates} different days of publishing ({first_date} to {last_date}).",
)
def forged_date(t, limit, moment):
    changes = t.post_change.select("source", "post_id", "first_date", "last_date", "changed_on", seen="dates")
    r = (
        t.post.select("source", "id", "platform_id", "posted_on", "issued_on")
        .left_join(changes, ["source", ("id", "post_id")])
        .drop("source_right", "post_id")
    )
    r = r.mutate(days_early=r.issued_on.delta(r.posted_on, unit="day").cast("int64"), dates=r.seen.fill_null(0))
    early = (r.days_early > limit.slack).fill_null(False)
    moved = r.dates > 1
    open_ = r.posted_on.isnull() | (r.issued_on.isnull() & (r.dates == 0))
    return r.mutate(
        found=ibis.cases((early | moved, True), (open_, ibis.null("boolean")), else_=False),
        because=ibis.cases((open_ & ~early & ~moved, "undated")),
    )
