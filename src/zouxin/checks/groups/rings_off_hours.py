"""A work group that demands things outside working hours.

Finds
    A live group in which, within the window, more messages than the limit asked members for
    something on a day off or outside working hours. Days are counted by the holiday notices,
    moved working days among them.

Matters because
    Whoever is in it can never put the phone away.

Put right by
    Changing the demand: sending it in working hours, or giving a deadline that leaves some.
    It speaks of demands, not of those who sent them.

Cannot tell
    When messages have no day or time, or what they ask for is not known, or the holiday
    notice of the year is not known, and they would decide; without a whole look that is
    recent enough. A group for duty or emergencies may ring at any hour.
"""

import ibis
from ibis import _

from zouxin.checks import Limit, check
from zouxin.checks._shared import fresh, looked, of_known_state
from zouxin.checks.groups._common import live, opinions
from zouxin.tables import calendar_day, group_profile, group_reading, observation, platform

SHOWN = ("form", "checkin", "photo", "reply")


@check(
    code="GRP005",
    subject=platform,
    reads=[platform, group_reading, group_profile, observation, calendar_day],
    scope="subject",
    gate="never",
    limits={
        "times": Limit(default=4, unit="messages", stricter="lower", doc="Most demands outside working hours within the window."),
        "window": Limit(default=30, unit="days", doc="Days up to the moment that are counted."),
        "opens": Limit(default=510, unit="minutes after midnight", stricter="higher", doc="When working hours begin."),
        "closes": Limit(default=1080, unit="minutes after midnight", stricter="lower", doc="When working hours end."),
        "stale_look": Limit(default=31, unit="days", doc="Most days since the last whole look."),
    },
    cites=opinions("work groups: no instant response is demanded, no task handed out at will"),
    evidence={"asks": "int64", "off_hours": "int64", "limit": "int64", "window": "int64", **dict.fromkeys(SHOWN, "int64")},
    says="{off_hours} of {asks} demands within {window} days came outside working hours, limit {limit}.",
)
def rings_off_hours(t, limit, moment):
    days = t.calendar_day.select(sent_on="day", works="works")
    said = t.group_reading.filter(_.sent_on.isnull() | _.sent_on.between(moment - ibis.interval(days=limit.window - 1), moment))
    said = said.left_join(days, "sent_on")
    night = ((said.half_hour + 1) * 30 <= limit.opens) | (said.half_hour * 30 >= limit.closes)
    # null where a day or a time is missing and the other does not decide; without a day nobody knows that it was of late
    said = said.mutate(_off=ibis.cases((said.sent_on.notnull(), ~said.works | night)))
    off, dim = said._off.fill_null(False), said._off.isnull()
    said = said.mutate(_no=off, _maybe=ibis.cases((off, said.unclear), (dim, said.asks + said.unclear), else_=0))
    rung = said.group_by(["source", "platform_id"]).agg(
        asks=_.asks.sum(),
        off_hours=_.asks.sum(where=_._no),
        _maybe=_._maybe.sum(),
        **{kind: _[f"asks_{kind}"].sum(where=_._no) for kind in SHOWN},
    )
    r = looked(t, live(t), moment, of="messages")
    r = r.left_join(rung, ["source", ("id", "platform_id")]).drop("source_right", "platform_id")
    r = r.mutate(**{name: r[name].fill_null(0) for name in ("asks", "off_hours", "_maybe", *SHOWN)})
    over, unsure, seen = r.off_hours > limit.times, r.off_hours + r._maybe > limit.times, fresh(r.seen_on, moment, limit.stale_look)
    return of_known_state(
        r.mutate(
            found=ibis.cases((r.duty, False), (over, True), (unsure | ~seen, ibis.null("boolean")), else_=False),
            because=ibis.cases((r.duty | over, ibis.null("string")), (unsure, "undated"), (~seen, "unobserved")),
            limit=ibis.literal(limit.times),
            window=ibis.literal(limit.window),
        )
    )
