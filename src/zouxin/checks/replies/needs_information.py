"""A reply that asks for what is missing.

Finds
    A reply without an answer because the letter lacks a place, a name, a number or a clear
    question, and that says so.

Matters because
    A proper reply of its own kind must not be counted as an empty one.

Put right by
    Nothing: this accuses nobody.

Cannot tell
    When the reply or its letter cannot be read.
"""

from zouxin.checks import Limit, check
from zouxin.checks.replies._common import PLAIN, answer, read
from zouxin.tables import reply, reply_reading


@check(
    code="RPL201",
    subject=reply,
    reads=[reply, reply_reading],
    scope="subject",
    gate="draft",
    tone="apart",
    limits={
        "substance": Limit(default=60, unit="characters", stricter="higher", doc="Substance above which the reply is an answer."),
    },
    cites=PLAIN,
    evidence={"asks_information": "int64", "substance": "int64"},
    says="Asks {asks_information} times for what is missing.",
)
def needs_information(t, limit, moment):
    r = read(t)
    return answer(r, (r.asks_information > 0) & (r.substance <= limit.substance) & (r.acts == 0))
