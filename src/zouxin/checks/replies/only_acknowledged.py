"""A reply that only says it was received, passed on or will be looked into.

Finds
    A reply made of receipt, thanks, forwarding or a promise to study, or of a signature
    alone: no finding, no act, no rule, no direction.

Matters because
    Receipt and answer are two facts. Counted as an answer, a receipt hides that nothing
    came after it.

Put right by
    Adding the result under the same letter; where it takes time, what has been done so far
    and the day it will be ready.

Cannot tell
    When the texts cannot be read, or when the reply says the answer was given by telephone
    or in person, which nobody can see here. Replies that ask for missing details, point to
    an earlier answer or thank for praise are told apart.
"""

from zouxin.checks import Limit, check
from zouxin.checks.replies._common import NATIONAL, answer, apart, copies, empty, read
from zouxin.tables import letter_reading, reply, reply_reading


@check(
    code="RPL002",
    subject=reply,
    reads=[reply, reply_reading, letter_reading],
    scope="subject",
    gate="draft",
    limits={
        "substance": Limit(
            default=6, unit="characters", stricter="higher", doc="Most characters of substance an acknowledgement may hold."
        ),
    },
    cites=NATIONAL,
    evidence={"substance": "int64", "acknowledges": "int64", "forwards": "int64", "promises": "int64", "offline": "int64"},
    says="The reply acknowledges, forwards or promises and answers nothing ({substance} characters of substance).",
)
def only_acknowledged(t, limit, moment):
    r = read(t)
    letters = t.letter_reading.select("source", "letter_id", "praises")
    r = r.left_join(letters, ["source", "letter_id"]).drop("source_right", "letter_id_right")
    directs = (r.contacts > 0) & (r.acknowledges + r.forwards + r.promises == 0)
    proper = apart(r) | r.praises.fill_null(False) | (r.refers > 0) | directs
    silent = empty(r, limit.substance) & ~copies(r) & ~proper
    return answer(r, silent, unseen=silent & (r.offline > 0))
