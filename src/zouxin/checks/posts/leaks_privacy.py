"""A post that gives away the numbers of private people.

Finds
    Identity numbers whose check digit is right, mobile numbers behind a private person, numbers
    of private bank cards. The evidence holds them masked.

Matters because
    Whoever reads the page can open accounts in somebody's name or call a sick person at night.

Put right by
    Masking the numbers in the page and in its attachments at once, and telling the people
    concerned.

Cannot tell
    When the post could not be read; a list in a picture is not seen. Masked numbers and the
    lines of an office are innocent.
"""

from zouxin.checks import Limit, check
from zouxin.checks.posts._common import ACCOUNTS, answer, read
from zouxin.tables import post, post_reading


@check(
    code="PST004",
    subject=post,
    reads=[post, post_reading],
    scope="subject",
    gate="draft",
    limits={
        "ids": Limit(default=1, unit="numbers", stricter="lower", doc="Fewest identity or card numbers."),
        "mobiles": Limit(default=1, unit="numbers", stricter="lower", doc="Fewest mobile numbers of private people."),
    },
    cites=ACCOUNTS,
    evidence={"ids": "int64", "mobiles": "int64", "cards": "int64", "private_shown": "string", "private": "list<int32>"},
    says="{ids} identity numbers, {mobiles} mobile numbers and {cards} bank cards of private people: {private_shown}.",
)
def leaks_privacy(t, limit, moment):
    r = read(t)
    return answer(r, (r.ids + r.cards >= limit.ids) | (r.mobiles >= limit.mobiles))
