"""A post that sells something for a company.

Finds
    A post whose words offer goods, homes, courses or treatments for sale, and none of whose
    words speak for the public.

Matters because
    An office that advertises lends its name to a seller.

Put right by
    Taking the advertisement down; reviewing who publishes under the account.

Cannot tell
    When the post could not be read. Tenders, vouchers, aid to farmers, warnings and notices are
    innocent.
"""

from zouxin.checks import Limit, check
from zouxin.checks.posts._common import ACCOUNTS, answer, read
from zouxin.tables import post, post_reading


@check(
    code="PST003",
    subject=post,
    reads=[post, post_reading],
    scope="subject",
    gate="draft",
    limits={
        "points": Limit(default=8, unit="points", stricter="lower", doc="Fewest points of selling words."),
        "public": Limit(default=3, unit="points", stricter="higher", doc="Most points of words that speak for the public."),
    },
    cites=ACCOUNTS,
    evidence={"advert": "int64", "public": "int64", "adverts": "list<int32>"},
    says="Words that sell: {advert} points; words that speak for the public: {public}.",
)
def advert(t, limit, moment):
    r = read(t)
    return answer(r, (r.advert >= limit.points) & (r.public <= limit.public))
