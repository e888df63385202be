"""Run against run: what is new, what still stands, what is gone, what came back, and what cannot be told.

A finding is gone only when the same question was put to the same subject again and the answer was no. No answer, a null answer, or a
rule that was not asked leaves it open.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from zouxin.lake import Lake
from zouxin.model.errors import UsageError
from zouxin.model.ruled import Ruled, recorded
from zouxin.model.verdict import CLEAN, FINDING

Row = Mapping[str, Any]
STATES = ("new", "still", "gone", "recurred", "cannot tell", "overruled")
#: why nothing is said of what was found before, beside the reasons of a null answer
NO_SUBJECT, NOT_ASKED = "no longer a subject of the rule", "rule not asked"
_COLUMNS = [
    "mark",
    "check",
    "source",
    "subject",
    "subject_id",
    "unit_id",
    "verdict",
    "because",
    "overruled",
    "severity",
    "tone",
    "sentence",
]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A run as it was recorded: id, place in the order of runs, moment, packs, what had landed, and its rules, asked or not."""

    id: str
    nth: int
    moment: str
    packs: dict[str, str]
    snapshot: str = ""
    rules: tuple[Ruled, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Change:
    """What became of one finding between two runs; `because` says why it cannot be told."""

    mark: str
    check: str
    source: str
    subject: str
    subject_id: str
    unit_id: str
    severity: str
    state: str
    because: str
    sentence: str


def runs(lake: Lake) -> tuple[Kept, ...]:
    """The runs a lake keeps, in the order they were asked."""
    found = []
    for path in (lake.root / "runs").glob("*.json"):
        said = json.loads(path.read_text("utf-8"))
        rules = tuple(recorded(one) for one in said.get("rules", ()))
        found.append(
            Kept(id=said["id"], nth=said.get("nth", 0), moment=said["moment"], packs=said["packs"], snapshot=said["snapshot"], rules=rules)
        )
    return tuple(sorted(found, key=lambda run: (run.nth, run.moment, run.id)))


def run_of(lake: Lake, name: str) -> Kept:
    """The run of that id, or of an unmistakable beginning of it. Raises UsageError naming those there are."""
    known = runs(lake)
    found = [run for run in known if run.id.startswith(name)]
    if len(found) != 1:
        raise UsageError(f"没有编号为 {name} 的运行，有的是 {'、'.join(f'{r.id}（{r.moment}）' for r in known) or '无'}")
    return found[0]


def answers(lake: Lake, run: Kept) -> pa.Table:
    """Every answer a run kept: found, cannot tell, and those clean ones that an earlier run had found."""
    parts = [pq.read_table(path, columns=_COLUMNS) for path in sorted(_folder(lake, run).glob("*.parquet"))]
    return pa.concat_tables(parts) if parts else pa.table({name: pa.array([], pa.string()) for name in _COLUMNS})


def _folder(lake: Lake, run: Kept) -> Path:
    return lake.root / "runs" / run.id


def compare(lake: Lake, before: Kept, after: Kept) -> tuple[Change, ...]:
    """What became of every finding that stood after `before` or is made by `after`, in the order of check, source and subject."""
    stands = _standing(lake, before)
    new = _by_mark(answers(lake, after))
    asked = {path.stem for path in _folder(lake, after).glob("*.parquet")}
    told = []
    for mark in sorted(stands.keys() | new.keys()):
        row, now = stands.get(mark), new.get(mark)
        state, because = _state(row, now, asked)
        if state:
            told.append(_change(now or row or {}, state, because))
    return tuple(sorted(told, key=lambda c: (c.check, c.source, c.subject_id)))


def _standing(lake: Lake, until: Kept) -> dict[str, Row]:
    """The last answer yes or no to everything ever found, as of a run: who could not look changed nothing."""
    last: dict[str, Row] = {}
    for run in runs(lake):
        if run.nth <= until.nth:
            rows = _by_mark(answers(lake, run)).items()
            last |= {mark: row for mark, row in rows if row["verdict"] == FINDING or (row["verdict"] == CLEAN and mark in last)}
    return last


def _by_mark(table: pa.Table) -> dict[str, Row]:
    """Troubles by mark; what is private to an owner is compared with nobody."""
    return {row["mark"]: row for row in table.to_pylist() if row["tone"] == "trouble" and row["severity"] != "private"}


def _holds(row: Row | None) -> bool:
    return row is not None and row["verdict"] == FINDING and not row["overruled"]


def _state(was: Row | None, now: Row | None, asked: set[str]) -> tuple[str, str]:
    """The state of a finding and why it cannot be told; no state where there was none and is none."""
    if now is not None and now["verdict"] == FINDING:
        if now["overruled"]:
            return "overruled", ""
        return ("still" if _holds(was) else "new" if was is None else "recurred"), ""
    if was is None or not _holds(was):
        return "", ""
    if now is None:
        return "cannot tell", NO_SUBJECT if was["check"] in asked else NOT_ASKED
    return ("gone", "") if now["verdict"] == CLEAN else ("cannot tell", str(now["because"] or ""))


def _change(row: Row, state: str, because: str) -> Change:
    names = ("mark", "check", "source", "subject", "subject_id", "unit_id", "severity", "sentence")
    return Change(**{name: row[name] or "" for name in names}, state=state, because=because)
