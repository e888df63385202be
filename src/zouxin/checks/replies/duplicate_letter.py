"""A reply to a letter that was answered before.

Finds
    A reply that points to an earlier answer or to the same matter under way.

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
    code="RPL202",
    subject=reply,
    reads=[reply, reply_reading, letter_reading],
    scope="subject",
    gate="draft",
    tone="apart",
    cites=PLAIN,
    evidence={"names_duplicate": "int64", "twins": "int64"},
    says="Points to an earlier answer; {twins} letters say nearly the same.",
)
def duplicate_letter(t, limit, moment):
    r = read(t)
    letters = t.letter_reading.select("source", "letter_id", "twins")
    r = r.left_join(letters, ["source", "letter_id"]).drop("source_right", "letter_id_right")
    return answer(r, (r.names_duplicate > 0))
