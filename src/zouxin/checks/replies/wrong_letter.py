"""A reply that belongs to another letter.

Finds
    A reply that another letter of the same unit or source explains far better than its own does: by the particular
    words they share and by the days the reply names, and where that other letter stands without a fitting answer. Where
    the two changed places both speak: the reply under the other letter may be what shows that this one is not at home.

Matters because
    Two citizens get no answer, and one may read the other's affairs.

Put right by
    Comparing the two letters, moving each reply to its place, and saying so.

Cannot tell
    When a text cannot be read, or when the reply is so general that it takes up nothing particular of any
    letter: a general reply may be a proper one, and nobody can say by its words where it belongs. Letters that say
    the same, and replies that say the same, accuse nobody: it would make no difference which stands where.
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
        "odds": Limit(
            default=3.7,
            unit="natural log-odds",
            stricter="lower",
            doc="Least odds that the reply belongs to the other letter; 3.7 is about 40 to 1, one more is 2.7 times as much.",
        ),
    },
    cites=NATIONAL,
    evidence={"odds": "float64", "own": "float64", "best": "float64", "best_letter_id": "string", "back": "float64", "letters": "int64"},
    says="The reply fits its own letter at {own} of 100 and letter {best_letter_id} at {best}; the reply under that letter fits this one "
    "at {back}. Please compare the two.",
)
def wrong_letter(t, limit, moment):
    r = read(t)
    match = t.letter_match.rename(id="reply_id")
    r = r.left_join(match, ["source", "id"]).drop("source_right", "id_right")
    moved = (r.odds >= limit.odds).fill_null(False)
    return answer(r, moved, unsure=~moved & ~r.telling.fill_null(False))
