"""What a run kept, read for an inspection: the register at its moment, and what its veto rules said of every platform on it."""

import json
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from zouxin import content
from zouxin.checks import all_checks
from zouxin.findings.comparing import Kept
from zouxin.findings.keeping import cleared
from zouxin.lake import Lake
from zouxin.model.errors import UsageError
from zouxin.model.inspection import Reason
from zouxin.model.ruled import Ruled
from zouxin.scores.vetoes import ACCOUNTS, SITES, Answer, Key, Listed, Veto

KINDS = (*ACCOUNTS, *SITES)


def register(lake: Lake, moment: date) -> list[Listed]:
    """Platforms that were open at the moment, by what the census says."""
    known = {(r["source"], r["id"]): r for r in rows(lake, lake.open("unit").select("source", "id", "name", "level"))}
    named = {source for source, _ in known}
    told = rows(lake, lake.open("platform").select("source", "id", "name", "kind", "unit_id", "status", "opened_on", "closed_on"))
    found = []
    for row in told:
        closed = row["closed_on"] is not None and row["closed_on"] <= moment
        early = row["opened_on"] is not None and row["opened_on"] > moment
        # what is closed today was open on an earlier day: its closing day says so
        open_ = row["status"] in ("live", "lost", None) or (row["status"] == "closed" and row["closed_on"] is not None)
        if row["kind"] in KINDS and open_ and not closed and not early:
            found.append(Listed(key=(row["source"], row["id"]), name=row["name"] or row["id"], kind=row["kind"], status=row["status"] or "",
                                **_unit(row["source"], row["unit_id"], known, named)))  # fmt: skip
    return found


def _unit(source: str, unit_id: str | None, known: Mapping[Key, Mapping[str, Any]], named: Set[str]) -> dict[str, str]:
    """Name, level and id of a unit; no id where a notice to it would reach nobody. Sources not among `named` write names where ids stand."""
    row = known.get((source, unit_id or ""))
    if row and row["name"]:
        return {"unit": row["name"], "level": row["level"] or "", "unit_id": str(unit_id)}
    if not unit_id:
        return {"unit": "未注明主办单位", "level": ""}
    if source not in named:
        return {"unit": unit_id, "level": "", "unit_id": unit_id}
    return {"unit": f"未能查明（单位编号 {unit_id}）", "level": (row or {}).get("level") or ""}


def closed(lake: Lake, moment: date) -> dict[Key, date | None]:
    """Platforms the register calls closed at the moment, and since when."""
    told = rows(lake, lake.open("platform").select("source", "id", "status", "closed_on"))
    return {
        (row["source"], row["id"]): row["closed_on"]
        for row in told
        if (row["closed_on"] <= moment if row["closed_on"] else row["status"] == "closed")
    }


def rows(lake: Lake, table: Any) -> Iterator[dict[str, Any]]:
    """The rows of an open table."""
    return (row for batch in lake.engine.batches(table) for row in batch.to_pylist())


def vetoes(lake: Lake, run: Kept, listed: Sequence[Listed]) -> tuple[Veto, ...]:
    """The rules by which the run's packs let a platform fail, each with what it said of those listed. Raises UsageError where the run does not say."""
    if not run.rules:
        raise UsageError(f"运行 {run.id} 没有记下问了哪些规则（由较早的版本做出），不能据以通报；请重新运行 zouxin audit")
    chosen = [rule for rule in run.rules if "veto" in (rule.chosen, rule.severity)]
    keys, owners = {one.key for one in listed}, _owners(lake, run, chosen)
    return tuple(_veto(lake.root / "runs" / run.id, rule, keys, owners) for rule in chosen)


def _veto(folder: Path, rule: Ruled, keys: set[Key], owners: Mapping[Key, str]) -> Veto:
    check, title = all_checks()[rule.check], content.words("zh-Hans")[rule.check]["title"]
    if check.subject.name not in ("platform", "post"):
        return Veto(rule=replace(rule, asked=False, why="检查的对象不是平台，不列入通报"), title=title)
    if not rule.vetoes:
        return Veto(rule=rule, title=title)
    told = [(_platform(row, owners), row) for row in _told(folder, rule)]
    answers = [
        Answer(platform=key, found=row["found"] and not row["overruled"], because=row["because"] or "", reason=reason(rule, row), seen_on=_seen(row))
        for key, row in told if key in keys and (check.subject.name == "platform" or (row["found"] and not row["overruled"]))
    ]  # fmt: skip
    return Veto(
        rule=rule, title=title, kinds=check.kinds, of_posts=check.subject.name == "post", clean=_clean(folder, rule), answers=answers
    )


def _told(folder: Path, rule: Ruled) -> list[dict[str, Any]]:
    """Findings of a rule, and what it could not tell; those cleared stand elsewhere."""
    path = folder / f"{rule.check}.parquet"
    return pq.read_table(path, filters=[("verdict", "!=", "clean")]).to_pylist() if path.is_file() else []


def _clean(folder: Path, rule: Ruled) -> frozenset[Key]:
    path = cleared(folder, rule.check)
    found = pq.read_table(path) if path.is_file() else pa.table({"source": [], "subject_id": []})
    return frozenset(zip(found["source"].to_pylist(), found["subject_id"].to_pylist(), strict=True))


def reason(rule: Ruled, row: Mapping[str, Any]) -> Reason:
    """A finding's reason with title and citation."""
    title = content.words("zh-Hans")[rule.check]["title"]
    return Reason(check=rule.check, title=title, sentence=row["sentence"], citation=rule.cited, mark=row["mark"])


def _owners(lake: Lake, run: Kept, rules: Sequence[Ruled]) -> dict[Key, str]:
    """The platforms of the posts the rules found something about, by source and the post's id."""
    folder, checks = lake.root / "runs" / run.id, all_checks()
    of_posts = [rule for rule in rules if rule.vetoes and checks[rule.check].subject.name == "post"]
    found = {row["subject_id"] for rule in of_posts for row in _told(folder, rule)}
    posts = lake.open("post")
    told = rows(lake, posts.filter(posts.id.isin(sorted(found))).select("source", "id", "platform_id")) if found else iter(())
    return {(row["source"], row["id"]): row["platform_id"] for row in told}


def _platform(row: Mapping[str, Any], owners: Mapping[Key, str]) -> Key:
    key = (row["source"], row["subject_id"])
    return key if row["subject"] == "platform" else (row["source"], owners.get(key, ""))


def _seen(row: Mapping[str, Any]) -> date | None:
    seen = json.loads(row["evidence"] or "{}").get("seen_on")
    return date.fromisoformat(seen) if seen else None
