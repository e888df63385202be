"""What several checks of websites ask alike. Expressions; no check."""

from typing import Any

import ibis
import ibis.expr.types as ir
from ibis import _

from zouxin.checks._shared import fresh, joined, looked, strays

#: kinds these checks are about
SITES = ("website",)
#: states in which a part of a site is not there for people
SHUT = ("preparing", "frozen", "closing", "closed")


def sites(t: Any) -> ir.Table:
    """Websites their owner calls live, or of which nobody said (`status` null)."""
    return t.platform.filter((_.kind == "website") & ((_.status == "live") | _.status.isnull())).select("source", "id", "name", "status")


def columns(t: Any) -> ir.Table:
    """Columns of websites that are not closed: source, id, site, section."""
    open_ = (_.kind == "column") & _.parent_id.notnull() & ~_.status.isin(SHUT).fill_null(False)
    return t.platform.filter(open_).select("source", "id", "section", site="parent_id")


def published(t: Any, rows: ir.Table, moment: ir.DateValue) -> ir.Table:
    """`rows` of platforms with `last_posted_on`, `posts`, `undated`: what they published up to the moment; and `strays`, `stray_on`."""
    posts = t.post.filter(_.posted_on.isnull() | (_.posted_on <= moment))
    posts = posts.group_by(["source", "platform_id"]).agg(
        last_posted_on=_.posted_on.max(), posts=_.count(), undated=_.count(where=_.posted_on.isnull())
    )
    rows = strays(t, joined(rows, posts, ["source", ("id", "platform_id")]).drop("platform_id"), moment)
    return rows.mutate(posts=rows.posts.fill_null(0), undated=rows.undated.fill_null(0))


def unplaced(t: Any, limit: Any, moment: ir.DateValue) -> tuple[ir.Table, ir.Table]:
    """Columns that may be a home page, as far as anybody said: source, site, `_stirs`, `_open` and source, `_lost`.

    `_stirs`: one of the site, of unknown section, has published within the limit; `_open`: one has, or was not seen; `_lost`:
    one of a site nobody named has, or was not seen.
    """
    c = t.platform.filter((_.kind == "column") & (_.section.isnull() | _.parent_id.isnull()) & ~_.status.isin(SHUT).fill_null(False))
    c = c.select("source", "id", "section", site="parent_id")
    c = looked(t, published(t, c, moment), moment, of="posts")
    c = c.mutate(_heard=heard(c, moment, limit.silent), _dim=~fresh(c.seen_on, moment, limit.stale_look))
    here = c.filter(_.site.notnull()).group_by(["source", "site"]).agg(_stirs=_._heard.any(), _open=(_._heard | _._dim).any())
    lost = c.filter(_.site.isnull() & (_.section.isnull() | (_.section == "home")))
    return here, lost.group_by("source").agg(_lost=(_._heard | _._dim).any())


def stale(rows: ir.Table, days: Any) -> ir.BooleanValue:
    """Whether the last dated thing was older than `days` when it was last seen whole; null where that is not known."""
    mine = (rows.seen_on.delta(rows.stray_on, unit="day") <= days).fill_null(False)  # a post that may be its own came since
    return ibis.cases((~mine, rows.seen_on.delta(rows.last_posted_on, unit="day") > days))


def heard(rows: ir.Table, moment: ir.DateValue, days: Any) -> ir.BooleanValue:
    """Whether something dated came within `days` of the moment, however it was seen."""
    return (moment.delta(rows.last_posted_on, unit="day") <= days).fill_null(False)


def last_week(daily: ir.Table, moment: ir.DateValue, *, days: int, stale: int) -> ir.Table:
    """Sums of `visits` and `shut` over the last `days` days in a row that `daily` has, `until` the last of them.

    `daily` has one row a source, platform_id and visited_on. A platform without such a row of days, or whose last one
    ended more than `stale` days before the moment, is left out.
    """
    daily = daily.select("source", "platform_id", "visited_on", "visits", "shut")
    ends = daily.select("source", "platform_id", until="visited_on")
    weeks = ends.filter(moment.delta(ends.until, unit="day") <= stale).inner_join(daily, ["source", "platform_id"])
    back = weeks.until.delta(weeks.visited_on, unit="day")
    weeks = weeks.filter((back >= 0) & (back < days)).group_by(["source", "platform_id", "until"])
    sums = weeks.agg(visits=_.visits.sum(), shut=_.shut.sum(), days=_.count()).filter(_.days >= days)
    last = sums.group_by(["source", "platform_id"]).agg(_last=_.until.max())
    return sums.inner_join(last, ["source", "platform_id", ("until", "_last")]).drop("_last")
