"""A reply that sends the citizen elsewhere without an answer.

Finds
    A reply that tells the citizen to ask, report to or call somebody else and gives no
    finding, act or rule of its own.

Matters because
    The citizen starts again at another counter, and the office counts one letter as done.

Put right by
    Asking the responsible unit and giving its answer; where that is not possible, saying
    whose matter it is, by what rule, and how to reach them.

Cannot tell
    When the texts cannot be read, or when the reply says that it was also answered by
    telephone.
"""

from zouxin.checks import Limit, check
from zouxin.checks.replies._common import NATIONAL, answer, apart, empty, read
from zouxin.tables import reply, reply_reading


@check(
    code="RPL003",
    subject=reply,
    reads=[reply, reply_reading],
    scope="subject",
    gate="draft",
    limits={
        "substance": Limit(default=6, unit="characters", stricter="higher", doc="Most characters of substance a referral may hold."),
    },
    cites=NATIONAL,
    evidence={"substance": "int64", "refers": "int64", "contacts": "int64", "offline": "int64"},
    says="The reply refers the citizen to somebody else and answers nothing ({substance} characters of substance).",
)
def handed_off(t, limit, moment):
    r = read(t)
    silent = empty(r, limit.substance) & (r.refers > 0) & ~apart(r)
    return answer(r, silent, unseen=silent & (r.offline > 0))
