"""A website with grave content, a leak or an accident (veto W1).

Finds
    A website of which a person decided that it carries grave wording errors, leaked secrets,
    forbidden content or links, fell to an attack not handled in time, or forged dates.

Matters because
    One such case alone fails a site, and does more harm than all that is stale.

Put right by
    Taking it down at once, reporting it, finding out how it came there; then asking for a
    new decision.

Cannot tell
    Until a person has decided: no program can tell a grave error from a quotation. Checks of
    posts point at foreign paragraphs, hidden links and impossible dates to look at.
"""

import ibis

from zouxin.checks import check
from zouxin.checks._shared import indicators, judged, of_known_state
from zouxin.checks.sites._common import SITES, sites
from zouxin.tables import judgement, platform


@check(
    code="SIT001",
    subject=platform,
    reads=[platform, judgement],
    scope="subject",
    gate="never",
    asks=("serious_content",),
    kinds=SITES,
    cites=indicators("websites, veto item: safety, leaks and other grave matters"),
    evidence={"decided": "bool"},
    says="A person decided that the site has grave content or a safety incident.",
)
def serious_content(t, limit, moment):
    r = judged(t, sites(t), moment, question="serious_content", name="decided")
    return of_known_state(r.mutate(found=r.decided, because=ibis.cases((r.decided.isnull(), "no_judgement"))))
