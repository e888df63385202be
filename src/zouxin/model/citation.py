"""By what right a rule stands."""

from dataclasses import dataclass
from datetime import date

LEVELS = ("nation", "province", "city", "county")
GRADES = ("A", "A-", "B", "C", "G")


@dataclass(frozen=True)
class Citation:
    """Title, number and clause of a document, its level, its time in force, and how sure we are.

    Grades: A read in the official text, A- read on a mirror, B secondary source,
    C garbled copy, G unverified. Raises ValueError for a level or grade not in the lists.
    """

    title: str
    number: str = ""
    clause: str = ""
    issuer: str = ""
    level: str = "nation"
    grade: str = "G"
    in_force_from: date | None = None
    in_force_to: date | None = None

    def __post_init__(self) -> None:
        if self.level not in LEVELS:
            raise ValueError(f"level {self.level!r} is none of {', '.join(LEVELS)}")
        if self.grade not in GRADES:
            raise ValueError(f"grade {self.grade!r} is none of {', '.join(GRADES)}")

    def in_force(self, on: date) -> bool:
        """Whether the document was in force on a civil date."""
        started = self.in_force_from is None or self.in_force_from <= on
        return started and (self.in_force_to is None or on <= self.in_force_to)

    @property
    def on_by_default(self) -> bool:
        """A, A- and B stand on their own; C and G are off until somebody has read the text."""
        return self.grade in ("A", "A-", "B")
