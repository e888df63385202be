"""A reply that belongs to another letter.

Finds
    A reply that shares nothing particular with its own letter and a great deal with another
    letter of the same unit or source.

Matters because
    Two citizens get no answer, and one may read the other's affairs.

Put right by
    Comparing the two letters, moving each reply to its place, and saying so.

Cannot tell
    When a text cannot be read or is too short to compare, or when there are too few letters
    to compare with.
"""

from zouxin.checks import Limit, check
from zouxin.checks.replies._common import NATIONAL, answer, read
from zouxin.tables import letter_match, reply, reply_reading


@check(
    code="RPL005",
    subject=reply,
    reads=[reply, reply_reading, letter_match],
    scope="corpus",
    gate="corpus",
    limits={
        "best": Limit(default=40, unit="weight of rare character sequences", stricter="lower", doc="Least fit of the other letter."),
        "own": Limit(
            default=10, unit="percent of that fit", stricter="higher", doc="Most fit of its own letter, as a share of the other's."
        ),
    },
    cites=NATIONAL,
    evidence={"own": "float64", "best": "float64", "best_letter_id": "string", "letters": "int64"},
    says="The reply fits letter {best_letter_id} ({best}) and not its own ({own}); please compare the two.",
)
def wrong_letter(t, limit, moment):
    r = read(t)
    match = t.letter_match.rename(id="reply_id")
    r = r.left_join(match, ["source", "id"]).drop("source_right", "id_right")
    weak = r.own * 100 <= r.best * limit.own
    return answer(r, (weak & (r.best >= limit.best)).fill_null(False))
