"""Strict filling: rows of text become rows of typed tables, or stand in quarantine with the reason.

Every row that was read has either landed or is in quarantine: read = landed + quarantined, always.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa

from zouxin.connectors.batch import Batch
from zouxin.connectors.convert import convert, convert_dates
from zouxin.connectors.keys import Keys, Once
from zouxin.connectors.mailbox import Mailbox
from zouxin.connectors.plan import ColumnFill, FillPlan
from zouxin.connectors.platforms import Platforms
from zouxin.connectors.quarantine import Problems
from zouxin.model.errors import SourceAlarm, SourceError
from zouxin.tables import all_tables, arrow_schema, arrow_type

__all__ = ["ColumnFill", "FillPlan", "Filled", "fill", "fill_parts"]

Values = dict[str, dict[str, pa.Array]]
_MOMENTS = {
    ("letter", "received_on"): "received_at", ("reply", "replied_on"): "replied_at", ("post", "posted_on"): "posted_at",
    ("group_message", "sent_on"): "sent_at", ("visit", "visited_on"): "visited_at",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Filled:
    """Rows of tables out of one batch, each with exactly the table's schema, source first; and what was kept out.

    Counts are of rows of the file; a sheet or file that could not be read at all counts as one. `places`: for a list of platforms, and
    for letters, in which row of the file each row of that table stands.
    """

    tables: Mapping[str, pa.RecordBatch]
    quarantine: pa.RecordBatch
    read: int
    landed: int
    quarantined: int
    file: str = ""
    sheet: str = ""
    stated: tuple[str, ...] = ()
    places: Mapping[str, pa.Int64Array] = field(default_factory=dict)


def fill(batches: Iterable[Batch], plan: FillPlan) -> Iterator[Filled]:
    """One Filled a batch, and a last one with what follows from all of them (the mailbox and the looks at it).

    Raises SourceError where nothing fits the plan, or a promise is broken: then nothing may land.
    """
    yield from fill_parts([(batches, plan)])


def fill_parts(parts: Iterable[tuple[Iterable[Batch], FillPlan]]) -> Iterator[Filled]:
    """The same for a source that brings several streams, each with its plan; taken one after the other."""
    filling = _Filling()
    plans: list[FillPlan] = []
    for batches, plan in parts:
        plans.append(plan)
        keys = Keys()
        told = {table for earlier in plans for table in earlier.fills} - set(plan.fills)
        for batch in batches:
            filled = filling.batch(batch, plan, keys)
            yield replace(filled, tables={name: rows for name, rows in filled.tables.items() if name not in told})
    if plans:
        # a platform that is only named, to say whose the row is, is not yet told
        told = {t for plan in plans for t in plan.fills if t != "platform" or plan.is_register or plan.is_mailbox}
        yield filling.last(plans[0], told=told)


class _Filling:
    """What has to be remembered from batch to batch."""

    def __init__(self) -> None:
        self.mailbox = Mailbox()
        self.platforms = Platforms()
        self.once = Once()
        self.rows: dict[str, int] = {}
        self.missing: dict[tuple[str, str], tuple[str, Batch]] = {}
        self.landed = 0

    def batch(self, batch: Batch, plan: FillPlan, keys: Keys) -> Filled:
        problems = Problems(batch.rows.num_rows)
        raw = self._columns(batch, plan, problems)
        values = _typed(raw, plan, problems)
        present = self.mailbox.complete(values, plan=plan, problems=problems, size=batch.rows.num_rows)
        self.platforms.complete(values, present, raw=raw, plan=plan, problems=problems, size=batch.rows.num_rows)
        _unknown(batch, plan, problems)
        _blank(values, present=present, plan=plan, problems=problems)
        keys.check(values, plan=plan, raw=raw, problems=problems)
        fresh = self.once.check(values, present=present, plan=plan, raw=raw, problems=problems)
        kept = ~problems.out
        masks = {name: kept & present[name] & fresh.get(name, kept) for name in values}
        tables = {name: _table(name, columns, plan=plan, mask=masks[name]) for name, columns in values.items()}
        self.mailbox.note(tables, plan=plan, out=int((~kept).sum()) + len(batch.broken))
        self.platforms.note(tables, plan=plan, out=problems.out, whole=batch.whole and not batch.broken)
        self._count(tables, int(kept.sum()))
        rows = problems.rows(batch)
        return Filled(
            tables=tables, quarantine=rows, read=len(kept) + len(batch.broken), landed=int(kept.sum()), quarantined=rows.num_rows,
            file=batch.file, sheet=batch.sheet, stated=batch.stated,
            places={name: batch.row_numbers.filter(pa.array(masks[name])) for name in _placed(plan) if name in masks},
        )  # fmt: skip

    def _columns(self, batch: Batch, plan: FillPlan, problems: Problems) -> dict[str, pa.Array]:
        names = set(batch.rows.schema.names)
        missing = [column for column in plan.columns if column not in names]
        if missing and not batch.sparse and (names or not batch.broken):
            lost, there = "、".join(missing), "、".join(n for n in batch.rows.schema.names)[:200]
            self.missing[batch.file, batch.sheet] = (lost, batch)
            problems.add(
                np.ones(batch.rows.num_rows, dtype=bool), column=lost, values=None, reason=f"缺少列“{lost}”",
                remedy=f"补上这一列，或改对应关系；文件里有的列是：{there}",
            )  # fmt: skip
        empty = pa.nulls(batch.rows.num_rows, pa.string())
        return {column: batch.rows.column(column) if column in names else empty for column in plan.columns}

    def _count(self, tables: Mapping[str, pa.RecordBatch], landed: int) -> None:
        self.landed += landed
        for name, rows in tables.items():
            self.rows[name] = self.rows.get(name, 0) + rows.num_rows

    def last(self, plan: FillPlan, *, told: Collection[str]) -> Filled:
        """What follows from all rows; nothing is added to a table that the source fills itself (`told`)."""
        if self.missing and not self.landed:
            lost, batch = next(iter(self.missing.values()))
            where = f"{batch.file}{f'（工作表 {batch.sheet}）' if batch.sheet else ''}"
            raise SourceError(f"{where}：缺少列“{lost}”，请补上或改对应关系；有的列是 {'、'.join(batch.rows.schema.names)[:200]}")
        for table, (least, most) in plan.promises.items():
            count = self.rows.get(table, 0)
            if (least is not None and count < least) or (most is not None and count > most):
                bounds = f"{'' if least is None else f'至少 {least:,} 行'}{'' if most is None else f'至多 {most:,} 行'}"
                raise SourceAlarm(f"{plan.source}：{table} 有 {count:,} 行，约定{bounds}；请核对导出是否完整，没有载入任何数据")
        tables = {name: _record(name, rows, plan) for name, rows in self.mailbox.end(plan).items() if name not in told}
        for name, rows in self.platforms.end(plan).items():
            # a register someone recognised may leave out an account that publishes; one described in source.yml is the whole
            if name not in told or (name != "observation" and not plan.strict):
                more = _record(name, rows, plan)
                tables[name] = pa.Table.from_batches([tables[name], more]).combine_chunks().to_batches()[0] if name in tables else more
        counts = self.platforms.counts(plan)
        if counts is not None:
            tables["engagement"] = counts
        stated = tuple(f"{name} 不在平台清单里" for name in self.platforms.strangers)
        return Filled(tables=tables, quarantine=Problems(0).rows(_NOTHING), read=0, landed=0, quarantined=0, stated=stated)


def _placed(plan: FillPlan) -> tuple[str, ...]:
    """Tables of whose rows it is told where they stand in the file."""
    return ("platform",) if plan.is_register else ("letter",) if plan.is_mailbox else ()


_NOTHING = Batch(rows=pa.RecordBatch.from_arrays([], names=[]), first_row=0, file="")


def _typed(raw: dict[str, pa.Array], plan: FillPlan, problems: Problems) -> Values:
    values: Values = {}
    for name, columns in plan.fills.items():
        filled = values.setdefault(name, {})
        for column, source in columns.items():
            if not source.column:
                continue
            moment = _MOMENTS.get((name, column))
            if moment and not plan.has(name, moment):
                dates = convert_dates(raw[source.column], fill=source, plan=plan, problems=problems)
                filled[column], filled[moment] = dates.on, dates.at
            else:
                about = all_tables()[name].column(column)
                filled[column] = convert(raw[source.column], column=about, fill=source, plan=plan, problems=problems)
    return values


def _unknown(batch: Batch, plan: FillPlan, problems: Problems) -> None:
    if not plan.strict:
        return
    for name in batch.rows.schema.names:
        if name not in plan.columns and name not in plan.ignores:
            filled = batch.rows.column(name).is_valid().to_numpy(zero_copy_only=False)
            problems.add(
                filled, column=name, values=batch.rows.column(name), reason=f"没有约定过的列“{name}”",
                remedy="在 source.yml 的 fills 里写明它是什么，或写进 ignores",
            )  # fmt: skip


def _blank(values: Values, *, present: Mapping[str, np.ndarray], plan: FillPlan, problems: Problems) -> None:
    for name, columns in values.items():
        for about in all_tables()[name].columns:
            if about.blank:
                continue
            array = columns.get(about.name)
            blank = np.ones(len(present[name]), dtype=bool) if array is None else array.is_null().to_numpy(zero_copy_only=False)
            source = plan.fills.get(name, {}).get(about.name)
            column = source.column if source and source.column else f"{name}.{about.name}"
            problems.add(blank & present[name], column=column, values=None, reason=f"“{column}”是空的", remedy="这一格必须有值，请补上")


def _table(name: str, columns: Mapping[str, pa.Array], *, plan: FillPlan, mask: np.ndarray) -> pa.RecordBatch:
    table = all_tables()[name]
    size = len(mask)
    arrays = [pa.repeat(pa.scalar(plan.source, pa.string()), size)]
    for about in table.columns:
        kind = arrow_type(about)
        arrays.append(columns[about.name].cast(kind) if about.name in columns else pa.nulls(size, kind))
    rows = pa.RecordBatch.from_arrays(arrays, schema=arrow_schema(table))
    return rows if mask.all() else rows.filter(pa.array(mask))


def _record(name: str, rows: list[dict[str, object]], plan: FillPlan) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([{"source": plan.source, **row} for row in rows], schema=arrow_schema(all_tables()[name]))
