"""The days of the years whose holiday notice is known, counted one by one."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate

import pyarrow as pa

from zouxin.derive import Workshop, derived, table_of
from zouxin.model.working_days import WorkingCalendar
from zouxin.tables import calendar_day as days


@derived(table=days, reads=["holiday"])
def calendar_day(shop: Workshop) -> Iterator[pa.Table]:
    """One row a day; working days are numbered through, so that two numbers give the days between."""
    moved = [row for batch in shop.batches(shop.table("holiday")) for row in batch.to_pylist()]
    yield _counted(calendar(moved), shop.source)


def calendar(moved: list[dict]) -> WorkingCalendar:
    """The working calendar that rows of `holiday` describe; the years they touch are the years known."""
    off, work = ([row for row in moved if row["works"] is works] for works in (False, True))
    names = {row["day"]: row["name"] for row in off}
    return WorkingCalendar(frozenset(names), frozenset(row["day"] for row in work), frozenset(row["day"].year for row in moved), names)


def _counted(known: WorkingCalendar, source: str) -> pa.Table:
    every = [date(year, 1, 1) + timedelta(days=n) for year in sorted(known.years) for n in range(366)]
    rows = sorted({day for day in every if day.year in known.years})
    works = [known.is_working(day) for day in rows]
    return table_of(
        {"source": [source] * len(rows), "day": pa.array(rows, pa.date32()), "works": works, "nth": list(accumulate(works, initial=0))[1:],
         "why": [known.why(day) for day in rows]}, days,
    )  # fmt: skip
