"""What checks of several subjects ask alike: the last whole look, and what a person decided. Expressions; no check."""

from typing import Any

import ibis
import ibis.expr.types as ir
from ibis import _


def looked(t: Any, rows: ir.Table, moment: ir.DateValue, *, of: str) -> ir.Table:
    """`rows` (source, id of a platform …) with `seen_on`: the day up to which it was last seen whole, at most the moment."""
    looks = t.observation.filter((_.of == of) & (_.outcome == "read") & (_.covers == "all"))
    looks = looks.group_by(["source", "platform_id"]).agg(_seen_on=_.seen_on.max())
    rows = rows.left_join(looks, ["source", ("id", "platform_id")]).drop("source_right", "platform_id")
    return rows.mutate(seen_on=ibis.cases((rows._seen_on.notnull(), ibis.least(rows._seen_on, moment)))).drop("_seen_on")


def of_known_state(rows: ir.Table) -> ir.Table:
    """Answers about platforms whose owner says that they are live; of one whose state nobody gave nothing can be told."""
    stated = rows.status.notnull()
    return rows.mutate(found=ibis.cases((stated, rows.found)), because=ibis.cases((stated, rows.because), else_="unobserved"))


def fresh(rows: ir.Table, moment: ir.DateValue, stale: int) -> ir.BooleanValue:
    """Whether the last whole look is no older than `stale` days; false without one."""
    return (moment.delta(rows.seen_on, unit="day") <= stale).fill_null(False)


def judged(t: Any, rows: ir.Table, moment: ir.DateValue, *, question: str, name: str, table: str = "platform") -> ir.Table:
    """`rows` of a table with what people decided of a question, as boolean `name`: null where nobody did, or two differ."""
    said = t.judgement.filter((_.subject_table == table) & (_.question == question) & _.verdict.isin(["yes", "no"]))
    said = said.filter((_.on.isnull() | (_.on <= moment)) & (_.until.isnull() | (_.until >= moment)))
    votes = said.group_by(["subject_source", "subject_id"]).agg(_yes=_.verdict.max() == "yes", _no=_.verdict.min() == "no")
    anywhere = votes.filter(_.subject_source.isnull()).select(_id="subject_id", _yes="_yes", _no="_no")
    here = votes.filter(_.subject_source.notnull()).select(_source="subject_source", _sid="subject_id", _yes2="_yes", _no2="_no")
    rows = rows.left_join(anywhere, [("id", "_id")]).drop("_id")
    rows = rows.left_join(here, [("source", "_source"), ("id", "_sid")]).drop("_source", "_sid")
    yes, no = (rows[a].fill_null(False) | rows[b].fill_null(False) for a, b in (("_yes", "_yes2"), ("_no", "_no2")))
    decided = ibis.cases((yes & ~no, True), (no & ~yes, False))
    return rows.mutate(**{name: decided}).drop("_yes", "_no", "_yes2", "_no2")
