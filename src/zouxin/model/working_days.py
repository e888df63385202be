"""Which days are working days in China, where weekends are moved (调休), and the counting of limits by them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

DAY = timedelta(days=1)
WEEKDAYS = "一二三四五六日"


class CalendarGap(ValueError):
    """The holiday notice of a year is not known, so its days cannot be counted."""

    def __init__(self, year: int) -> None:
        super().__init__(f"{year} 年的放假安排没有收录，无法计算工作日")
        self.year = year


@dataclass(frozen=True)
class WorkingCalendar:
    """Holidays, working weekends, and the years for which both are known.

    `off` are civil days nobody has to work (weekends inside a holiday may be among them), `work` the
    Saturdays and Sundays worked instead. Every other day goes by its weekday. `names` says which
    holiday a day of `off` belongs to. Source: the yearly notices in `content/calendars/`.
    Raises ValueError when a day is both off and worked or lies outside `years`.
    """

    off: frozenset[date]
    work: frozenset[date]
    years: frozenset[int]
    names: Mapping[date, str] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        if both := self.off & self.work:
            raise ValueError(f"{min(both)} 既放假又上班")
        if stray := {day for day in self.off | self.work if day.year not in self.years}:
            raise ValueError(f"{min(stray)} 不在所收录的年份之内")

    def is_working(self, day: date) -> bool:
        """Whether people work on that day. Raises CalendarGap in a year that is not covered."""
        self._cover(day.year)
        return day in self.work or (day.weekday() < 5 and day not in self.off)

    def add(self, start: date, n: int) -> date:
        """The last day of a limit of `n` working days; the day after `start` is the first that may count.

        `n` = 0 gives `start` itself, worked or not. Raises ValueError for a negative `n`, CalendarGap when
        the limit or its start reaches a year that is not covered.
        """
        if n < 0:
            raise ValueError(f"期限不能是负数：{n}")
        self._cover(start.year)
        day = start
        while n:
            day += DAY
            n -= self.is_working(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Working days elapsed: `start` excluded, `end` included; negative where `end` comes before `start`.

        Raises CalendarGap when any year from the one to the other is not covered.
        """
        if end < start:
            return -self.between(end, start)
        self._cover(start.year)
        return sum(self.is_working(day) for day in _after(start, end))

    def explain(self, start: date, end: date) -> tuple[tuple[date, bool, str], ...]:
        """Each day after `start` up to and with `end`: the day, whether it counts, and why in Chinese.

        The days that count add up to `between(start, end)`. Raises ValueError when `end` comes before
        `start`, CalendarGap as `between` does.
        """
        if end < start:
            raise ValueError(f"{end} 早于 {start}")
        self._cover(start.year)
        return tuple((day, self.is_working(day), self.why(day)) for day in _after(start, end))

    def why(self, day: date) -> str:
        """Why a day counts or not: 调休上班, 国庆节假期, 周六, or 工作日（周三）. Raises CalendarGap."""
        self._cover(day.year)
        if day in self.work:
            return "调休上班"
        if day in self.off:
            return f"{self.names.get(day, '法定节假日')}假期"
        name = f"周{WEEKDAYS[day.weekday()]}"
        return name if day.weekday() >= 5 else f"工作日（{name}）"

    def working_days(self) -> tuple[date, ...]:
        """All working days of the covered years, in order."""
        return tuple(day for year in sorted(self.years) for day in _year(year) if self.is_working(day))

    def _cover(self, year: int) -> None:
        if year not in self.years:
            raise CalendarGap(year)


def _after(start: date, end: date) -> Iterator[date]:
    return (start + DAY * n for n in range(1, (end - start).days + 1))


def _year(year: int) -> Iterator[date]:
    return _after(date(year, 1, 1) - DAY, date(year, 12, 31))
