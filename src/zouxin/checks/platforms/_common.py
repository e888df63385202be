"""What several checks of platforms ask alike. Expressions; no check."""

import ibis
import ibis.expr.types as ir

#: kinds with checks of their own; what is left are accounts, apps and mini-programs
ELSEWHERE = ("group", "column", "website", "mailbox", "hotline", "bot")


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
