"""A reply that cites its basis.

Finds
    A reply that names a law, rule or document.

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
    code="RPL102",
    subject=reply,
    reads=[reply, reply_reading],
    scope="subject",
    gate="draft",
    tone="fact",
    cites=PLAIN,
    evidence={"cites": "int64"},
    says="Cites {cites} bases.",
)
def cites_basis(t, limit, moment):
    r = read(t)
    return answer(r, r.cites > 0)
