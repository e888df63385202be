"""A website whose home page is not updated (veto W3).

Finds
    A website on whose home page nothing new had come for more days than the limit when it
    was last seen whole. Where a person decided that the home page is navigation only, all
    its columns are looked at instead.

Matters because
    The home page is what people see first; a stale one tells them nobody is there.

Put right by
    Publishing what is due, or showing on the home page what its columns publish.

Cannot tell
    Without a whole look at the home page (for navigation only: at every column) that is
    recent enough; when nothing on it has a day. A pack may count what has no day as not
    updated; then too only after a whole look.
"""

import ibis
from ibis import _

from zouxin.checks import Limit, check
from zouxin.checks._shared import fresh, indicators, joined, judged, looked, of_known_state
from zouxin.checks.sites._common import SITES, columns, heard, published, sites, stale, unplaced
from zouxin.tables import judgement, observation, platform, post


@check(
    code="SIT003",
    subject=platform,
    reads=[platform, observation, post, judgement],
    scope="subject",
    gate="never",
    kinds=SITES,
    clock=("last_posted_on", "silent"),
    limits={
        "silent": Limit(default=14, unit="days", stricter="lower", doc="Most days without anything new."),
        "stale_look": Limit(default=7, unit="days", doc="Most days since the last whole look."),
        "undated": Limit(default="cannot_tell", unit="", choices=("cannot_tell", "not_updated"), doc="What items without a day count as."),
    },
    cites=indicators("websites, veto item: home page without any update for two weeks"),
    evidence={"last_posted_on": "date", "seen_on": "date", "days_silent": "int64", "undated": "int64", "navigation": "bool"},
    says="Nothing new for {days_silent} days when looked at on {seen_on}; the last item is of {last_posted_on}.",
)
def home_stale(t, limit, moment):
    r = judged(t, sites(t), moment, question="home_navigation_only", name="navigation")
    own = r.select("source", "id", "navigation", site="id", own=True)
    parts = columns(t).inner_join(r.select("source", "navigation", site="id"), ["source", "site"])
    parts = parts.filter(_.navigation.fill_null(False) | (_.section == "home")).select("source", "id", "navigation", "site", own=False)
    parts = looked(t, published(t, ibis.union(own, parts), moment), moment, of="posts")
    parts = parts.mutate(_seen=fresh(parts.seen_on, moment, limit.stale_look), _heard=heard(parts, moment, limit.silent))
    # every column must have been seen; the site itself counts as soon as something is filed under it
    whole = parts.group_by(["source", "site"]).agg(
        last_posted_on=_.last_posted_on.max(), _dated_on=_.seen_on.min(where=_._seen), undated=_.undated.sum(), _heard=_._heard.any(),
        _seen=_.count(where=_._seen), _blind=_.count(where=~_._seen & ~_.own), _posts=_.posts.sum(), stray_on=_.stray_on.max(),
        _home=_.count(where=~_.own),
    )  # fmt: skip
    r = joined(r, whole, ["source", ("id", "site")]).drop("site").rename(seen_on="_dated_on")
    here, anywhere = unplaced(t, limit, moment)
    r = joined(joined(r, here, ["source", ("id", "site")]).drop("site"), anywhere, ["source"])
    hidden = r._lost.fill_null(False) | r._stirs.fill_null(False) | ((r._home == 0) & r._open.fill_null(False))
    hidden = hidden | (r.seen_on.delta(r.stray_on, unit="day") <= limit.silent).fill_null(False)
    moved = ~stale(r, limit.silent).fill_null(True)  # the earliest of the looks was too early to tell
    unseen = (r._seen == 0) | (r._blind > 0) | moved | hidden
    lax = ibis.literal(limit.undated == "cannot_tell")
    undated = (r._posts == 0) | ((r.undated > 0) & lax)
    return of_known_state(
        r.mutate(
            found=ibis.cases((r._heard, False), (unseen | undated, ibis.null("boolean")), else_=True),
            because=ibis.cases((r._heard, ibis.null("string")), (unseen, "unobserved"), (undated, "undated")),
            days_silent=r.seen_on.delta(r.last_posted_on, unit="day").cast("int64"),
        )
    )
