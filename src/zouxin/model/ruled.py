"""What a run did with one rule of the packs in use: asked it, or did not, and why. A document rests on this, not on the packs of a later day."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from zouxin.model.citation import Citation


@dataclass(frozen=True, kw_only=True)
class Ruled:
    """One rule of a run. `severity` it was asked with, `chosen` by the pack; `why` it was not asked, or not with the severity chosen.

    `answers`: how many of each verdict, the overruled apart; of a rule that was not asked there are none.
    """

    check: str
    pack: str
    asked: bool
    severity: str
    chosen: str
    because: Citation
    why: str = ""
    answers: Mapping[str, int] = field(default_factory=dict)

    @property
    def vetoes(self) -> bool:
        """Whether one finding of it fails a platform."""
        return self.asked and self.severity == "veto"

    @property
    def cited(self) -> str:
        """Its citation in one line: document and clause."""
        return self.document + self.because.clause

    @property
    def document(self) -> str:
        """The document it rests on, with its number."""
        of = self.because
        return (f"《{of.title}》" if of.title else "") + (f"（{of.number}）" if of.number else "")

    def record(self) -> dict[str, Any]:
        """It as JSON can hold it; its days are left out, for the run has already asked them."""
        because = {name: getattr(self.because, name) for name in _KEPT}
        return {**asdict(self), "because": because, "answers": dict(self.answers)}


_KEPT = ("title", "number", "clause", "issuer", "level", "grade")


def recorded(data: Mapping[str, Any]) -> Ruled:
    """A rule from its record. Raises TypeError or KeyError where that is none."""
    return Ruled(**{**data, "because": Citation(**data["because"])})
