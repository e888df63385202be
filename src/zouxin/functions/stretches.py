"""The best way through the clauses of a text between two sides, its own and foreign, found exactly (Viterbi)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

DENSE = 0.06  # evidence a character; thinner stretches are prose that happens to hold such words
# what it costs to change sides, by what stands between two clauses
COST = {"line": 0.7, "stop": 1.2, "contact": 1.6, "space": 2.0, "script": 2.2, "comma": 2.6, "hit": 2.8}


@dataclass(frozen=True, kw_only=True)
class Clause:
    """A stretch of text, what stands behind it and belongs to it (`cut`), and what speaks for it being foreign."""

    start: int
    end: int
    cut: str
    score: float
    evidence: float
    listed: bool
    strange: int


def runs(scores: Sequence[float], costs: Sequence[float]) -> list[tuple[int, int]]:
    """Runs of foreign clauses (first, behind last) on the best way through; costs[i] is that of changing behind clause i."""
    ours, theirs = 0.0, scores[0] - COST["line"]
    back: list[tuple[bool, bool]] = [(False, False)]
    for at in range(1, len(scores)):
        cost = costs[at - 1]
        to_ours, to_theirs = theirs - cost > ours, ours - cost > theirs
        ours, theirs = max(ours, theirs - cost), max(theirs, ours - cost) + scores[at]
        back.append((to_ours, to_theirs))
    side, sides = theirs - COST["line"] > ours, []
    for at in range(len(scores) - 1, -1, -1):
        sides.append(side)
        changed = back[at][1 if side else 0]
        side = side != changed
    sides.reverse()
    edges = np.flatnonzero(np.diff(np.concatenate([[0], np.array(sides, np.int8), [0]])))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]


def peeled(clauses: Sequence[Clause], first: int, last: int) -> tuple[int, int]:
    """A run less the lines and sentences at its edges that hold little that is foreign."""
    cut = True
    while cut and first < last:
        cut = False
        for ends, little in ((("line",), _thin), (("line", "stop"), _ours)):
            head = next((k + 1 for k in range(first, last) if clauses[k].cut in ends), last)
            if head < last and little(clauses[first:head]):
                first, cut = head, True
            tail = next((k + 1 for k in range(last - 2, first - 1, -1) if clauses[k].cut in ends), first)
            if tail > first and little(clauses[tail:last]):
                last, cut = tail, True
    return first, last


def _ours(run: Sequence[Clause]) -> bool:
    """Whether a sentence at an edge reads more like the page than like what was slipped in."""
    return sum(c.score for c in run) < -0.5


def _thin(run: Sequence[Clause]) -> bool:
    """Whether lines at an edge hold too little evidence for their length, or more that is official."""
    evidence, size = sum(c.evidence for c in run), run[-1].end - run[0].start
    return evidence < 1.6 or evidence < DENSE * size or sum(c.score for c in run) < 0
