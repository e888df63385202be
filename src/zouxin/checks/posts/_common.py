"""What several checks of posts ask alike. Expressions over post_reading; no check."""

import ibis
import ibis.expr.types as ir

from zouxin.checks._shared import indicators, opinions

ACCOUNTS = opinions("publishing: reviewed before it is published; no commercial advertisement and no link to one")
INDICATORS = indicators("single vetoes: safety, leaks and other serious trouble")


def read(t: object) -> ir.Table:
    """Posts with what reading them found, null where they could not be read, and where and when they were published; one row a post."""
    return t.post_reading.rename(id="post_id")  # type: ignore[attr-defined]


def blind(r: ir.Table) -> ir.BooleanValue:
    """The post could not be read."""
    return r.chars.isnull() | r.unreadable.notnull()


def answer(r: ir.Table, found: ir.BooleanValue) -> ir.Table:
    """`found` where the post could be read, else null."""
    return r.mutate(found=ibis.cases((blind(r), ibis.null("boolean")), else_=found), because=ibis.cases((blind(r), "unreadable")))
