"""A website that does not open (veto W2).

Finds
    A website that, in a week of at least so many spaced visits a day, did not open within
    the limit of seconds on at least the given share of them.

Matters because
    A site that does not open serves nobody, whatever stands on it.

Put right by
    Finding the cause with the hosting unit: capacity, certificate, name service, firewall.

Cannot tell
    Without seven days in a row, each wholly visited and often enough. Visits are left out
    where no other platform answered in the same minutes, where the visitor's own network was
    down, and where the site turned the visitor away: a robots file, a login, a firewall.
"""

import ibis
from ibis import _

from zouxin.checks import Limit, check
from zouxin.checks._shared import indicators, of_known_state
from zouxin.checks.sites._common import SITES, last_week, sites
from zouxin.tables import observation, platform, visit_reading


@check(
    code="SIT002",
    subject=platform,
    reads=[platform, observation, visit_reading],
    scope="subject",
    gate="never",
    kinds=SITES,
    limits={
        "seconds": Limit(default=15, unit="seconds", stricter="lower", doc="From this time on a page counts as not opening."),
        "share": Limit(default=5, unit="percent", stricter="lower", doc="From this share of visits on."),
        "per_day": Limit(default=20, unit="visits", stricter="lower", doc="Least visits of a day in different half hours."),
        "days": Limit(default=7, unit="days", doc="How many days in a row are looked at."),
        "stale_look": Limit(default=7, unit="days", doc="Most days since the last of them."),
        "certificate": Limit(default="left_out", unit="", choices=("left_out", "not_opened"), doc="What a certificate error counts as."),
    },
    cites=indicators("websites, veto item: site cannot be visited; one week, at least 20 spaced visits a day, 15 seconds, 5 %"),
    evidence={"until": "date", "visits": "int64", "shut": "int64", "days": "int64", "limit": "int64"},
    says="{shut} of {visits} visits in the {days} days until {until} did not open (limit {limit} %).",
)
def unreachable(t, limit, moment):
    v = t.visit_reading.filter((_.of.isnull() | (_.of == "home")) & (_.visited_on <= moment))
    strict = ibis.literal(limit.certificate == "not_opened")
    v = v.filter(_.says.isin(["opened", "shut"]) | ((_.says == "certificate") & strict))
    v = v.mutate(_shut=(_.says != "opened") | (_.millis >= limit.seconds * 1000).fill_null(False))
    daily = v.group_by(["source", "platform_id", "visited_on"]).agg(
        visits=_.count(), shut=_.count(where=_._shut), _slots=_.half_hour.nunique()
    )
    whole = t.observation.filter((_.of == "home") & (_.covers == "all")).select("source", "platform_id", visited_on="seen_on").distinct()
    daily = daily.filter(_._slots >= limit.per_day).inner_join(whole, ["source", "platform_id", "visited_on"])
    weeks = last_week(daily, moment, days=limit.days, stale=limit.stale_look)
    r = sites(t).left_join(weeks, ["source", ("id", "platform_id")]).drop("source_right", "platform_id")
    return of_known_state(
        r.mutate(
            found=r.shut * 100 >= r.visits * limit.share,
            because=ibis.cases((r.visits.isnull(), "unobserved")),
            limit=ibis.literal(limit.share),
        )
    )
