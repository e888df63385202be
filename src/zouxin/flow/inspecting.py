"""Publish and compare: a run that stands in an audit's folder, as an inspection with its documents, or beside another run."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

import pyarrow as pa

from zouxin.bulletins import bulletin
from zouxin.bulletins.document import Document, tables, write_docx, write_html
from zouxin.bulletins.pdf import write_pdf
from zouxin.bulletins.tables import write_csv, write_sheets
from zouxin.findings.comparing import Change, Kept, compare, run_of, runs
from zouxin.findings.rechecking import again
from zouxin.flow.answering import closed, register, vetoes
from zouxin.flow.publishing import whole
from zouxin.lake import Lake
from zouxin.model.errors import RenderError, UsageError
from zouxin.model.inspection import Heading, Inspection
from zouxin.model.reviving import revived
from zouxin.scores.inspection import inspection
from zouxin.scores.rechecking import marks, rechecks

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
    """The bulletin of a run and a notice to each unit that has to mend something, as HTML, docx and xlsx under `bulletins/`.

    What the run counted and named is kept beside them, for the next inspection to compare with. Raises UsageError for a run
    never published whose data have changed since, RenderError where no veto was asked or totals disagree.
    """
    of, folder = inspected(order), order.out / "bulletins"
    return of, tuple(path for name, document in documents(of) for path in _write(document, folder / of.run, name))


def inspected(order: Order) -> Inspection:
    """A run as an inspection: as it was when first published, else as today's register has it, and then kept. Raises as `quarterly` does."""
    with _lake(order.out) as lake:
        known = runs(lake)
        run = run_of(lake, order.run) if order.run else known[-1]
        of = _inspection(order, lake, run, known) if run.snapshot == lake.digest else _reprinted(order, run, lake.digest)
    if kept(order.out, of.run) is None:
        place = _record(order.out, of.run)
        place.parent.mkdir(parents=True, exist_ok=True)
        whole(place, lambda path: path.write_text(json.dumps(asdict(of), ensure_ascii=False, indent=1, default=str), "utf-8"))
    return of


def documents(of: Inspection) -> Iterator[tuple[str, Document]]:
    """The documents of an inspection with the names of their files, no two alike: the bulletin, a notice to each unit, and who got none."""
    notice = bulletin("rectification_notice")
    yield "通报", bulletin("quarterly").compose(of)
    for nth, unit in enumerate(of.addressees, 1):
        yield f"整改通知{nth:03d}-{_safe(unit.name)}", notice.compose(of, unit)
    if of.of_unit("", ""):
        yield "主办单位不明的平台", notice.unaddressed(of)


def kept(out: Path, run: str) -> Inspection | None:
    """What a run counted and named when it was first published; None where it never was. Raises UsageError where the file is damaged."""
    path = _record(out, run)
    if not path.is_file():
        return None
    try:
        told: Inspection = revived(Inspection, json.loads(path.read_text("utf-8")))
    except (KeyError, TypeError, ValueError, RenderError) as error:
        raise UsageError(f"{path} 读不出来（{error}）；请从备份恢复这个文件，或删除它以后不与这次检查比较") from error
    return told


def _record(out: Path, run: str) -> Path:
    return out / "bulletins" / run / "inspection.json"


def _reprinted(order: Order, run: Kept, now: str) -> Inspection:
    """What was kept of a run, under the words of this order: today's register may be another than the run's."""
    of = kept(order.out, run.id)
    if of is None:
        raise UsageError(
            f"运行 {run.id}（检查时点 {run.moment}）问的是当时的数据（快照 {run.snapshot}），这里的数据后来变了（现在是快照 {now}），名册已经不是那时的，"
            "不能补出它的通报。请对现在的数据重新运行 zouxin audit，再运行 zouxin publish；每次审计后随即 publish，以后就能比较和重印"
        )
    said = {name: getattr(order, name) or getattr(of, name) for name in ("issuer", "number", "to", "period", "due_on")}
    title = order.title or (_title(said["issuer"], said["period"]) if order.issuer or order.period else of.title)
    return replace(of, **said, title=title, issued_on=order.issued_on)


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


def _inspection(order: Order, lake: Lake, run: Kept, known: Sequence[Kept]) -> Inspection:
    listed = register(lake, date.fromisoformat(run.moment))
    before, uncompared = _before(order, lake, run, known)
    heading = _heading(order, run, before, uncompared)
    if before is None:
        return inspection(heading, listed, vetoes(lake, run, listed))
    counts = {c.label: c for c in (before.sites, before.accounts, *before.by_kind, *before.by_owner)}
    told = rechecks(before, again(lake, run, marks(before)), closed(lake, heading.moment))
    return inspection(heading, listed, vetoes(lake, run, listed), earlier=counts, rechecks=told)


def _before(order: Order, lake: Lake, run: Kept, known: Sequence[Kept]) -> tuple[Inspection | None, str]:
    """The inspection to compare with as it was published, or why there is none: today's register says nothing of an earlier day."""
    if order.before:
        one = run_of(lake, order.before)
        if one.nth >= run.nth:
            raise UsageError(f"运行 {one.id} 不在运行 {run.id} 之前，不能作为上次检查")
        found = kept(order.out, one.id)
        return found, "" if found else f"运行 {one.id}（检查时点 {one.moment}）没有出过通报，没有存下的数字，本次不作比较。"
    earlier = sorted(
        (one for one in known if one.nth < run.nth and one.moment < run.moment), key=lambda one: (one.moment, one.nth), reverse=True
    )
    found = next(filter(None, (kept(order.out, one.id) for one in earlier)), None)
    if found:
        return found, ""
    return None, "此前的检查没有出过通报，没有存下的数字，本次不作比较。" if earlier else "没有更早的检查，本次不作比较。"


def _title(issuer: str, period: str) -> str:
    return f"{issuer}关于{period}政府网站与政务新媒体检查情况的通报"


def _heading(order: Order, run: Kept, before: Inspection | None, uncompared: str) -> Heading:
    moment = date.fromisoformat(run.moment)
    period = order.period or f"{moment.year}年第{'一二三四'[(moment.month - 1) // 3]}季度"
    return Heading(title=order.title or _title(order.issuer, period), issuer=order.issuer, number=order.number, to=order.to, period=period, moment=moment,
                   issued_on=order.issued_on, due_on=order.due_on, run=run.id, earlier_run=before.run if before else "",
                   earlier_moment=before.moment if before else None, uncompared=uncompared)  # fmt: skip


def _safe(name: str) -> str:
    """A name as part of a file name."""
    return "".join("_" if c in '/\\:*?"<>|\0' or c < " " else c for c in name)[:40].rstrip(". ")


def _write(document: Document, folder: Path, name: str) -> tuple[Path, ...]:
    folder.mkdir(parents=True, exist_ok=True)
    for form in FORMS:
        write_as(form, document, folder / f"{name}.{form}")
    return tuple(folder / f"{name}.{form}" for form in FORMS)


def write_as(form: str, document: Document, path: Path) -> None:
    """A document as html, docx, xlsx or pdf; it stands whole or not at all."""
    writers = {"html": write_html, "docx": write_docx, "xlsx": lambda d, p: write_sheets(tables(d), p, foot=d.foot), "pdf": write_pdf}
    whole(path, lambda fresh: writers[form](document, fresh))
