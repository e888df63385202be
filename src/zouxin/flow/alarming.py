"""Alarms: a source that drops to nothing, or by more than it promised, brings no finding; its last good snapshot stays."""

from collections.abc import Iterable, Mapping, Sequence

from zouxin.lake import Snapshot


def counted_before(snapshots: Sequence[Snapshot], source: str, tables: Iterable[str]) -> dict[str, int]:
    """Rows of each table in the last landing of a source that brought the table at all."""
    mine = [s for s in snapshots if s.source == source]
    return {table: next((s.rows[table] for s in reversed(mine) if table in s.rows), 0) for table in tables}


def alarms(now: Mapping[str, int], before: Mapping[str, int], *, drops: Mapping[str, float], brings: str) -> tuple[str, ...]:
    """A sentence for each table that has fewer rows than may be; `before` holds only tables the source still fills.

    Nothing where there was something is an alarm without any promise, unless the source brings additions only.
    """
    told = []
    for table, was in before.items():
        count, share = now.get(table, 0), drops.get(table)
        if was and not count and (brings == "everything" or share is not None):
            told.append(f"{table} 上次有 {was:,} 行，这次一行也没有；多半是导出或接口出了问题，没有载入，沿用上一次的数据")
        elif share is not None and count < was * (1 - share):
            fell = (was - count) / was
            told.append(f"{table} 从 {was:,} 行降到 {count:,} 行，减少 {fell:.0%}，超过约定的 {share:.0%}；没有载入，沿用上一次的数据")
    return tuple(told)
