"""Foretell: which subjects of the lake come to a rule's limit soon if nothing happens, for their owners alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from zouxin import packs
from zouxin.findings.asking import choose, names
from zouxin.findings.foretelling import soon
from zouxin.flow.asked import Question
from zouxin.flow.deriving import derive
from zouxin.lake import Lake


@dataclass(frozen=True, kw_only=True)
class Due:
    """One subject: the day its time began (its last post), and the last day on which it is still clean."""

    check: str
    severity: str
    subject: str
    source: str
    subject_id: str
    subject_name: str
    unit_id: str
    since: date
    due_on: date


def foretell(question: Question, *, days: int) -> Iterator[Due]:
    """Every subject that was clean at the question's moment and comes to a limit within so many days; nothing is kept."""
    moment = question.as_of or question.today
    rules, _left = choose(packs.rules(packs.layered(question.packs, folder=question.packs_folder), moment), moment)
    with Lake(question.out / "lake", engine=question.engine, memory=question.memory) as lake:
        shop = derive(lake, say=question.say)
        tables = {name: shop.table(name) for name in names()}
        for one in rules:
            rows = soon(one, tables, moment, days)
            if rows is None:
                continue
            check = one.check
            most = timedelta(days=int(one.rule.limits.get(check.clock[1], check.limits[check.clock[1]].default)))  # type: ignore[index, call-overload]
            for batch in lake.engine.batches(rows):
                for row in batch.to_pylist():
                    yield Due(check=check.code, severity=one.severity, subject=check.subject.name, source=row["source"], subject_id=row["id"],
                              subject_name=row["subject_name"] or "", unit_id=row["unit_id"] or "", since=row["since"], due_on=row["since"] + most)  # fmt: skip
