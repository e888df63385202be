"""An account opened for one campaign.

Finds
    A live account, app or mini-program that its register marks as opened for one campaign or task.

Matters because
    The campaign ends and the account stays: nobody feeds it, and it still bears a government name.

Put right by
    Telling the campaign on the unit's own account, and closing this one in public.

Cannot tell
    When the register does not say what it was opened for.
"""

import ibis

from zouxin.checks import check
from zouxin.checks._shared import opinions
from zouxin.checks.platforms._common import answer, live
from zouxin.tables import platform


@check(
    code="PLT010",
    subject=platform,
    reads=[platform],
    scope="subject",
    gate="never",
    cites=opinions("accounts by need; those of similar function or little use are cleared and merged"),
    evidence={"name": "string", "opened_on": "date", "task_ends_on": "date", "purpose": "string"},
    says="{name}: opened on {opened_on} for one campaign ({purpose}), which ends on {task_ends_on}.",
)
def special_campaign(t, limit, moment):
    r = live(t)
    return answer(r, ibis.cases((r.status.notnull() | ~r.campaign, r.campaign)))
