"""A reply that says what was done.

Finds
    A reply that says what was done or decided.

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
    code="RPL103",
    subject=reply,
    reads=[reply, reply_reading],
    scope="subject",
    gate="draft",
    tone="fact",
    cites=PLAIN,
    evidence={"acts": "int64"},
    says="States {acts} acts.",
)
def states_action(t, limit, moment):
    r = read(t)
    return answer(r, r.acts > 0)
