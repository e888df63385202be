"""Working days for whoever answers a deadline: by the State Council's notices, each day explained."""

from datetime import date, timedelta
from functools import cache

from zouxin import content
from zouxin.model.working_days import CalendarGap, WorkingCalendar

DAY = timedelta(days=1)


@cache
def working_calendar() -> WorkingCalendar:
    """The calendar out of content/calendars: what is off, and the weekends worked instead."""
    names: dict[date, str] = {}
    work, years = set(), set()
    for said in content.calendars():
        years.add(int(said["year"]))
        for span in said["off"]:
            for n in range((span["to"] - span["from"]).days + 1):
                names[span["from"] + DAY * n] = span["name"]
        work |= {one["day"] for one in said["work"]}
    known = frozenset(years)
    return WorkingCalendar(frozenset(d for d in names if d.year in known), frozenset(d for d in work if d.year in known), known, names)


def working_day_after(start: date, days: int) -> date | None:
    """The last day of a limit; None where it reaches a year whose holidays nobody has announced yet."""
    try:
        return working_calendar().add(start, days)
    except CalendarGap:
        return None


def working_day_before(day: date, days: int) -> date | None:
    """The first day from which a limit of so many working days had not passed by `day`; None where that cannot be counted.

    What began before it is overdue.
    """
    try:
        start = day
        while working_calendar().between(start - DAY, day) <= days:
            start -= DAY
    except CalendarGap:
        return None
    return start


def days_explained(start: date, end: date) -> tuple[tuple[date, bool, str], ...]:
    """Each day after `start` to `end`: whether it counts, and why; none where the calendar does not reach."""
    try:
        return working_calendar().explain(start, end)
    except (CalendarGap, ValueError):
        return ()


def people_work(day: date) -> bool:
    """Whether people work on a day; in a year whose holidays nobody has announced yet, Monday to Friday."""
    try:
        return working_calendar().is_working(day)
    except CalendarGap:
        return day.weekday() < 5
