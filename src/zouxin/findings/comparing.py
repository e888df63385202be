"""Run against run: what is new, what still stands, what is gone, what came back, and what cannot be told.

A finding is gone only when the same question was put to the same subject again and the answer was no. No answer, a null answer, or a
rule that was not asked leaves it open.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from zouxin.lake import Lake
from zouxin.model.errors import UsageError
from zouxin.model.verdict import FINDING

STATES = ("new", "still", "gone", "recurred", "cannot tell", "overruled")
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
    """A run as it was recorded: id, place in the order of runs, moment, packs."""

    id: str
    nth: int
    moment: str
    packs: dict[str, str]


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
        found.append(Kept(id=said["id"], nth=said.get("nth", 0), moment=said["moment"], packs=said["packs"]))
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
    """What became of every finding of either run, in the order of check, source and subject."""
    old, new = _by_mark(answers(lake, before)), _by_mark(answers(lake, after))
    once = {mark for run in runs(lake) if run.nth < before.nth for mark in _found(answers(lake, run))}
    asked = {path.stem for path in _folder(lake, after).glob("*.parquet")}
    told = [_change(mark, old.get(mark), new.get(mark), once, asked) for mark in sorted(old.keys() | new.keys())]
    return tuple(sorted((one for one in told if one), key=lambda c: (c.check, c.source, c.subject_id)))


def _by_mark(table: pa.Table) -> dict[str, dict[str, object]]:
    return {row["mark"]: row for row in table.to_pylist() if row["tone"] == "trouble"}


def _found(table: pa.Table) -> Iterator[str]:
    return (mark for mark, row in _by_mark(table).items() if row["verdict"] == FINDING and not row["overruled"])


def _change(mark: str, old: dict | None, new: dict | None, once: set[str], asked: set[str]) -> Change | None:  # type: ignore[type-arg]
    was = old is not None and old["verdict"] == FINDING and not old["overruled"]
    now = new is not None and new["verdict"] == FINDING
    if not was and not now:
        return None
    row = new if new is not None else old
    state, because = _state(was, now, new, mark in once, row["check"] in asked)  # type: ignore[index]
    values = {name: row[name] or "" for name in ("mark", "check", "source", "subject", "subject_id", "unit_id", "severity", "sentence")}  # type: ignore[index]
    return Change(**values, state=state, because=because)


def _state(was: bool, now: bool, new: dict | None, once: bool, asked: bool) -> tuple[str, str]:  # type: ignore[type-arg]
    if now and new is not None and new["overruled"]:
        return "overruled", ""
    if now:
        return ("still" if was else "recurred" if once else "new"), ""
    if new is None:
        return "cannot tell", "no longer a subject of the rule" if asked else "rule not asked"
    if new["verdict"] == "clean":
        return "gone", ""
    return "cannot tell", str(new["because"] or "")
