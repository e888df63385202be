"""Findings named before, put to a later run one by one by their marks."""

from collections.abc import Mapping

import pyarrow.parquet as pq

from zouxin.findings.comparing import NO_SUBJECT, NOT_ASKED, Kept
from zouxin.lake import Lake
from zouxin.model.verdict import CLEAN, FINDING

_COLUMNS = ["mark", "verdict", "because", "overruled"]


def again(lake: Lake, run: Kept, marks: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """What a run says of each finding (its mark -> its check): still, gone, overruled or cannot tell, and why it cannot be told.

    A run keeps its answer about everything a run before it had found, so a mark it does not hold is of a subject it did not ask about.
    """
    told: dict[str, tuple[str, str]] = {}
    for code in sorted(set(marks.values())):
        mine, path = [mark for mark, check in marks.items() if check == code], lake.root / "runs" / run.id / f"{code}.parquet"
        rows = pq.read_table(path, columns=_COLUMNS, filters=[("mark", "in", mine)]).to_pylist() if path.is_file() else []
        told |= dict.fromkeys(mine, ("cannot tell", NO_SUBJECT if path.is_file() else NOT_ASKED))
        told |= {row["mark"]: _state(row["verdict"], row["because"], row["overruled"]) for row in rows}
    return told


def _state(verdict: str, because: str | None, overruled: bool) -> tuple[str, str]:
    if verdict == FINDING:
        return ("overruled" if overruled else "still"), ""
    return ("gone", "") if verdict == CLEAN else ("cannot tell", because or "")
