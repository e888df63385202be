"""A platform through which nobody can be asked.

Finds
    A live platform of which a person has judged, with a basis, that it offers no effective way
    to ask, to suggest or to complain.

Matters because
    An account that only speaks is a notice board; the indicators fail it for that alone.

Put right by
    Opening messages, a menu entry or a comment column that somebody answers, and writing
    there by when an answer comes.

Cannot tell
    Without a judgement that holds on the day: no official text says what an effective way is,
    so a program does not decide it. Newer accounts may have no comments but a menu or messages.
"""

import ibis

from zouxin.checks import check
from zouxin.checks._shared import indicators, judged
from zouxin.checks.platforms._common import ACCOUNTS, answer, live
from zouxin.tables import judgement, platform


@check(
    code="PLT006",
    subject=platform,
    reads=[platform, judgement],
    scope="subject",
    gate="never",
    asks=("PLT006",),
    kinds=ACCOUNTS,
    cites=indicators("new media, veto item: no effective interactive function"),
    evidence={"name": "string", "basis": "string", "judged_on": "date"},
    says="{name}: judged on {judged_on} to offer no effective interaction: {basis}.",
)
def no_interaction(t, limit, moment):
    r = judged(t, live(t), moment, question="PLT006", name="said").rename(basis="said_basis", judged_on="said_on")
    found = ibis.cases((r.status.notnull() | ~r.said, r.said))
    return answer(r, found, (r.said.isnull(), "no_judgement"))
