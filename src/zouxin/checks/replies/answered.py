"""A reply that deals with the question.

Finds
    A reply that states a finding, an act, a rule or directions, or has substance of its
    own, and is no copy of the letter.

Matters because
    The good counts as much as the bad, and a denominator needs both.

Put right by
    Nothing: this accuses nobody.

Cannot tell
    When the reply or its letter cannot be read.
"""

from zouxin.checks import Limit, check
from zouxin.checks.replies._common import PLAIN, answer, copies, empty, read
from zouxin.tables import reply, reply_reading


@check(
    code="RPL101",
    subject=reply,
    reads=[reply, reply_reading],
    scope="subject",
    gate="draft",
    tone="fact",
    limits={
        "substance": Limit(
            default=6, unit="characters", stricter="lower", doc="Substance below which only an act or a finding makes an answer."
        ),
    },
    cites=PLAIN,
    evidence={"substance": "int64", "acts": "int64", "finds": "int64"},
    says="Answers with {substance} characters of substance.",
)
def answered(t, limit, moment):
    r = read(t)
    real = ~empty(r, limit.substance) & ~copies(r) & (r.rude < 0.5)
    return answer(r, real)
