"""Lines of a "Done when" script: name, figure / denominator / goal, met or missed."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.results_io import ROOT, save

_HOLDS = {">=": lambda a, b: a >= b, "<=": lambda a, b: a <= b, "=": lambda a, b: a == b}


@dataclass(frozen=True)
class Line:
    """One figure. `of` is its denominator in words; `goal` reads ">= 0.95", "<= 6" or "= 0", or "" where a figure is only stated.

    A figure of None could not be measured and misses its goal.
    """

    name: str
    figure: float | None
    of: str
    goal: str = ""

    @property
    def met(self) -> bool:
        if not self.goal:
            return True
        how, wanted = self.goal.split()
        return self.figure is not None and _HOLDS[how](self.figure, float(wanted))

    def __str__(self) -> str:
        shown = "not measured" if self.figure is None else f"{self.figure:,.5g}" if isinstance(self.figure, float) else f"{self.figure:,}"
        told = "stated" if not self.goal else "met" if self.met else "MISSED"
        return f"{self.name}: {shown} / {self.of} / {self.goal or '-'}  {told}"


def share(hits: int, of: int) -> float | None:
    """hits / of; None for nothing of nothing."""
    return round(hits / of, 6) if of else None


def finish(name: str, lines: Sequence[Line], *, seed: int | None = None, figures: Mapping[str, Any] | None = None) -> None:
    """Print the lines, save them with the figures behind them, and end the program: 1 when any goal is missed."""
    for line in lines:
        print(line)
    missed = [line.name for line in lines if not line.met]
    rows = [asdict(line) | {"met": line.met} for line in lines]
    path = save(name, {"done": not missed, "lines": rows, "figures": dict(figures or {})}, seed)
    print(f"{path.relative_to(ROOT)}: {'all goals met' if not missed else 'missed: ' + '; '.join(missed)}")
    sys.exit(1 if missed else 0)


def shared() -> Path:
    """The folder ../shared; ends the program with a sentence where it is absent."""
    path = ROOT.parent / "shared"
    if not (path / "data").is_dir():
        sys.exit(f"{path / 'data'} is not there: this cannot be measured without the real mailboxes, so it counts as missed")
    return path
