"""A published reply that was changed without a word.

Finds
    A reply whose wording differs from an earlier look while its public date stayed the same
    and nothing says that it was changed.

Matters because
    What a citizen was told in writing must not change behind the citizen's back.

Put right by
    Keeping the first wording, adding the correction with its day and reason.

Cannot tell
    When the reply was seen only once: one look shows no change.
"""

import ibis

from zouxin.checks import check
from zouxin.checks.replies._common import NATIONAL
from zouxin.tables import reply, reply_wording


@check(
    code="RPL010",
    subject=reply,
    reads=[reply, reply_wording],
    scope="subject",
    gate="never",
    cites=NATIONAL,
    evidence={"wordings": "int64", "seen_on": "date"},
    says="{wordings} wordings under one public date, no note of a change; last seen on {seen_on}.",
)
def silently_edited(t, limit, moment):
    w = t.reply_wording.group_by(["source", "reply_id"]).agg(
        wordings=ibis._.digest.nunique(),
        dates=ibis._.replied_on.nunique(),
        undated=ibis._.replied_on.isnull().sum(),
        notes=ibis._.note.count(),
        seen_on=ibis._.seen_on.max(),
        looks=ibis._.count(),
    )
    r = t.reply.select("source", "id").left_join(w, ["source", ("id", "reply_id")]).drop("source_right", "reply_id")
    once = r.looks.fill_null(0) < 2
    edited = (r.wordings > 1) & (r.dates <= 1) & (r.notes == 0)
    dim = edited & (r.undated > 0)  # a wording without a day may bear a day of its own
    return r.mutate(
        found=ibis.cases((once | dim, ibis.null("boolean")), else_=edited),
        because=ibis.cases((once, "unobserved"), (dim, "undated")),
    )
