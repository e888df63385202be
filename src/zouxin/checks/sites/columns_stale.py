"""A website with too many columns that are stale or empty (veto W4).

Finds
    A website with so many news columns silent for two weeks and notice or policy columns for
    half a year, so many others that a person called long not updated, or so many empty ones.

Matters because
    Whoever looks something up finds what was true long ago, or nothing.

Put right by
    Updating, merging or removing columns; saying so where there is nothing to publish.

Cannot tell
    When columns not seen whole and recently, without days, or not decided by a person would
    make the difference; when no column of the site is known.
"""

import ibis
from ibis import _

from zouxin.checks import Limit, check
from zouxin.checks._shared import fresh, indicators, judged, looked, of_known_state
from zouxin.checks.sites._common import SITES, columns, heard, published, sites, stale
from zouxin.tables import judgement, observation, platform, post


@check(
    code="SIT004",
    subject=platform,
    reads=[platform, observation, post, judgement],
    scope="subject",
    gate="never",
    kinds=SITES,
    limits={
        "news": Limit(default=14, unit="days", stricter="lower", doc="Most days a news column may be silent."),
        "notices": Limit(default=184, unit="days", stricter="lower", doc="Most days a notice or policy column may be silent."),
        "others": Limit(default=366, unit="days", stricter="lower", doc="Within these days another column is never held long not updated."),
        "stale_columns": Limit(default=5, unit="columns", stricter="lower", doc="From how many stale news, notice and policy columns on."),
        "long_columns": Limit(default=10, unit="columns", stricter="lower", doc="From how many other columns long not updated on."),
        "empty_columns": Limit(default=5, unit="columns", stricter="lower", doc="From how many empty columns on."),
        "stale_look": Limit(default=7, unit="days", doc="Most days since the last whole look."),
    },
    cites=indicators("websites, veto item: columns not updated; 5 stale, 10 long not updated, or 5 empty columns"),
    evidence={"columns": "int64", "stale": "int64", "long": "int64", "empty": "int64", "unknown": "int64"},
    says="Of {columns} columns {stale} are stale, {long} long not updated, {empty} empty; of {unknown} it is not known.",
)
def columns_stale(t, limit, moment):
    c = _told(t, limit, moment).group_by(["source", "site"]).agg(
        columns=_.count(), stale=_._stale.sum(), long=_._long.sum(), empty=_._empty.sum(), unknown=_._dim.sum(), _unseen=(_._dim & ~_._seen).sum(),
        _undated=(_._dim & _._odd).sum(), may_stale=_._may_stale.sum(), may_long=_._may_long.sum(), may_empty=_._may_empty.sum(),
    )  # fmt: skip
    r = sites(t).left_join(c, ["source", ("id", "site")]).drop("source_right", "site")
    none = r["columns"].isnull()
    kinds = (("stale", limit.stale_columns), ("long", limit.long_columns), ("empty", limit.empty_columns))
    over = ibis.or_(*(r[name] >= most for name, most in kinds))
    might = ibis.or_(*(r[name] + r[f"may_{name}"] >= most for name, most in kinds))
    return of_known_state(r.mutate(
        columns=r["columns"].fill_null(0),
        found=ibis.cases((none, ibis.null("boolean")), (over, True), (might, ibis.null("boolean")), else_=False),
        because=ibis.cases((none, "unobserved"), (over | ~might, ibis.null("string")), (r._unseen > 0, "unobserved"), (r._undated > 0, "undated"), else_="no_judgement"),
    ))  # fmt: skip


def _told(t, limit, moment):
    """Columns but home and consultation: which trouble each has for sure, and which it may have."""
    c = columns(t).filter(_.section.isnull() | ~_.section.isin(["home", "consultation"]))
    c = judged(t, c, moment, question="nothing_to_publish", name="_excused")
    c = looked(t, published(t, judged(t, c, moment, question="long_not_updated", name="_said"), moment), moment, of="posts")
    due, slow = c.section.isin(["news", "notice", "policy"]).fill_null(False), c.section.isin(["notice", "policy"]).fill_null(False)
    c = c.mutate(_due=due, _days=ibis.cases((slow, limit.notices), else_=limit.news), _seen=fresh(c.seen_on, moment, limit.stale_look))
    c = c.mutate(_free=c._excused.fill_null(False), _none=c.posts == 0, _odd=(c.undated > 0) | c.last_posted_on.isnull())
    open_ = ~c._free & ~(c._seen & c._none)
    c = c.mutate(_long=~c._due & ~c._free & c._said.fill_null(False) & ~heard(c, moment, limit.others))
    c = c.mutate(_stale=open_ & c._due & c._seen & ~c._odd & stale(c, c._days).fill_null(False))
    c = c.mutate(
        _may_stale=open_ & (c._due | c.section.isnull()) & ~c._stale & ~heard(c, moment, c._days),
        _may_long=open_ & ~c._due & c._said.isnull() & ~heard(c, moment, limit.others), _lacks=~c._free & c._none,
        _empty=~c._free & c._seen & c._none & (c.strays == 0) & c.section.notnull(),
    )  # fmt: skip
    return c.mutate(_may_empty=c._lacks & ~c._empty, _dim=c._may_stale | c._may_long | (c._lacks & ~c._empty))
