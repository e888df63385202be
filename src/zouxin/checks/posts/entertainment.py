"""A post about stars, shows and games.

Finds
    A post whose words are of shows, stars, games and other pastimes and hardly of what an
    office is there for, and that names no topic (#…#): one that does chases it (PST006).

Matters because
    People follow an office for what it knows; what others tell better drives the notices out.

Put right by
    Asking of each post what the office has to say in it.

Cannot tell
    When the post could not be read. Culture, sport and tourism offices may mean it.
"""

from zouxin.checks import Limit, check
from zouxin.checks.posts._common import ACCOUNTS, answer, read
from zouxin.tables import post, post_reading


@check(
    code="PST005",
    subject=post,
    reads=[post, post_reading],
    scope="subject",
    gate="draft",
    limits={
        "points": Limit(default=3, unit="points", stricter="lower", doc="Fewest points of pastimes."),
        "duty": Limit(default=0, unit="points", stricter="higher", doc="Most points of an office's work."),
        "topics": Limit(
            default=0,
            unit="topics",
            stricter="higher",
            doc="Most topics it names; one that names more chases them and is not counted here.",
        ),
    },
    cites=ACCOUNTS,
    evidence={"leisure": "int64", "duty": "int64"},
    says="Words of pastimes: {leisure} points; words of an office's work: {duty}.",
)
def entertainment(t, limit, moment):
    r = read(t)
    return answer(r, (r.leisure >= limit.points) & (r.duty <= limit.duty) & (r.topics <= limit.topics))
