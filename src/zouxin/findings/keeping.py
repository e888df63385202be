"""Answers kept: each check's rows written as they come, the clean ones counted, so that nothing is held in memory."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from zouxin.findings.asking import Asked, answers
from zouxin.findings.wording import rows, verdicts
from zouxin.lake import Lake
from zouxin.model.verdict import CLEAN, FINDING
from zouxin.tables import all_tables, arrow_schema

#: tables of so many rows that a question without an answer is counted by its reason, not kept for each
COUNTLESS = ("post",)
#: subjects up to which all answers are read, and not only those that are kept
FEW = 100_000
_SUBJECT = pa.schema([("source", pa.string()), ("subject_id", pa.string())])
GROUP = ["check", "source", "unit_id", "month", "verdict", "overruled"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Kept:
    """What one check said: its answers on disk, counts by source and unit, and by month: each by verdict and overruled too."""

    asked: Asked
    path: Path
    counts: pa.Table
    months: pa.Table


@dataclass(frozen=True, kw_only=True, eq=False)
class Answered:
    """All of a run. `failed`: (code, sentence) of checks that broke their contract and were not asked to the end."""

    run: str
    moment: date
    kept: tuple[Kept, ...]
    not_asked: tuple[tuple[str, str], ...] = ()
    tables: dict[str, object] = field(default_factory=dict, repr=False)


def ask(asked: Asked, lake: Lake, tables: Mapping[str, ir.Table], *, run: str, moment: date, folder: Path, everything: bool,
        own: Mapping[str, ir.Table] | None = None) -> Kept:  # fmt: skip
    """Put one check to the lake and keep what it says. Rows are answers found and null, or with `everything` all.

    `own`: whose subjects are, where it was worked out before. A clean answer about what an earlier run had found is kept too: only it can say that a finding is gone.
    """
    path, counted, subjects = folder / f"{asked.check.code}.parquet", [], landed(lake).get(asked.check.subject.name, 0)
    fresh = path.with_suffix(".part")
    with pq.ParquetWriter(fresh, arrow_schema(all_tables()["answer"]), compression="zstd") as writer:
        # a question about nobody is not put: planning one costs more than a small mailbox takes to answer it
        if subjects:
            expression = answers(asked, tables, moment, own)
            if everything or subjects <= FEW:
                parts = _whole(expression, lake, asked, run, folder, everything)
            else:
                parts = _parts(expression, lake, asked, run, folder)
            for told, counts in parts:
                counted.append(counts)
                writer.write_table(told)
    fresh.replace(path)
    # not by unit and month at once: half a million units have that many months
    return Kept(asked=asked, path=path, counts=_merge(counted, ["source", "unit_id"]), months=_merge(counted, ["month"]))


Part = tuple[pa.Table, pa.Table]


def _whole(expression: ir.Table, lake: Lake, asked: Asked, run: str, folder: Path, everything: bool) -> Iterator[Part]:
    """The answers to keep, and the counts of all, by one question: to plan a second one costs more than to read a few rows."""
    watched = earlier(folder, asked)
    pairs = pc.binary_join_element_wise(watched["source"], watched["subject_id"], "\x1f")
    clean = []
    for batch in lake.engine.batches(expression):
        if not len(batch):
            continue
        told = rows(batch, asked, run)
        known = pc.is_in(pc.binary_join_element_wise(told["source"], told["subject_id"], "\x1f"), value_set=pairs)
        worth = pc.or_(pc.fill_null(told["found"], asked.check.subject.name not in COUNTLESS), known)
        clean.append(told.filter(pc.equal(told["verdict"], CLEAN)).select(_SUBJECT.names))
        yield told if everything else told.filter(worth), _counts(told)
    if _clears(asked):
        _put(iter(clean), cleared(folder, asked.check.code))


def _parts(expression: ir.Table, lake: Lake, asked: Asked, run: str, folder: Path) -> Iterator[Part]:
    """The same by several questions: all answers counted by the engine, then those to keep, where there are any."""
    counts, countless = _counted(expression, lake, asked), asked.check.subject.name in COUNTLESS
    yield arrow_schema(all_tables()["answer"]).empty_table(), counts
    kept = {FINDING} if countless else {name for name in counts["verdict"].unique().to_pylist() if name != CLEAN}
    worth = expression.found.fill_null(not countless)
    if kept & set(counts["verdict"].unique().to_pylist()):
        for batch in lake.engine.batches(expression.filter(worth)):
            if len(batch):
                yield rows(batch, asked, run), counts.slice(0, 0)
    for told in _watched(expression.filter(~worth), lake, asked, run, folder):
        yield told, counts.slice(0, 0)
    if _clears(asked):
        clean = expression.filter(~expression.found.fill_null(True)).select("source", subject_id="id")
        _put((pa.Table.from_batches([batch]) for batch in lake.engine.batches(clean)), cleared(folder, asked.check.code))


def _clears(asked: Asked) -> bool:
    """Whether the platforms a rule clears are kept by name: an inspection counts none as checked that no veto was asked about."""
    return asked.severity == "veto" and asked.check.subject.name == "platform"


def _put(parts: Iterator[pa.Table], path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    fresh = path.with_suffix(".part")
    with pq.ParquetWriter(fresh, _SUBJECT, compression="zstd") as writer:
        for part in parts:
            writer.write_table(part.cast(_SUBJECT))
    fresh.replace(path)


def cleared(folder: Path, code: str) -> Path:
    """Where a run's folder holds the platforms a veto rule clears: source, subject_id. Absent where it was asked about nobody."""
    return folder / "clean" / f"{code}.parquet"


def forget(folder: Path, code: str) -> None:
    """Remove what a check that was not asked to the end left behind."""
    for path in (folder / f"{code}.parquet", cleared(folder, code)):
        path.unlink(missing_ok=True)
        path.with_suffix(".part").unlink(missing_ok=True)


def _watched(rest: ir.Table, lake: Lake, asked: Asked, run: str, folder: Path) -> Iterator[pa.Table]:
    """The other answers about what any earlier run had found: only they can say that a finding is gone, or why that cannot be told."""
    watched = earlier(folder, asked)
    if len(watched):
        held = lake.engine.memory(watched)
        for batch in lake.engine.batches(rest.semi_join(held, ["source", ("id", "subject_id")])):
            if len(batch):
                yield rows(batch, asked, run)
        lake.engine.forget(held)


def _counted(answers: ir.Table, lake: Lake, asked: Asked) -> pa.Table:
    """All answers counted by the engine: they are many, and nobody reads them one by one."""
    groups = answers.group_by(["source", "unit_id", "month", "found", "because", "overruled"]).agg(n=answers.count())
    told = pa.Table.from_batches([b.cast(groups.schema().to_pyarrow()) for b in lake.engine.batches(groups)], groups.schema().to_pyarrow())
    columns = {name: told[name] for name in ("source", "unit_id", "month", "overruled", "n")} | {
        "verdict": verdicts(told["found"], told["because"], asked), "check": pa.repeat(asked.check.code, len(told)),
    }  # fmt: skip
    return pa.table(columns).select([*GROUP, "n"])


def landed(lake: Lake) -> dict[str, int]:
    """Rows landed in each table that holds any; rows that landed twice count twice."""
    found: Counter[str] = Counter()
    for snapshot in lake.snapshots():
        found.update({name: count for name, count in snapshot.rows.items() if count})
    return found


def earlier(folder: Path, asked: Asked) -> pa.Table:
    """Subjects a check ever found trouble about in the other runs that stand beside a run's folder: source, subject_id. Facts are not compared."""
    empty = _SUBJECT.empty_table()
    told = asked.check.tone == "trouble" and asked.severity != "private"
    parts = [
        pq.read_table(path, columns=["source", "subject_id"], filters=[("verdict", "=", FINDING)])
        for path in sorted(folder.parent.glob(f"*/{asked.check.code}.parquet"))
        if told and path.parent != folder
    ]
    return pa.concat_tables([empty, *(part.cast(empty.schema) for part in parts)]).group_by(["source", "subject_id"]).aggregate([])


def _counts(told: pa.Table) -> pa.Table:
    return told.group_by(GROUP).aggregate([([], "count_all")]).rename_columns([*GROUP, "n"])


def _merge(parts: list[pa.Table], by: list[str]) -> pa.Table:
    keys = ["check", *by, "verdict", "overruled"]
    if not parts:
        fields = [(name, pa.bool_() if name == "overruled" else pa.string()) for name in keys]
        return pa.schema([*fields, ("n", pa.int64())]).empty_table()
    return pa.concat_tables(parts).group_by(keys).aggregate([("n", "sum")]).rename_columns([*keys, "n"])


def found(kept: tuple[Kept, ...]) -> Iterator[tuple[Kept, pa.RecordBatch]]:
    """Rows that are findings: troubles found, severity not private; with the check that said so."""
    for one in kept:
        if one.asked.check.tone != "trouble" or one.asked.severity == "private":
            continue
        for batch in pq.ParquetFile(one.path).iter_batches(10_000):
            hits = batch.filter(pc.equal(batch["verdict"], "finding"))
            if len(hits):
                yield one, hits
