"""An app that cannot be got or started.

Finds
    A live app or mini-program that on several different days was gone, answered with an error
    of its own or did not start, the last time on the day of inspection, while other platforms
    of the same source could be reached on those days.

Matters because
    People are sent to a service that is not there, and its owner still reports it as live.

Put right by
    Mending it, or closing it in public and saying where the service is found now.

Cannot tell
    From a single failed look, from failures that may lie with whoever looked (time-outs, name
    servers, robots), or when nothing else could be reached on that day.
"""

import ibis
from ibis import _

from zouxin.checks import Limit, check
from zouxin.checks._shared import fresh, joined, opinions
from zouxin.checks.platforms._common import answer, live
from zouxin.tables import observation, platform

ITS_OWN = ("gone", "http_4xx", "cannot_start")


@check(
    code="PLT003",
    subject=platform,
    reads=[platform, observation],
    scope="corpus",
    gate="never",
    limits={
        "looks": Limit(default=3, unit="days", stricter="lower", doc="Fewest different days on which it failed."),
        "within": Limit(default=14, unit="days", stricter="higher", doc="How far back failed days count."),
        # with 0 no look that is missing can accuse: a later look that went well would stand on the day of inspection itself
        "stale_look": Limit(default=0, unit="days", doc="Most days between the last failed look and the moment of inspection."),
    },
    cites=opinions("apps: usable on different terminals; what is little used is closed"),
    evidence={
        "name": "string",
        "failed": "int64",
        "first_failed_on": "date",
        "last_failed_on": "date",
        "worked_on": "date",
        "detail": "string",
    },
    says="{name}: could not be got or started on {failed} days from {first_failed_on} to {last_failed_on} ({detail}).",
)
def dead_app(t, limit, moment):
    looks = t.observation.filter(_.seen_on <= moment)
    control = looks.filter(_.outcome == "read").group_by(["source", "seen_on"]).agg(_low=_.platform_id.min(), _high=_.platform_id.max())
    tried = looks.filter(_.of == "app")
    bad = joined(tried.filter((_.outcome == "failed") & _.detail.isin(ITS_OWN)), control, ["source", "seen_on"])
    last = bad.group_by(["source", "platform_id"]).agg(_any_failed=_.seen_on.max())
    bad = bad.filter((bad._low != bad.platform_id) | (bad._high != bad.platform_id))
    bad = bad.filter(moment.delta(bad.seen_on, unit="day") <= limit.within)
    bad = bad.group_by(["source", "platform_id"]).agg(
        failed=_.seen_on.nunique(), first_failed_on=_.seen_on.min(), last_failed_on=_.seen_on.max(), detail=_.detail.max()
    )
    good = tried.filter(_.outcome == "read").group_by(["source", "platform_id"]).agg(worked_on=_.seen_on.max())
    r = live(t).filter(_.kind.isin(("app", "mini_program")))
    for more in (bad, last, good):
        r = joined(r, more, ["source", ("id", "platform_id")]).drop("platform_id")
    works = fresh(r.worked_on, moment, limit.within) & (r._any_failed.isnull() | (r.worked_on > r._any_failed))
    dead = (r.failed >= limit.looks).fill_null(False) & fresh(r.last_failed_on, moment, limit.stale_look)
    return answer(r, ibis.cases((works, False), (r.status.isnull(), ibis.null("boolean")), (dead, True)))
