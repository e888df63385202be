"""Rule packs: the rules one authority chose, layered nation < province < city < county.

A pack is a YAML file. What a pack does not say, the pack it follows says. A rule stands when it is not switched off,
its citation is graded A, A- or B, and it was in force at the moment of inspection.
"""

from zouxin.model.citation import LEVELS
from zouxin.packs.checking import guard, over, problems, shipped
from zouxin.packs.differing import Difference, differences
from zouxin.packs.directions import moves
from zouxin.packs.layers import available, find, layered, read, rules
from zouxin.packs.reading import Problem
from zouxin.packs.rule import Pack, Period, Rule, Scoring

__all__ = [
    "LEVELS", "Difference", "Pack", "Period", "Problem", "Rule", "Scoring", "available", "differences", "find", "guard", "layered", "moves", "over", "problems", "read", "rules",
    "shipped",
]  # fmt: skip
