"""A work group that calls out those who have not answered.

Finds
    A live group in which, within the window, more messages than the limit named members as
    not having answered, signed in or handed in.

Matters because
    It makes silence a fault before everybody, and answering at once the work.

Put right by
    Reminding people one by one, or asking what keeps them; looking at whether the demand is
    needed at all. It speaks of messages, not of those who sent them or were named.

Cannot tell
    Without a whole look that is recent enough, or when messages without a day, or of which
    it is not known whether they name anybody, would decide. In a group for duty or
    emergencies calling the roll is part of the duty.
"""

import ibis
from ibis import _

from zouxin.checks import Limit, check
from zouxin.checks._shared import fresh, looked, of_known_state
from zouxin.checks.groups._common import live, opinions
from zouxin.tables import group_profile, group_reading, observation, platform


@check(
    code="GRP006",
    subject=platform,
    reads=[platform, group_reading, group_profile, observation],
    scope="subject",
    gate="never",
    limits={
        "times": Limit(default=0, unit="messages", stricter="lower", doc="Most messages within the window that name somebody so."),
        "window": Limit(default=30, unit="days", doc="Days up to the moment that are counted."),
        "stale_look": Limit(default=31, unit="days", doc="Most days since the last whole look."),
    },
    cites=opinions("work groups: no instant response is demanded, no task handed out at will"),
    evidence={"messages": "int64", "naming": "int64", "named": "int64", "window": "int64"},
    says="{naming} of {messages} messages within {window} days named members as not having answered ({named} names in all).",
)
def names_the_silent(t, limit, moment):
    said = t.group_reading.filter(_.sent_on.isnull() | _.sent_on.between(moment - ibis.interval(days=limit.window - 1), moment))
    dim = ibis.cases((said.sent_on.isnull(), said.naming + said.naming_unclear), else_=0)
    known = said.sent_on.notnull()
    said = said.mutate(_undated=dim, _unclear=ibis.cases((known, said.naming_unclear), else_=0), _known=known)
    called = said.group_by(["source", "platform_id"]).agg(
        messages=_.messages.sum(),
        naming=_.naming.sum(where=_._known),
        named=_.named.sum(where=_._known),
        _undated=_._undated.sum(),
        _unclear=_._unclear.sum(),
    )
    r = looked(t, live(t), moment, of="messages")
    r = r.left_join(called, ["source", ("id", "platform_id")]).drop("source_right", "platform_id")
    r = r.mutate(**{name: r[name].fill_null(0) for name in ("messages", "naming", "named", "_undated", "_unclear")})
    over, seen = r.naming > limit.times, fresh(r.seen_on, moment, limit.stale_look)
    undated = r.naming + r._undated > limit.times
    unclear = r.naming + r._undated + r._unclear > limit.times
    return of_known_state(
        r.mutate(
            found=ibis.cases((r.duty, False), (over, True), (unclear | ~seen, ibis.null("boolean")), else_=False),
            because=ibis.cases((r.duty | over, ibis.null("string")), (undated, "undated"), (unclear, "unreadable"), (~seen, "unobserved")),
            window=ibis.literal(limit.window),
        )
    )
