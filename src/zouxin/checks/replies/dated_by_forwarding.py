"""A public reply date that is the forwarding note's.

Finds
    A reply that opens with a receipt or a forwarding note, holds the real answer appended
    later with its own later day, and carries in public a day before that answer.

Matters because
    The statistics show an answer in days where the citizen waited for weeks.

Put right by
    Keeping two dates in public: the day of receipt or forwarding and the day of the answer.

Cannot tell
    When the reply or its stages carry no day.
"""

import ibis

from zouxin.checks import Limit, check
from zouxin.checks.replies._common import NATIONAL
from zouxin.tables import reply, reply_reading, reply_stage


@check(
    code="RPL009",
    subject=reply,
    reads=[reply, reply_stage, reply_reading],
    scope="subject",
    gate="draft",
    limits={
        "gap": Limit(default=1, unit="days", stricter="lower", doc="Most days the answer may be later than the public date."),
    },
    cites=NATIONAL,
    evidence={"replied_on": "date", "noted_on": "date", "answered_on": "date", "gap": "int64"},
    says="Public date {replied_on}; the answer in the text is of {answered_on}, {gap} days later.",
)
def dated_by_forwarding(t, limit, moment):
    stages = t.reply_stage.rename(id="reply_id")
    note = stages.filter(ibis._["is"] != "answer").group_by(["source", "id"]).agg(noted_on=ibis._.dated_on.min())
    real = stages.filter(ibis._["is"] == "answer").group_by(["source", "id"]).agg(answered_on=ibis._.dated_on.min(), answers=ibis._.count())
    r = t.reply.select("source", "id", "replied_on")
    lost = t.reply_reading.select("source", id="reply_id", chars="chars", lost="unreadable")
    r = r.left_join(lost, ["source", "id"]).drop("source_right", "id_right")
    r = r.left_join(note, ["source", "id"]).drop("source_right", "id_right")
    r = r.left_join(real, ["source", "id"]).drop("source_right", "id_right")
    r = r.mutate(gap=r.answered_on.delta(r.replied_on, unit="day").cast("int64"))
    dark = r.chars.isnull() | r.lost.notnull()
    staged = r.noted_on.notnull() & r.answers.notnull()
    return r.mutate(
        found=ibis.cases((dark, ibis.null("boolean")), (staged, r.gap > limit.gap), else_=False),
        because=ibis.cases((dark, "unreadable"), (staged & r.gap.isnull(), "undated")),
    )
