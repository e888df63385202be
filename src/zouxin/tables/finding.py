"""A yes of a rule in force."""

from dataclasses import replace

from zouxin.model.table import Column
from zouxin.tables.answer import answer

_EXTRA = (
    Column(name="pack", doc="Pack whose rule it is."),
    Column(name="citation", doc="By what right: title, number, clause."),
    Column(name="grade", doc="How sure we are of the citation.", allowed=("A", "A-", "B", "C", "G")),
    Column(name="remedy", doc="What would put it right."),
)

finding = replace(answer, name="finding", doc="One answer yes of a rule in force.", columns=answer.columns + _EXTRA)
