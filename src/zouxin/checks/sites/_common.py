"""What several checks of websites ask alike. Expressions; no check."""

from typing import Any

import ibis.expr.types as ir
from ibis import _

from zouxin.model.citation import Citation

SITES = ("website",)


def indicator(clause: str) -> Citation:
    """One veto item for websites of the national indicators."""
    return Citation(
        title="Indicators for inspecting government websites and new media",
        number="国办秘函〔2019〕19号",
        clause=clause,
        issuer="国务院办公厅秘书局",
        level="nation",
        grade="A-",
    )


def sites(t: Any) -> ir.Table:
    """Websites their owner calls live, or of which nobody said (`status` null)."""
    return t.platform.filter((_.kind == "website") & ((_.status == "live") | _.status.isnull())).select("source", "id", "name", "status")


def columns(t: Any) -> ir.Table:
    """Columns of websites that are not closed: source, id, site, section."""
    open_ = (_.kind == "column") & _.parent_id.notnull() & ~_.status.isin(["closed", "closing", "frozen", "preparing"]).fill_null(False)
    return t.platform.filter(open_).select("source", "id", "section", site="parent_id")


def published(t: Any, rows: ir.Table, moment: ir.DateValue) -> ir.Table:
    """`rows` of platforms with `last_posted_on`, `posts`, `undated`: what they published up to the moment."""
    posts = t.post.filter(_.posted_on.isnull() | (_.posted_on <= moment))
    posts = posts.group_by(["source", "platform_id"]).agg(
        last_posted_on=_.posted_on.max(), posts=_.count(), undated=_.count(where=_.posted_on.isnull())
    )
    rows = rows.left_join(posts, ["source", ("id", "platform_id")]).drop("source_right", "platform_id")
    return rows.mutate(posts=rows.posts.fill_null(0), undated=rows.undated.fill_null(0))


def stale(rows: ir.Table, days: Any) -> ir.BooleanValue:
    """Whether the last dated thing was older than `days` when it was last seen whole; null where either is not known."""
    return rows.seen_on.delta(rows.last_posted_on, unit="day") > days


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
