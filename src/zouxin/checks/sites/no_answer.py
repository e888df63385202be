"""A website that answers nobody (veto W5).

Finds
    A website of which a person decided that it offers no working way to ask, or on which a
    message of the last year was without an answer for more days than the limit when all
    answers were last looked at. Petitions, reports of wrongdoing, interviews and polls are
    not counted.

Matters because
    Asking is why many people come to the site.

Put right by
    Answering what waits; opening a column for questions that somebody reads.

Cannot tell
    Without a whole look at the answers that is recent enough; when a message that waits has
    no day; when the site has no known column for questions and nobody decided whether it
    offers another way.
"""

import ibis
from ibis import _

from zouxin import content
from zouxin.checks import Limit, check
from zouxin.checks._shared import fresh, indicators, judged, looked, of_known_state
from zouxin.checks.sites._common import SHUT, SITES, sites
from zouxin.tables import judgement, letter, observation, platform, reply


@check(
    code="SIT005",
    subject=platform,
    reads=[platform, observation, letter, reply, judgement],
    scope="subject",
    gate="never",
    asks=("consultation_channel",),
    kinds=SITES,
    limits={
        "days": Limit(default=92, unit="days", stricter="lower", doc="Most days without an answer."),
        "within": Limit(default=365, unit="days", doc="Messages of how many days back are looked at."),
        "stale_look": Limit(default=7, unit="days", doc="Most days since the last whole look."),
    },
    cites=indicators("websites, veto item: poor interaction; no way to ask, or a message of the last year unanswered for three months"),
    evidence={"channels": "int64", "asks": "bool", "waiting": "int64", "oldest_on": "date", "limit": "int64"},
    says="{waiting} messages have waited for an answer for more than {limit} days, the oldest since {oldest_on}.",
)
def no_answer(t, limit, moment):
    box = ((_.kind == "column") & (_.section == "consultation")) | (_.kind == "mailbox")
    boxes = t.platform.filter(box & _.parent_id.notnull() & ~_.status.isin(SHUT).fill_null(False))
    boxes = looked(t, boxes.select("source", "id", site="parent_id"), moment, of="replies")
    boxes = boxes.mutate(_seen=fresh(boxes.seen_on, moment, limit.stale_look))
    kinds = ibis.or_(*(_.kind.contains(word) for word in content.letter_kinds()))
    apart = (_.channel == "petition").fill_null(False) | kinds.fill_null(False)
    asked = t.letter.filter(~apart & (_.received_on.isnull() | _.received_on.between(moment - ibis.interval(days=limit.within), moment)))
    asked = judged(
        t, asked.select("source", "id", "platform_id", "received_on"), moment, question="valid_message", name="_valid", table="letter"
    )
    open_ = asked.filter(_._valid.fill_null(True)).anti_join(t.reply, ["source", ("id", "letter_id")])
    late = boxes.inner_join(open_.select("source", "received_on", box="platform_id"), ["source", ("id", "box")])
    overdue = (late.seen_on.delta(late.received_on, unit="day") > limit.days).fill_null(False)
    late = late.mutate(_late=late._seen & overdue, _day=late.received_on.isnull())
    late = late.group_by(["source", "site"]).agg(
        waiting=_.count(where=_._late), oldest_on=_.received_on.min(where=_._late), _undated=_.count(where=_._day)
    )
    own = boxes.group_by(["source", "site"]).agg(channels=_.count(), _blind=_.count(where=~_._seen))
    r = judged(t, sites(t), moment, question="consultation_channel", name="asks")
    for more in (own, late):
        r = r.left_join(more, ["source", ("id", "site")]).drop("source_right", "site")
    r = r.mutate(**{name: r[name].fill_null(0) for name in ("channels", "waiting", "_blind", "_undated")})
    r = r.mutate(channels=ibis.cases((~r.asks.fill_null(True), 0), else_=r.channels))
    yes = (r.waiting > 0) | ~r.asks.fill_null(True)
    nowhere, dark = (r.channels == 0) & r.asks.isnull(), (r._blind > 0) | (r.channels == 0)
    return of_known_state(
        r.mutate(
            found=ibis.cases((yes, True), (nowhere | dark | (r._undated > 0), ibis.null("boolean")), else_=False),
            because=ibis.cases((yes, ibis.null("string")), (nowhere, "no_judgement"), (dark, "unobserved"), (r._undated > 0, "undated")),
            limit=ibis.literal(limit.days),
        )
    )
