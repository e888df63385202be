"""One reply under many different letters.

Finds
    A reply that stands, nearly word for word, under several different letters with which it
    shares nothing particular.

Matters because
    Everybody gets the same paragraph, so nobody gets an answer to what was asked.

Put right by
    Keeping the general explanation and adding what is the case in each letter.

Cannot tell
    When the reply cannot be read. Many letters about one matter with one reply are no finding;
    nor is a short confirmation that fits each letter.
"""

from zouxin.checks import Limit, check
from zouxin.checks.replies._common import NATIONAL, answer, read
from zouxin.tables import reply, reply_reading, reply_twin


@check(
    code="RPL004",
    subject=reply,
    reads=[reply, reply_reading, reply_twin],
    scope="corpus",
    gate="corpus",
    limits={
        "letters": Limit(default=4, unit="letters", stricter="lower", doc="Fewest different letters the reply has nothing to do with."),
        "share": Limit(
            default=50,
            unit="percent",
            stricter="lower",
            doc="Share of a group's letters from which all its replies are findings; below it only those with nothing to do with theirs.",
        ),
        "text": Limit(
            default=20,
            unit="characters",
            stricter="lower",
            doc="Shortest text, formal parts not counted, that is looked at: a shorter one is a confirmation and fits any letter.",
        ),
        "kin": Limit(
            default=5,
            unit="likeness, 0 to 100",
            stricter="higher",
            doc="Likeness of the letters from which they are about one matter, and one reply may answer them all.",
        ),
    },
    cites=NATIONAL,
    evidence={"twin": "string", "replies": "int64", "letters": "int64", "strangers": "int64"},
    says="The same reply stands {replies} times under {letters} different letters; {strangers} of them share nothing particular with it.",
)
def pasted(t, limit, moment):
    r = read(t)
    twins = t.reply_twin.rename(id="reply_id")
    r = r.left_join(twins, ["source", "id"]).drop("source_right", "id_right")
    # a note that a letter was passed on says as little under one letter as under forty, however short it is
    long = (r.chars - r.formal >= limit.text) | (r.forwards > 0)
    many = (r.strangers >= limit.letters) & long
    # and says something: a note that letters were passed on answers none of them
    one_matter = ((r.kin >= limit.kin) & (r.substance > 0)).fill_null(False)
    mostly = r.strangers * 100 >= r.letters * limit.share
    return answer(r, (many & ~one_matter & (r.stranger | mostly)).fill_null(False))
