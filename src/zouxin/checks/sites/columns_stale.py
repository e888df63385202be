"""A website with too many columns that are stale or empty (veto W4).

Finds
    A website where news columns silent for two weeks and notice or policy columns silent for
    half a year make up at least the limit, or so many others that a person called long not
    updated, or so many empty ones.

Matters because
    Whoever looks something up finds what was true long ago, or nothing.

Put right by
    Updating, merging or removing columns; saying in a column that there is nothing to
    publish, where there is nothing.

Cannot tell
    When columns not seen whole and recently, without days, or not decided by a person would
    make the difference; when no column of the site is known.
"""

import ibis
from ibis import _

from zouxin.checks import Limit, check
from zouxin.checks._shared import fresh, judged, looked
from zouxin.checks.sites._common import columns, heard, indicator, published, sites, stale
from zouxin.tables import judgement, observation, platform, post


@check(
    code="SIT004",
    subject=platform,
    reads=[platform, observation, post, judgement],
    scope="subject",
    gate="never",
    limits={
        "news": Limit(default=14, unit="days", stricter="lower", doc="Most days a news column may be silent."),
        "notices": Limit(default=184, unit="days", stricter="lower", doc="Most days a notice or policy column may be silent."),
        "others": Limit(default=366, unit="days", stricter="lower", doc="Within these days another column is never held long not updated."),
        "stale_columns": Limit(default=5, unit="columns", stricter="lower", doc="From how many stale news, notice and policy columns on."),
        "long_columns": Limit(default=10, unit="columns", stricter="lower", doc="From how many other columns long not updated on."),
        "empty_columns": Limit(default=5, unit="columns", stricter="lower", doc="From how many empty columns on."),
        "stale_look": Limit(default=7, unit="days", stricter="lower", doc="Most days since the last whole look."),
    },
    cites=indicator("websites, veto item: columns not updated; 5 stale, 10 long not updated, or 5 empty columns"),
    evidence={"columns": "int64", "stale": "int64", "long": "int64", "empty": "int64", "unknown": "int64"},
    says="Of {columns} columns {stale} are stale, {long} long not updated, {empty} empty; of {unknown} it is not known.",
)
def columns_stale(t, limit, moment):
    c = columns(t).filter(_.section.isnull() | ~_.section.isin(["home", "consultation"]))
    c = judged(t, c, moment, question="nothing_to_publish", name="_excused")
    c = judged(t, c, moment, question="long_not_updated", name="_long")
    c = looked(t, published(t, c, moment), moment, of="posts")
    due = _.section.isin(["news", "notice", "policy"]).fill_null(False)
    c = c.mutate(
        _due=due, _may=due | _.section.isnull(), _days=ibis.cases((_.section.isin(["notice", "policy"]), limit.notices), else_=limit.news)
    )
    c = c.mutate(
        _free=c._excused.fill_null(False), _seen=fresh(c, moment, limit.stale_look), _odd=(c.undated > 0) | c.last_posted_on.isnull()
    )
    c = c.mutate(_empty=~c._free & c._seen & (c.posts == 0), _new=heard(c, moment, c._days), _moved=heard(c, moment, limit.others))
    c = c.mutate(
        _a=c._due & ~c._free & c._seen & ~c._odd & stale(c, c._days).fill_null(False), _b=~c._due & ~c._free & c._long.fill_null(False)
    )
    open_ = ~c._free & ~c._empty
    c = c.mutate(
        _a0=open_ & c._may & ~c._a & ~c._new,
        _b0=open_ & ~c._due & c._long.isnull() & ~c._moved,
        _c0=~c._free & ~c._empty & (c.posts == 0),
    )
    c = c.mutate(_dim=c._a0 | c._b0 | c._c0)
    counts = {"stale": "_a", "long": "_b", "empty": "_empty", "_a0": "_a0", "_b0": "_b0", "_c0": "_c0", "unknown": "_dim"}
    whole = c.group_by(["source", "site"]).agg(
        columns=_.count(),
        _unseen=_.count(where=_._dim & ~_._seen),
        _undated=_.count(where=_._dim & _._odd),
        **{n: _.count(where=_[of]) for n, of in counts.items()},
    )
    r = sites(t).left_join(whole, ["source", ("id", "site")]).drop("source_right", "site")
    r = r.mutate(columns=r["columns"].fill_null(0))
    over = (r.stale >= limit.stale_columns) | (r.long >= limit.long_columns) | (r.empty >= limit.empty_columns)
    most = ((r.stale + r._a0 >= limit.stale_columns) | (r.long + r._b0 >= limit.long_columns)) | (r.empty + r._c0 >= limit.empty_columns)
    found = ibis.cases((r["columns"] == 0, ibis.null("boolean")), (over, True), (most, ibis.null("boolean")), else_=False)
    why = ibis.cases((r["columns"].isin([0]) | (r._unseen > 0), "unobserved"), (r._undated > 0, "undated"), else_="no_judgement")
    return r.mutate(found=found, because=ibis.cases((found.isnull(), why)))
