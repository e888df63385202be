"""What several checks of platforms ask alike. Expressions; no check."""

import ibis
import ibis.expr.types as ir
from ibis import _

from zouxin.checks._shared import joined

#: kinds with checks of their own; what is left are accounts, apps and mini-programs
ELSEWHERE = ("group", "column", "website", "mailbox", "hotline", "bot")
#: figures of use
FIGURES = ("reads", "visits", "users")
#: kinds these checks are about
ACCOUNTS = ("wechat", "weibo", "short_video", "app", "mini_program", "other")


def accounts(t: object) -> ir.Table:
    """Platforms that publish or serve under a name of their own."""
    p = t.platform  # type: ignore[attr-defined]
    return p.filter(p.kind.isnull() | p.kind.notin(ELSEWHERE))


def live(t: object) -> ir.Table:
    """Accounts their owner calls live, and those of which nobody said whether they are."""
    p = accounts(t)
    return p.filter(p.status.isnull() | (p.status == "live"))


def answer(r: ir.Table, found: ir.BooleanValue, *reasons: tuple[ir.BooleanValue, str]) -> ir.Table:
    """`found`, and where it is null the first reason that holds; "unobserved" where none does."""
    unknown = ibis.cases(*reasons, else_="unobserved") if reasons else ibis.literal("unobserved")
    return r.mutate(found=found, because=ibis.cases((found.isnull(), unknown)))


def told(r: ir.Table, known: ir.BooleanValue, found: ir.BooleanValue) -> ir.BooleanValue:
    """`found` where it is known, else null."""
    return ibis.cases((known.fill_null(False), found))


def part(of: ir.NumericValue, whole: ir.NumericValue) -> ir.NumericValue:
    """A part of a whole; null where there is no whole."""
    return of / whole.nullif(0)


def days_of(first: ir.DateValue, last: ir.DateValue) -> ir.IntegerValue:
    """Days from the first to the last, both counted."""
    return last.delta(first, unit="day") + 1


def used_by_people(t: object, moment: ir.DateValue, within: int) -> ir.Table:
    """source, platform_id: use over periods that do not overlap, `_known` share of the time from first to last; `_gaps`: a figure is blank
    that the source gives for platforms of the kind."""
    counts, people = t.reach, t.platform  # type: ignore[attr-defined]
    u = counts.filter(counts.from_on.notnull() & (counts.seen_on <= moment) & (moment.delta(counts.seen_on, unit="day") <= within))
    kinds = people.select("source", "kind", platform_id="id")
    given = (
        joined(counts, kinds, ["source", "platform_id"])
        .group_by(["source", "kind"])
        .agg(**{f"_{n}": _[n].notnull().any() for n in FIGURES})
    )
    u = joined(joined(u, kinds, ["source", "platform_id"]), given, ["source", "kind"])
    u = u.mutate(_best=ibis.greatest(*[u[n].fill_null(-1) for n in FIGURES]), _gap=ibis.or_(*[u[n].isnull() & u[f"_{n}"] for n in FIGURES]))
    u = (
        u.filter(u._best >= 0)
        .mutate(_days=days_of(u.from_on, u.seen_on))
        .select("source", "platform_id", "from_on", "seen_on", "_best", "_gap", "_days")
    )
    # of two periods that overlap the longer counts, of two as long the later
    other = u.select("source", "platform_id", _from="from_on", _seen="seen_on", _long="_days")
    both = u.inner_join(other, ["source", "platform_id"]).filter((_._from <= _.seen_on) & (_.from_on <= _._seen))
    less = both.filter((_._long > _._days) | ((_._long == _._days) & (_._seen > _.seen_on))).select("source", "platform_id", "seen_on")
    u = u.anti_join(less, ["source", "platform_id", "seen_on"]).group_by(["source", "platform_id"])
    u = u.agg(
        outcomes=_._best.sum().cast("int64"), _days=_._days.sum(), _gaps=_._gap.any(), from_on=_.from_on.min(), until_on=_.seen_on.max()
    )
    return u.mutate(_known=ibis.least(1.0, part(u._days.cast("float64"), days_of(u.from_on, u.until_on))))
