"""A letter of thanks or praise.

Finds
    A letter that thanks or praises and asks for nothing, or a reply that passes praise on.

Matters because
    A proper reply of its own kind must not be counted as an empty one.

Put right by
    Nothing: this accuses nobody.

Cannot tell
    When the reply or its letter cannot be read.
"""

from zouxin.checks import check
from zouxin.checks.replies._common import PLAIN, answer, read
from zouxin.tables import letter_reading, reply, reply_reading


@check(
    code="RPL203",
    subject=reply,
    reads=[reply, reply_reading, letter_reading],
    scope="subject",
    gate="draft",
    tone="apart",
    cites=PLAIN,
    evidence={"thanks_for_praise": "int64"},
    says="Thanks for praise.",
)
def praise(t, limit, moment):
    r = read(t)
    letters = t.letter_reading.select("source", "letter_id", "praises")
    r = r.left_join(letters, ["source", "letter_id"]).drop("source_right", "letter_id_right")
    return answer(r, (r.thanks_for_praise > 0) | r.praises.fill_null(False))
