"""A reply that insults, mocks or snubs the citizen.

Finds
    A reply with a sentence a linear model of character sequences finds rude; the sentence
    is marked. A person decides.

Matters because
    One such sentence, often sent by a robot nobody watches, undoes a thousand careful
    replies.

Put right by
    Rewriting it and apologising; where a program wrote it, switching that off until its
    lines are read.

Cannot tell
    When the reply cannot be read. What a reply quotes from somebody else is not held
    against it.
"""

import ibis

from zouxin.checks import Limit, check
from zouxin.checks.replies._common import NATIONAL, read
from zouxin.tables import reply, reply_reading


@check(
    code="RPL006",
    subject=reply,
    reads=[reply, reply_reading],
    scope="subject",
    gate="draft",
    limits={
        "score": Limit(default=50, unit="percent of certainty", stricter="lower", doc="From which score on a sentence counts as rude."),
    },
    cites=NATIONAL,
    evidence={"rude": "float64"},
    says="A sentence of the reply sounds rude (score {rude}); please read it.",
)
def rude(t, limit, moment):
    r = read(t)
    dark = r.chars.isnull() | r.unreadable.notnull()
    return r.mutate(
        found=ibis.cases((dark, ibis.null("boolean")), else_=r.rude * 100 >= limit.score),
        because=ibis.cases((dark, "unreadable")),
    )
