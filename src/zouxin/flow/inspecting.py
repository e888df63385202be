"""Publish and compare: a run that stands in an audit's folder, as an inspection with its documents, or beside another run."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa

from zouxin.bulletins import bulletin
from zouxin.bulletins.document import Document, tables, write_docx, write_html
from zouxin.bulletins.tables import write_csv, write_sheets
from zouxin.findings.comparing import Change, Kept, compare, run_of, runs
from zouxin.flow.answering import reason, register, vetoes
from zouxin.flow.publishing import whole
from zouxin.lake import Lake
from zouxin.model.errors import UsageError
from zouxin.model.inspection import Heading, Inspection
from zouxin.scores.inspection import inspection

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
    listed = register(lake, date.fromisoformat(run.moment))
    heading = _heading(order, run, before)
    counts, told = None, []
    if before is not None:
        then = register(lake, date.fromisoformat(before.moment))
        old = inspection(heading, then, vetoes(lake, before, then))
        counts = {c.label: c for c in (old.sites, old.accounts, *old.by_kind, *old.by_owner)}
        rules = {rule.check: rule for rule in run.rules}
        told = [
            (c, reason(rules[c.check], vars(c)))
            for c in compare(lake, before, run) if c.severity == "veto" and c.state != "new" and c.subject == "platform"
        ]  # fmt: skip
    return inspection(heading, listed, vetoes(lake, run, listed), earlier=counts, changes=told)


def _heading(order: Order, run: Kept, before: Kept | None) -> Heading:
    moment = date.fromisoformat(run.moment)
    period = order.period or f"{moment.year}年第{'一二三四'[(moment.month - 1) // 3]}季度"
    title = order.title or f"{order.issuer}关于{period}政府网站与政务新媒体检查情况的通报"
    return Heading(title=title, issuer=order.issuer, number=order.number, to=order.to, period=period, moment=moment, issued_on=order.issued_on,
                   due_on=order.due_on, run=run.id, earlier_run=before.id if before else "")  # fmt: skip


def _safe(name: str) -> str:
    """A name as part of a file name."""
    return "".join("_" if c in '/\\:*?"<>|\0' or c < " " else c for c in name)[:60]


def _write(document: Document, folder: Path, name: str) -> tuple[Path, ...]:
    folder.mkdir(parents=True, exist_ok=True)
    writers = {"html": write_html, "docx": write_docx, "xlsx": lambda d, p: write_sheets(tables(d), p, foot=d.foot)}
    for form, write in writers.items():
        whole(folder / f"{name}.{form}", lambda path, write=write: write(document, path))  # type: ignore[misc]
    return tuple(folder / f"{name}.{form}" for form in writers)
