"""An account whose readers ask and are not answered.

Finds
    A live account most of whose questions from readers had no reply, long after they were
    written, when all its replies were last looked at. One that slipped through is not enough.

Matters because
    Whoever writes below an official account believes that somebody reads it.

Put right by
    Answering what still stands open, and naming who looks at the comments each day; or
    closing the comments and saying where questions are answered.

Cannot tell
    Without a complete, successful and recent look at the replies, when open questions bear no
    day, or when nobody said whether the account is live. Praise, and what is too short to be a
    question, does not count.
"""

import ibis
from ibis import _

from zouxin.checks import Limit, check
from zouxin.checks._shared import fresh, joined, looked, opinions, whole_looks
from zouxin.checks.platforms._common import answer, live
from zouxin.tables import letter, letter_reading, observation, platform, reply


@check(
    code="PLT001",
    subject=platform,
    reads=[platform, letter, letter_reading, reply, observation],
    scope="subject",
    gate="never",
    limits={
        "days": Limit(
            default=92, unit="days", stricter="lower", doc="Most days a question may wait; no national rule gives a number for accounts."
        ),
        "count": Limit(default=3, unit="questions", stricter="lower", doc="Fewest unanswered questions."),
        "share": Limit(default=80, unit="percent", stricter="lower", doc="Least share of all its questions that are unanswered."),
        "chars": Limit(default=6, unit="characters", doc="Shortest text that can be a question."),
        "within": Limit(default=365, unit="days", doc="How far back questions count."),
        "stale_look": Limit(default=7, unit="days", doc="Most days between the last complete look and the moment of inspection."),
    },
    cites=opinions("interaction: messages are read, dealt with and answered"),
    evidence={"name": "string", "unanswered": "int64", "comments": "int64", "oldest_on": "date", "seen_on": "date", "limit": "int64"},
    says="{name}: {unanswered} of {comments} questions unanswered for more than {limit} days when looked at on {seen_on}, the oldest of {oldest_on}.",
)
def ignores_comments(t, limit, moment):
    said = (
        t.reply.filter(_.replied_on.isnull() | (_.replied_on <= moment)).select("source", id="letter_id").distinct().mutate(answered=True)
    )
    reading = t.letter_reading.select("source", "chars", "praises", "unreadable", id="letter_id")
    lost = t.letter.filter(_.platform_id.isnull() & (_.channel.isnull() | (_.channel == "comment")))
    c = joined(joined(t.letter.filter(_.platform_id.notnull()), said, ["source", "id"]), reading, ["source", "id"])
    c = c.filter(c.received_on.isnull() | ((c.received_on <= moment) & (moment.delta(c.received_on, unit="day") <= limit.within)))
    # what was not read still counts as a comment, but never as an ignored question
    c = c.filter(c.chars.isnull() | ((c.chars >= limit.chars) & ~c.praises.fill_null(False)))
    c = joined(c, whole_looks(t, "replies", moment), ["source", "platform_id"])
    open_ = c.answered.isnull() & c.chars.notnull() & c.unreadable.isnull()
    late = open_ & (c.seen_on.delta(c.received_on, unit="day") > limit.days).fill_null(False)
    c = c.mutate(_late=late, _undated=open_ & c.received_on.isnull(), _old=ibis.cases((late, c.received_on)))
    c = c.group_by(["source", "platform_id"]).agg(
        comments=_.count(), unanswered=_._late.sum(), undated=_._undated.sum(), oldest_on=_._old.min()
    )

    r = looked(t, live(t), moment, of="replies")
    r = joined(r, c, ["source", ("id", "platform_id")])
    # a comment of which nobody said under which account it stood may be one of its answered ones
    r = joined(r, lost.group_by("source").agg(_lost=_.count()), ["source"]).mutate(_lost=_._lost.fill_null(0))
    r = r.mutate(limit=ibis.literal(limit.days), **{n: r[n].fill_null(0).cast("int64") for n in ("comments", "unanswered", "undated")})

    def ignored(n, of):
        return (n >= limit.count) & (n * 100 >= of * limit.share) & (n > 0)

    sure, maybe = ignored(r.unanswered, r.comments + r._lost), ignored(r.unanswered + r.undated, r.comments)
    seen = fresh(r.seen_on, moment, limit.stale_look) & r.status.notnull()
    found = ibis.cases((~seen | (maybe & ~sure), ibis.null("boolean")), else_=sure)
    return answer(r, found, (seen & (r.undated > 0), "undated"))
