"""Answers kept: each check's rows written as they come, the clean ones counted, so that nothing is held in memory."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from zouxin.findings.asking import Asked, answers
from zouxin.findings.wording import rows
from zouxin.lake import Lake
from zouxin.tables import all_tables, arrow_schema

GROUP = ["check", "source", "unit_id", "month", "verdict", "overruled"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Kept:
    """What one check said: its answers on disk, and counts by check, source, unit, month, verdict and overruled."""

    asked: Asked
    path: Path
    counts: pa.Table


@dataclass(frozen=True, kw_only=True, eq=False)
class Answered:
    """All of a run. `failed`: (code, sentence) of checks that broke their contract and were not asked to the end."""

    run: str
    moment: date
    kept: tuple[Kept, ...]
    not_asked: tuple[tuple[str, str], ...] = ()
    tables: dict[str, object] = field(default_factory=dict, repr=False)


def ask(asked: Asked, lake: Lake, tables: Mapping[str, ir.Table], *, run: str, moment: date, folder: Path, everything: bool) -> Kept:
    """Put one check to the lake and keep what it says. Rows are answers found and null, or with `everything` all.

    A clean answer about what an earlier run had found is kept too: only it can say that a finding is gone.
    """
    path, counted = folder / f"{asked.check.code}.parquet", []
    fresh, watched = path.with_suffix(".part"), earlier(folder, asked.check.code)
    # a question about nobody is not put: planning one costs more than a small mailbox takes to answer it
    batches = lake.engine.batches(answers(asked, tables, moment)) if asked.check.subject.name in landed(lake) else iter(())
    with pq.ParquetWriter(fresh, arrow_schema(all_tables()["answer"]), compression="zstd") as writer:
        for batch in batches:
            if not len(batch):
                continue
            told = rows(batch, asked, run)
            counted.append(_counts(told))
            telling = pc.or_(pc.not_equal(told["verdict"], "clean"), pc.is_in(told["mark"], value_set=watched))
            writer.write_table(told if everything else told.filter(telling))
    fresh.replace(path)
    return Kept(asked=asked, path=path, counts=_merge(counted))


def landed(lake: Lake) -> frozenset[str]:
    """Names of the landed tables that hold any row."""
    return frozenset(name for snapshot in lake.snapshots() for name, count in snapshot.rows.items() if count)


def earlier(folder: Path, code: str) -> pa.Array:
    """Marks a check ever found in the other runs that stand beside a run's folder, string (n)."""
    parts = [
        pq.read_table(path, columns=["mark"], filters=[("verdict", "=", "finding")])["mark"]
        for path in sorted(folder.parent.glob(f"*/{code}.parquet"))
        if path.parent != folder
    ]
    return pa.chunked_array(parts, pa.string()).unique() if parts else pa.array([], pa.string())


def _counts(told: pa.Table) -> pa.Table:
    return told.group_by(GROUP).aggregate([([], "count_all")]).rename_columns([*GROUP, "n"])


def _merge(parts: list[pa.Table]) -> pa.Table:
    if not parts:
        fields = [(name, pa.bool_() if name == "overruled" else pa.string()) for name in GROUP]
        return pa.schema([*fields, ("n", pa.int64())]).empty_table()
    return pa.concat_tables(parts).group_by(GROUP).aggregate([("n", "sum")]).rename_columns([*GROUP, "n"])


def found(kept: tuple[Kept, ...]) -> Iterator[tuple[Kept, pa.RecordBatch]]:
    """Rows that are findings: troubles found, severity not private; with the check that said so."""
    for one in kept:
        if one.asked.check.tone != "trouble" or one.asked.severity == "private":
            continue
        for batch in pq.ParquetFile(one.path).iter_batches(10_000):
            hits = batch.filter(pc.equal(batch["verdict"], "finding"))
            if len(hits):
                yield one, hits
