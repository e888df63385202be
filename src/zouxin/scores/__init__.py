"""Answers counted: scorecards with denominators. Totals reconcile or nothing is printed."""

from collections.abc import Iterable
from itertools import pairwise

import pyarrow as pa

from zouxin.findings.keeping import Kept
from zouxin.model.errors import RenderError
from zouxin.model.report import Distribution, Tally
from zouxin.model.verdict import VERDICTS

#: edges of the histogram of novel text, characters
NOVEL = (0, 1, 7, 21, 51, 101, 201, 401, 801, 1_000_000)


def tally(kept: Iterable[Kept], by: str | None = None) -> tuple[Tally, ...]:
    """Counts of each check, over all subjects or for each value of `by` ("unit_id", "month" or "source").

    Raises RenderError when the verdicts of a group do not add up to its subjects.
    """
    cards = []
    for one in kept:
        groups: dict[str, dict[str, int]] = {}
        for row in one.counts.to_pylist():
            group = groups.setdefault((row[by] or "") if by else "", dict.fromkeys((*VERDICTS, "overruled", "asked"), 0))
            # an overruled finding is counted apart: no longer a finding, and not thereby clean
            group["overruled" if row["overruled"] else row["verdict"]] += row["n"]
            group["asked"] += row["n"]
        cards += [_card(one.asked.check.code, name, counts) for name, counts in sorted(groups.items())]
    return tuple(cards)


def _card(code: str, group: str, counts: dict[str, int]) -> Tally:
    if sum(counts[verdict] for verdict in (*VERDICTS, "overruled")) != counts["asked"]:
        raise RenderError(f"{code} 在“{group}”的各项之和与总数不符，不出报告")
    return Tally(check=code, group=group, **counts)


def distribution(values: pa.Array, *, group: str, measure: str = "novel", edges: tuple[int, ...] = NOVEL) -> Distribution:
    """Histogram of whole numbers (n); nulls are left out."""
    numbers = values.drop_null().to_numpy()
    counts = [int(((numbers >= low) & (numbers < high)).sum()) for low, high in pairwise(edges)]
    return Distribution(group=group, measure=measure, edges=edges, counts=tuple(counts))
