"""A work group nobody writes in any more.

Finds
    A live work group without a message for more days than the limit when all its messages
    were last looked at.

Matters because
    It still stands on everybody's phone, counts as one more group, and has to be looked
    through for what might matter.

Put right by
    Dissolving it and saying so in it; keeping what is worth keeping elsewhere first.

Cannot tell
    Without a whole look at its messages that is recent enough; when no message was ever
    seen, or some have no day. A group for duty or emergencies is silent until it is needed
    and is not held idle.
"""

import ibis
from ibis import _

from zouxin.checks import Limit, check
from zouxin.checks._shared import fresh, looked, of_known_state
from zouxin.checks.groups._common import live, opinions
from zouxin.tables import group_profile, group_reading, observation, platform


@check(
    code="GRP001",
    subject=platform,
    reads=[platform, observation, group_reading, group_profile],
    scope="subject",
    gate="never",
    limits={
        "silent": Limit(default=90, unit="days", stricter="lower", doc="Most days without a message."),
        "stale_look": Limit(default=31, unit="days", doc="Most days since the last whole look."),
    },
    cites=opinions("work groups: those of little use are cleared away"),
    evidence={"last_sent_on": "date", "seen_on": "date", "days_silent": "int64", "duty": "bool"},
    says="No message for {days_silent} days when looked at on {seen_on}; the last came on {last_sent_on}.",
)
def idle(t, limit, moment):
    said = t.group_reading.filter(_.sent_on.isnull() | (_.sent_on <= moment))
    said = said.group_by(["source", "platform_id"]).agg(last_sent_on=_.sent_on.max(), undated=_.count(where=_.sent_on.isnull()))
    r = live(t).left_join(said, ["source", ("id", "platform_id")]).drop("source_right", "platform_id")
    r = looked(t, r, moment, of="messages")
    seen, undated = fresh(r.seen_on, moment, limit.stale_look), r.last_sent_on.isnull() | (r.undated > 0)
    heard = (moment.delta(r.last_sent_on, unit="day") <= limit.silent).fill_null(False)
    r = r.mutate(days_silent=r.seen_on.delta(r.last_sent_on, unit="day").cast("int64"))
    return of_known_state(
        r.mutate(
            found=ibis.cases((r.duty | heard, False), (~seen | undated, ibis.null("boolean")), else_=r.days_silent > limit.silent),
            because=ibis.cases((r.duty | heard, ibis.null("string")), (~seen, "unobserved"), (undated, "undated")),
        )
    )
