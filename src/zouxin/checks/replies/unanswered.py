"""A letter nobody answered.

Finds
    A letter without a reply more days after it came than the limit, when all replies of the
    mailbox were last looked at.

Matters because
    The citizen waits, and nothing in the statistics says so.

Put right by
    Answering, and saying why it took so long.

Cannot tell
    When the replies were not looked at, only in part, or too early; when the letter has no
    day.
"""

import ibis

from zouxin.checks import Limit, check
from zouxin.checks.replies._common import NATIONAL, elapsed
from zouxin.tables import calendar_day, letter, observation, reply


@check(
    code="RPL008",
    subject=letter,
    reads=[letter, reply, observation, calendar_day],
    scope="subject",
    gate="never",
    limits={
        "days": Limit(default=92, unit="days", stricter="lower", doc="Most days without a reply."),
        "counts": Limit(default="calendar", unit="", choices=("calendar", "working"), doc="Which days are counted."),
    },
    cites=NATIONAL,
    evidence={"received_on": "date", "seen_on": "date", "days": "int64", "limit": "int64", "counts": "string"},
    says="Received on {received_on}, no reply when looked at on {seen_on}: {days} days, limit {limit} ({counts}).",
)
def unanswered(t, limit, moment):
    looks = t.observation.filter(ibis._.of == "replies", ibis._.outcome == "read", ibis._.covers == "all")
    looks = looks.group_by(["source", "platform_id"]).agg(seen_on=ibis._.seen_on.max())
    answered = t.reply.select("source", id="letter_id").distinct().mutate(answered=True)
    r = t.letter.select("source", "id", "platform_id", "received_on")
    r = r.left_join(answered, ["source", "id"]).drop("source_right", "id_right")
    r = r.left_join(looks, ["source", "platform_id"]).drop("source_right", "platform_id_right")
    r = r.mutate(seen_on=ibis.cases((r.seen_on.notnull(), ibis.least(r.seen_on, moment.cast("date")))))
    r = elapsed(t, r.mutate(today=moment.cast("date")), "received_on", "today", limit.counts).rename(waited="days")
    r = elapsed(t, r, "received_on", "seen_on", limit.counts)
    done = r.answered.fill_null(False)
    early = (r.days <= limit.days) & (r.waited.fill_null(limit.days + 1) > limit.days)
    return r.mutate(
        found=ibis.cases((done, False), (early, ibis.null("boolean")), else_=r.days > limit.days),
        because=ibis.cases((done, ibis.null("string")), (r.seen_on.isnull() | early, "unobserved"), (r.days.isnull(), "undated")),
        limit=ibis.literal(limit.days),
        counts=ibis.literal(limit.counts),
    )
