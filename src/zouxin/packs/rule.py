"""What a pack holds: rules, each with its time in force, and how an authority adds them up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from zouxin.checks import Check
from zouxin.model.citation import Citation


@dataclass(frozen=True)
class Period:
    """First and last day of a time; None where it is open, or not known."""

    start: date | None = None
    end: date | None = None

    def holds(self, on: date) -> bool:
        """Whether a day lies in it."""
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)

    def meets(self, other: "Period") -> bool:
        """Whether the two share a day."""
        apart = (self.end and other.start and self.end < other.start) or (other.end and self.start and other.end < self.start)
        return not apart


@dataclass(frozen=True, kw_only=True, eq=False)
class Rule:
    """A check put to work by a pack: severity, limits, by what right, when; `on` false with a reason.

    `overrides` is tighten or loosen where a layer above says otherwise, `reason` why; `floor`: no lower layer may loosen it.
    """

    check: Check
    pack: str
    severity: str
    limits: Mapping[str, object]
    because: Citation
    on: bool = True
    period: Period = Period()
    overrides: str = ""
    reason: str = ""
    floor: bool = False
    respond_within: str = ""
    note: str = ""
    why_off: str = ""
    line: int = 0

    def in_force(self, moment: date) -> bool:
        """Whether the rule was in force on a day."""
        return self.period.holds(moment)

    def stands(self, moment: date) -> bool:
        """Whether the rule is asked at that moment."""
        return self.on and self.because.on_by_default and self.in_force(moment)


@dataclass(frozen=True, kw_only=True)
class Scoring:
    """How an authority adds a platform's findings up: points to lose, points to win, and what one veto leaves."""

    of: str
    points: int
    bonus: int
    vetoed: int
    because: Citation
    period: Period = Period()


@dataclass(frozen=True, kw_only=True, eq=False)
class Pack:
    """One authority's rules as they stand in one file; a check may have several, each for its time."""

    name: str
    title: str
    level: str
    follows: str
    rules: tuple[Rule, ...]
    digest: str
    place: str = ""
    note: str = ""
    scoring: Scoring | None = None
    path: Path | None = field(default=None, repr=False)

    def at(self, code: str, moment: date) -> Rule | None:
        """The pack's rule for a check on a day: of those in force the one that began last."""
        found = [rule for rule in self.rules if rule.check.code == code and rule.in_force(moment)]
        return max(found, key=lambda rule: rule.period.start or date.min, default=None)
