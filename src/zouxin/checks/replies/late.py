"""A reply that came after its deadline.

Finds
    A letter whose first real answer came more days after it than the limit of the pack,
    counted in working or calendar days as the pack says.

Matters because
    The deadline is a promise to the public; a letter that waits in silence is written
    twice.

Put right by
    Saying why it took longer; next time telling the citizen how far it is before the
    deadline ends.

Cannot tell
    When letter or reply has no day, or when the holiday notice of a year is not known.
    Letters without a reply are another check's.
"""

import ibis

from zouxin.checks import Limit, check
from zouxin.checks.replies._common import NATIONAL, elapsed
from zouxin.tables import calendar_day, letter, reply, reply_stage


@check(
    code="RPL007",
    subject=letter,
    reads=[letter, reply, reply_stage, calendar_day],
    scope="subject",
    gate="never",
    limits={
        "days": Limit(default=3650, unit="days", stricter="lower", doc="Most days until the answer; without a local rule there is none."),
        "counts": Limit(default="calendar", unit="", choices=("calendar", "working"), doc="Which days are counted."),
    },
    cites=NATIONAL,
    evidence={"received_on": "date", "replied_on": "date", "answered_on": "date", "days": "int64", "limit": "int64", "counts": "string"},
    says="Received on {received_on}, answered on {answered_on}: {days} days, limit {limit} ({counts}).",
)
def late(t, limit, moment):
    replies = t.reply.select("source", "letter_id", "replied_on").group_by(["source", "letter_id"])
    replies = replies.agg(replied_on=ibis._.replied_on.min(), _undated=ibis._.replied_on.isnull().any())
    stages = t.reply_stage.filter(ibis._["is"] == "answer").rename(id="reply_id")
    real = (
        t.reply.inner_join(stages, ["source", "id"])
        .group_by(["source", "letter_id"])
        .agg(dated_on=ibis._.dated_on.min(), _blank=ibis._.dated_on.isnull().any())
    )
    real = real.mutate(dated_on=ibis.cases((~real._blank, real.dated_on))).drop(
        "_blank"
    )  # an answer without a day of its own is as old as its reply
    r = t.letter.select("source", "id", "received_on").inner_join(replies, ["source", ("id", "letter_id")]).drop("letter_id")
    r = r.left_join(real, ["source", ("id", "letter_id")]).drop("source_right", "letter_id")
    r = r.mutate(answered_on=ibis.greatest(r.replied_on, r.dated_on.fill_null(r.replied_on)))
    r = elapsed(t, r, "received_on", "answered_on", limit.counts)
    over = r.days > limit.days
    known = r.days.notnull() & ~(over & r._undated)  # a reply without a day may have come in time
    return r.mutate(
        found=ibis.cases((known, over)),
        because=ibis.cases((~known, "undated")),
        limit=ibis.literal(limit.days),
        counts=ibis.literal(limit.counts),
    )
