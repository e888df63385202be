"""A refusal that says why.

Finds
    A reply that declines, or says that it cannot be, and gives the reason or the rule.

Matters because
    A proper reply of its own kind must not be counted as an empty one.

Put right by
    Nothing: this accuses nobody.

Cannot tell
    When the reply or its letter cannot be read.
"""

from zouxin.checks import check
from zouxin.checks.replies._common import PLAIN, answer, read
from zouxin.tables import reply, reply_reading


@check(
    code="RPL204",
    subject=reply,
    reads=[reply, reply_reading],
    scope="subject",
    gate="draft",
    tone="apart",
    cites=PLAIN,
    evidence={"refuses": "int64", "reasons": "int64", "cites": "int64"},
    says="Declines with {reasons} reasons.",
)
def refused_with_reason(t, limit, moment):
    r = read(t)
    return answer(r, (r.refuses > 0) & (r.reasons + r.cites > 0))
