"""Answers counted: scorecards with denominators. Totals reconcile or nothing is printed."""

from collections.abc import Iterable
from itertools import pairwise

import pyarrow as pa
import pyarrow.compute as pc

from zouxin.findings.keeping import Kept
from zouxin.model.errors import RenderError
from zouxin.model.report import Distribution, Tally
from zouxin.model.verdict import VERDICTS

#: what a scorecard counts; the last is the sum of the others
COLUMNS = (*VERDICTS, "overruled", "asked")
#: edges of the histogram of novel text, characters
NOVEL = (0, 1, 7, 21, 51, 101, 201, 401, 801, 1_000_000)


def cards(kept: Iterable[Kept], by: str | None = None) -> pa.Table:
    """Scorecards as a table: check, group (a value of `by`: "unit_id", "month" or "source"), one int64 column a verdict, overruled, asked.

    An overruled finding is counted apart: no longer a finding, and not thereby clean. Raises RenderError when the counts of a group do
    not add up to its subjects.
    """
    parts = [one.months if by == "month" else one.counts for one in kept]
    if not parts:
        return pa.schema([("check", pa.string()), ("group", pa.string()), *((name, pa.int64()) for name in COLUMNS)]).empty_table()
    counts = pa.concat_tables(parts)
    told = pc.if_else(counts["overruled"], "overruled", counts["verdict"])
    columns = {name: pc.if_else(pc.equal(told, name), counts["n"], 0) for name in COLUMNS[:-1]} | {"asked": counts["n"]}
    group = pc.fill_null(counts[by], "") if by else pa.repeat("", len(counts))
    summed = pa.table({"check": counts["check"], "group": group, **columns})
    summed = summed.group_by(["check", "group"]).aggregate([(name, "sum") for name in COLUMNS])
    summed = summed.rename_columns(["check", "group", *COLUMNS]).sort_by([("check", "ascending"), ("group", "ascending")])
    odd = sum(summed[name].to_numpy() for name in COLUMNS[:-1]) != summed["asked"].to_numpy()
    if odd.any():
        first = summed.slice(int(odd.argmax()), 1).to_pylist()[0]
        raise RenderError(f"{first['check']} 在“{first['group']}”的各项之和与总数不符，不出报告")
    return summed


def tally(kept: Iterable[Kept], by: str | None = None) -> tuple[Tally, ...]:
    """Counts of each check, over all subjects or for each value of `by`, as `cards` counts them; checks in the order they were asked."""
    kept = tuple(kept)
    order = {one.asked.check.code: nth for nth, one in enumerate(kept)}
    return tuple(Tally(**row) for row in sorted(cards(kept, by).to_pylist(), key=lambda row: (order[row["check"]], row["group"])))


def distribution(values: pa.Array, *, group: str, measure: str = "novel", edges: tuple[int, ...] = NOVEL) -> Distribution:
    """Histogram of whole numbers (n); nulls are left out."""
    numbers = values.drop_null().to_numpy()
    counts = [int(((numbers >= low) & (numbers < high)).sum()) for low, high in pairwise(edges)]
    return Distribution(group=group, measure=measure, edges=edges, counts=tuple(counts))
