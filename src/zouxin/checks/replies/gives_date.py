"""A reply that gives a day.

Finds
    A reply that gives a day, month or deadline, the signature's not counted.

Matters because
    The good counts as much as the bad, and a denominator needs both.

Put right by
    Nothing: this accuses nobody.

Cannot tell
    When the reply or its letter cannot be read.
"""

from zouxin.checks import check
from zouxin.checks.replies._common import PLAIN, answer, read
from zouxin.tables import reply, reply_reading


@check(
    code="RPL104",
    subject=reply,
    reads=[reply, reply_reading],
    scope="subject",
    gate="draft",
    tone="fact",
    cites=PLAIN,
    evidence={"dates": "int64"},
    says="Gives {dates} dates.",
)
def gives_date(t, limit, moment):
    r = read(t)
    return answer(r, r.dates > 0)
