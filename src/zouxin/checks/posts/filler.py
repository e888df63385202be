"""A post that says nothing.

Finds
    A short post of greetings and comfort without a fact, a place or a number.

Matters because
    It costs an editor time, and readers stop looking. It is often written to fill a quota.

Put right by
    Publishing when there is something to say; taking back the quota.

Cannot tell
    When the post could not be read. This is for the owner alone and counts nowhere.
"""

from zouxin.checks import Limit, check
from zouxin.checks.posts._common import ACCOUNTS, answer, read
from zouxin.tables import post, post_reading


@check(
    code="PST008",
    subject=post,
    reads=[post, post_reading],
    scope="subject",
    gate="draft",
    limits={
        "points": Limit(default=4, unit="points", stricter="lower", doc="Fewest points of greetings and comfort."),
        "facts": Limit(default=1, unit="points", stricter="higher", doc="Most points of facts."),
        "length": Limit(default=150, unit="characters", stricter="higher", doc="Longest post that is looked at."),
    },
    cites=ACCOUNTS,
    evidence={"filler": "int64", "facts": "int64", "chars": "int64"},
    says="{chars} characters of greetings and comfort ({filler} points), facts: {facts} points.",
)
def filler(t, limit, moment):
    r = read(t)
    return answer(r, (r.filler >= limit.points) & (r.facts <= limit.facts) & (r.duty <= limit.facts) & (r.chars <= limit.length))
