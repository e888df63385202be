"""What the columns of a file are taken for, and the plan by which they fill tables."""

from zouxin.connectors.batch import Batch
from zouxin.connectors.filling import FillPlan
from zouxin.connectors.plan import plan_of
from zouxin.connectors.recognise import Recognition, recognise
from zouxin.flow.asked import Question
from zouxin.tables import all_tables


def told(question: Question, name: str, first: Batch, *, register: bool = False) -> Recognition | None:
    """What the headings of a sheet are recognised as; None where nothing stands in it or it names its table itself.

    `register`: in doubt it is a list of platforms.
    """
    columns = first.rows.schema.names
    if not columns or first.table:
        return None
    given = [(column, target) for column, target in question.given if column in columns]
    known = [f"{table}.{column}" for table, said in question.values.items() for column in said]
    place = "/".join(filter(None, (name, first.file, first.sheet)))
    said = recognise(columns, first.rows, given=given, known=known, place=place)
    if register and said.questions:
        return recognise(columns, first.rows, given=given, known=known, place=place, register=True)
    return said


def pairs(first: Batch, said: Recognition | None) -> tuple[tuple[str, str], ...]:
    """Pairs (column of the file, "table.column")."""
    if first.table:
        return tuple((column, f"{first.table}.{column}") for column in first.rows.schema.names if column != "source")
    return said.mapping if said else ()


def plan(question: Question, name: str, first: Batch, said: Recognition | None) -> FillPlan:
    """The plan of a sheet."""
    seen_on = question.seen_on or question.as_of
    if first.table:
        return plan_of(pairs(first, said), source=name, latest=question.today, seen_on=seen_on)
    everything = {table: {**(said.given.get(table, {}) if said else {}), **question.values.get(table, {})} for table in all_tables()}
    given = {table: columns for table, columns in everything.items() if columns}
    return plan_of(pairs(first, said), source=name, latest=question.today, seen_on=seen_on, given=given)
