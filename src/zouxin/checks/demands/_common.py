"""What every check of a demand asks alike, and by what right. Expressions over order_reading; no check."""

from typing import Any

import ibis
import ibis.expr.types as ir

from zouxin.checks._shared import joined, opinions
from zouxin.model.citation import Citation

OPENING = opinions("units below county governments open accounts by need; assessment looks at results")
EVIDENCE = {"number": "string", "title": "string", "times": "int64", "spans": "list<int32>"}


def digital(clause: str, grade: str = "A-") -> Citation:
    """The 2023 opinions against formalism at the fingertips; their text is known by what others printed of it."""
    title = "Opinions on preventing and curing formalism at the fingertips"
    return Citation(title=title, clause=clause, issuer="中央网络安全和信息化委员会", level="nation", grade=grade)


def apps(clause: str) -> Citation:
    """国办函〔2026〕12号: apps for staff; its text is known by what others printed of it."""
    title = "Measures for the regulated management of mobile government apps"
    return Citation(title=title, number="国办函〔2026〕12号", clause=clause, issuer="国务院办公厅", level="nation", grade="A-")


def made(t: Any, kind: str) -> ir.Table:
    """Documents whose text was read, with how often they make a demand and where; null where there is no text to read."""
    read = t.order_reading.select("source", "order_id", "unreadable", times=kind, spans=f"{kind}_at")
    r = joined(t.order.select("source", "id", "number", "title"), read, ["source", ("id", "order_id")])
    dark = r.times.isnull() | r.unreadable.notnull()
    return r.mutate(found=ibis.cases((dark, ibis.null("boolean")), else_=r.times > 0), because=ibis.cases((dark, "unreadable")))
