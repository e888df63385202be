"""A reply that gives a contact.

Finds
    A reply that gives a telephone, an address, a link or a person.

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
    code="RPL105",
    subject=reply,
    reads=[reply, reply_reading],
    scope="subject",
    gate="draft",
    tone="fact",
    cites=PLAIN,
    evidence={"contacts": "int64"},
    says="Gives {contacts} contacts.",
)
def gives_contact(t, limit, moment):
    r = read(t)
    return answer(r, r.contacts > 0)
