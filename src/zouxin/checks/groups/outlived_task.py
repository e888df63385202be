"""A work group whose task is over.

Finds
    A group that is still live more days after the day its task ended than the limit.

Matters because
    What was opened for one task turns into one more group for good, and into a place for
    demands nobody meant to make.

Put right by
    Dissolving it; where the task was prolonged, saying until when.

Cannot tell
    When the group was opened for one task, or nobody said whether it was, and no day is
    given on which the task ends.
"""

import ibis

from zouxin.checks import Limit, check
from zouxin.checks._shared import of_known_state
from zouxin.checks.groups._common import live, opinions
from zouxin.tables import group_profile, platform


@check(
    code="GRP002",
    subject=platform,
    reads=[platform, group_profile],
    scope="subject",
    gate="never",
    limits={"grace": Limit(default=30, unit="days", stricter="lower", doc="Days left for dissolving it after the task has ended.")},
    cites=opinions("work groups: temporary ones are dissolved in time once the task is done"),
    evidence={"task_ends_on": "date", "days_over": "int64"},
    says="Its task ended on {task_ends_on}, {days_over} days ago, and it is still live.",
)
def outlived_task(t, limit, moment):
    r = live(t)
    r = r.mutate(days_over=moment.delta(r.task_ends_on, unit="day").cast("int64"))
    standing = r.task_ends_on.isnull() & ~r.campaign.fill_null(True)  # a group for everyday work has no end
    return of_known_state(
        r.mutate(
            found=ibis.cases((standing, False), else_=r.days_over > limit.grace),
            because=ibis.cases((standing, ibis.null("string")), (r.task_ends_on.isnull(), "undated")),
        )
    )
