"""Publish and compare: a run that stands in an audit's folder, as an inspection with its documents, or beside another run."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from zouxin import content, packs
from zouxin.bulletins import bulletin
from zouxin.bulletins.document import Document, tables, write_docx, write_html
from zouxin.bulletins.tables import write_csv, write_sheets
from zouxin.findings.comparing import Change, Kept, compare, run_of, runs
from zouxin.findings.views import cited, units
from zouxin.flow.publishing import whole
from zouxin.lake import Lake
from zouxin.model.errors import UsageError
from zouxin.model.inspection import Heading, Inspection, Reason
from zouxin.scores.inspection import ACCOUNTS, SITES, Answer, Key, Listed, inspection

KINDS = (*ACCOUNTS, *SITES)
FORMS = ("html", "docx", "xlsx")


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a person asks of a bulletin: where the audit stands, and the words nothing can compute."""

    out: Path
    run: str = ""
    before: str = ""
    title: str = ""
    issuer: str = ""
    number: str = ""
    to: str = ""
    period: str = ""
    issued_on: date
    due_on: date | None = None
    packs_folder: Path | None = None


def changes(out: Path, before: str = "", after: str = "") -> tuple[Kept, Kept, tuple[Change, ...]]:
    """Two runs of an audit's folder (the last two where none is named) and what became of every finding of either."""
    with _lake(out) as lake:
        first, second = _pair(lake, before, after)
        found = compare(lake, first, second)
        rows = pa.Table.from_pylist(
            [vars(one) for one in found], schema=pa.schema([(name, pa.string()) for name in Change.__dataclass_fields__])
        )
        whole(out / "changes.csv", lambda path: write_csv(rows.to_batches() or [pa.RecordBatch.from_pylist([], schema=rows.schema)], path))
    return first, second, found


def quarterly(order: Order) -> tuple[Inspection, tuple[Path, ...]]:
    """The bulletin of a run and a notice to each unit that has to mend something, as HTML, docx and xlsx under `bulletins/`."""
    with _lake(order.out) as lake:
        of = _inspection(order, lake)
    folder = order.out / "bulletins" / of.run
    written = _write(bulletin("quarterly").compose(of), folder, "通报")
    for unit in sorted({one.unit for one in of.failed}):
        written += _write(bulletin("rectification_notice").compose(of, unit), folder, f"整改通知-{_safe(unit)}")
    return of, written


def _lake(out: Path) -> Lake:
    if not (out / "lake" / "runs").is_dir():
        raise UsageError(f"{out} 里没有审计过的数据；请先运行 zouxin audit，或用 --out 指明输出文件夹")
    return Lake(out / "lake")


def _pair(lake: Lake, before: str, after: str) -> tuple[Kept, Kept]:
    known = runs(lake)
    second = run_of(lake, after) if after else known[-1] if known else None
    earlier = [run for run in known if second and run.nth < second.nth]
    first = run_of(lake, before) if before else earlier[-1] if earlier else None
    if first is None or second is None:
        raise UsageError("需要两次运行才能比较；请在同一个 --out 文件夹里再审计一次新的数据")
    return first, second


def _inspection(order: Order, lake: Lake) -> Inspection:
    known = runs(lake)
    run = run_of(lake, order.run) if order.run else known[-1]
    earlier = [one for one in known if one.nth < run.nth]
    before = run_of(lake, order.before) if order.before else earlier[-1] if earlier else None
    reasons = _Reasons(lake, order)
    register = _register(lake, date.fromisoformat(run.moment))
    heading = _heading(order, run, before, reasons)
    counts, told = None, []
    if before is not None:
        then = _register(lake, date.fromisoformat(before.moment))
        old = inspection(heading, then, _answers(lake, before, then, reasons))
        counts = {c.label: c for c in (old.sites, old.accounts, *old.by_kind, *old.by_owner)}
        told = [
            (c, reasons.of(c.check, c.sentence, c.mark)) for c in compare(lake, before, run) if c.severity == "veto" and c.state != "new"
        ]
        told = [(c, r) for c, r in told if c.subject == "platform"]
    return inspection(heading, register, _answers(lake, run, register, reasons), earlier=counts, changes=told)


def _heading(order: Order, run: Kept, before: Kept | None, reasons: "_Reasons") -> Heading:
    moment = date.fromisoformat(run.moment)
    period = order.period or f"{moment.year}年第{'一二三四'[(moment.month - 1) // 3]}季度"
    title = order.title or f"{order.issuer}关于{period}政府网站与政务新媒体检查情况的通报"
    return Heading(title=title, issuer=order.issuer, number=order.number, to=order.to, period=period, moment=moment, issued_on=order.issued_on,
                   due_on=order.due_on, run=run.id, bases=reasons.documents(), earlier_run=before.id if before else "")  # fmt: skip


class _Reasons:
    """Rules of the run's packs in words."""

    def __init__(self, lake: Lake, order: Order) -> None:
        run = run_of(lake, order.run) if order.run else runs(lake)[-1]
        names, moment = run.packs, date.fromisoformat(run.moment)
        self.rules = {rule.check.code: rule for rule in packs.rules(packs.layered(names, folder=order.packs_folder), moment)}
        self.words = content.words("zh-Hans")

    def of(self, code: str, sentence: str, mark: str) -> Reason:
        """A finding's reason with title and citation."""
        rule = self.rules.get(code)
        return Reason(
            check=code, title=self.words[code]["title"], sentence=sentence, citation=cited(rule.because) if rule else "", mark=mark
        )

    def documents(self) -> tuple[str, ...]:
        """The documents the veto rules about platforms rest on, each once."""
        found = [r.because for r in self.rules.values() if r.severity == "veto" and r.on and r.check.subject.name in ("platform", "post")]
        return tuple(dict.fromkeys(f"《{c.title}》" + (f"（{c.number}）" if c.number else "") for c in found))


def _register(lake: Lake, moment: date) -> list[Listed]:
    """Platforms that were open at the moment, by what the census says."""
    platform, named = lake.open("platform"), units(lake, {"unit": lake.open("unit")})
    levels = {(r["source"], r["id"]): r["level"] or "" for r in _rows(lake, lake.open("unit").select("source", "id", "level"))}
    rows = _rows(lake, platform.select("source", "id", "name", "kind", "unit_id", "status", "opened_on", "closed_on"))
    found = []
    for row in rows:
        closed = row["closed_on"] is not None and row["closed_on"] <= moment
        early = row["opened_on"] is not None and row["opened_on"] > moment
        # what is closed today was open on an earlier day: its closing day says so
        open_ = row["status"] in ("live", "lost", None) or (row["status"] == "closed" and row["closed_on"] is not None)
        if row["kind"] in KINDS and open_ and not closed and not early:
            unit = (row["source"], row["unit_id"])
            found.append(Listed(key=(row["source"], row["id"]), name=row["name"] or row["id"], kind=row["kind"],
                                unit=named.get(unit, row["unit_id"] or "未注明主办单位"), level=levels.get(unit, "")))  # fmt: skip
    return found


def _rows(lake: Lake, table: Any) -> Iterator[dict[str, Any]]:
    return (row for batch in lake.engine.batches(table) for row in batch.to_pylist())


def _answers(lake: Lake, run: Kept, register: Sequence[Listed], reasons: _Reasons) -> list[Answer]:
    """Answers of the veto rules about the platforms of the register, and about what they published."""
    kinds = {one.key: one.kind for one in register}
    owners = _owners(lake)
    rows = []
    for path in sorted((lake.root / "runs" / run.id).glob("*.parquet")):
        table = pq.read_table(path, filters=[("severity", "=", "veto"), ("tone", "=", "trouble"), ("overruled", "=", False)])
        rows += [(_platform(row, owners), row) for row in table.to_pylist() if row["subject"] in ("platform", "post")]
    rows = [
        (key, row)
        for key, row in rows
        if key in kinds and row["verdict"] != "clean" and not (row["subject"] == "post" and row["found"] is None)
    ]
    unused = _unused(rows, kinds)
    return [
        Answer(
            platform=key,
            found=row["found"],
            because=row["because"] or "",
            reason=reasons.of(row["check"], row["sentence"], row["mark"]),
            seen_on=_seen(row),
        )
        for key, row in rows
        if (row["check"], kinds[key]) not in unused
    ]


def _unused(rows: Sequence[tuple[Key, Mapping[str, Any]]], kinds: Mapping[Key, str]) -> set[tuple[str, str]]:
    """Rules for which nobody brought a judgement, by kind of platform: they are no part of this inspection."""
    waiting: dict[tuple[str, str], int] = {}
    for key, row in rows:
        if row["because"] == "no_judgement":
            pair = (row["check"], kinds[key])
            waiting[pair] = waiting.get(pair, 0) + 1
    there = list(kinds.values())
    return {pair for pair, n in waiting.items() if n == there.count(pair[1])}


def _owners(lake: Lake) -> dict[Key, str]:
    if not any(s.rows.get("post") for s in lake.snapshots()):
        return {}
    found = set()
    for path in (lake.root / "runs").glob("*/PST*.parquet"):
        found |= set(pq.read_table(path, columns=["subject_id"], filters=[("severity", "=", "veto")])["subject_id"].to_pylist())
    posts = lake.open("post")
    rows = _rows(lake, posts.filter(posts.id.isin(sorted(found))).select("source", "id", "platform_id")) if found else iter(())
    return {(row["source"], row["id"]): row["platform_id"] for row in rows}


def _platform(row: Mapping[str, Any], owners: Mapping[Key, str]) -> Key:
    key = (row["source"], row["subject_id"])
    return key if row["subject"] == "platform" else (row["source"], owners.get(key, ""))


def _seen(row: Mapping[str, Any]) -> date | None:
    seen = json.loads(row["evidence"] or "{}").get("seen_on")
    return date.fromisoformat(seen) if seen else None


def _safe(name: str) -> str:
    """A name as part of a file name."""
    return "".join("_" if c in '/\\:*?"<>|\0' or c < " " else c for c in name)[:60]


def _write(document: Document, folder: Path, name: str) -> tuple[Path, ...]:
    folder.mkdir(parents=True, exist_ok=True)
    writers = {"html": write_html, "docx": write_docx, "xlsx": lambda d, p: write_sheets(tables(d), p, foot=d.foot)}
    for form, write in writers.items():
        whole(folder / f"{name}.{form}", lambda path, write=write: write(document, path))  # type: ignore[misc]
    return tuple(folder / f"{name}.{form}" for form in writers)
