"""Counting by a small invented calendar; the real years are held in tests/unit/content/test_calendars.py."""

from datetime import date

import pytest

from zouxin.model.working_days import CalendarGap, WorkingCalendar

# National Day 2024: off 1-7 October (Tuesday to Monday), Saturday 12 October worked
OFF = {date(2024, 10, day): "国庆节" for day in range(1, 8)}
CALENDAR = WorkingCalendar(frozenset(OFF), frozenset({date(2024, 10, 12)}), frozenset({2024}), OFF)


def test_the_day_after_receipt_is_the_first():
    assert CALENDAR.add(date(2024, 10, 8), 1) == date(2024, 10, 9)
    assert CALENDAR.between(date(2024, 10, 8), date(2024, 10, 9)) == 1
    assert CALENDAR.between(date(2024, 10, 8), date(2024, 10, 8)) == 0


def test_a_holiday_is_not_counted_and_a_worked_saturday_is():
    assert CALENDAR.add(date(2024, 9, 30), 1) == date(2024, 10, 8)
    assert CALENDAR.add(date(2024, 9, 30), 5) == date(2024, 10, 12)
    assert CALENDAR.add(date(2024, 10, 12), 1) == date(2024, 10, 14)


def test_a_letter_received_on_a_day_off_starts_with_the_next_working_day():
    assert CALENDAR.add(date(2024, 10, 5), 3) == date(2024, 10, 10)


def test_an_earlier_end_counts_backwards():
    assert CALENDAR.between(date(2024, 10, 10), date(2024, 10, 8)) == -2


def test_no_days_is_the_start_itself():
    assert CALENDAR.add(date(2024, 10, 5), 0) == date(2024, 10, 5)
    with pytest.raises(ValueError, match="负数"):
        CALENDAR.add(date(2024, 10, 5), -1)


def test_explain_shows_every_day_and_why():
    assert CALENDAR.explain(date(2024, 10, 6), date(2024, 10, 13)) == (
        (date(2024, 10, 7), False, "国庆节假期"),
        (date(2024, 10, 8), True, "工作日（周二）"),
        (date(2024, 10, 9), True, "工作日（周三）"),
        (date(2024, 10, 10), True, "工作日（周四）"),
        (date(2024, 10, 11), True, "工作日（周五）"),
        (date(2024, 10, 12), True, "调休上班"),
        (date(2024, 10, 13), False, "周日"),
    )
    with pytest.raises(ValueError, match="早于"):
        CALENDAR.explain(date(2024, 10, 6), date(2024, 10, 5))


def test_a_holiday_without_a_name_is_still_explained():
    assert WorkingCalendar(frozenset(OFF), frozenset(), frozenset({2024})).why(date(2024, 10, 1)) == "法定节假日假期"


@pytest.mark.parametrize(
    "ask",
    [
        lambda c: c.is_working(date(2025, 1, 2)),
        lambda c: c.why(date(2023, 12, 29)),
        lambda c: c.add(date(2024, 12, 31), 1),
        lambda c: c.add(date(2023, 12, 31), 1),
        lambda c: c.add(date(2023, 12, 31), 0),
        lambda c: c.between(date(2024, 12, 31), date(2025, 1, 2)),
        lambda c: c.between(date(2025, 1, 2), date(2024, 12, 31)),
        lambda c: c.between(date(2023, 12, 31), date(2024, 1, 2)),
        lambda c: c.between(date(2025, 1, 2), date(2025, 1, 2)),
        lambda c: c.explain(date(2023, 12, 31), date(2024, 1, 2)),
    ],
)
def test_a_year_without_its_notice_is_never_counted_as_monday_to_friday(ask):
    with pytest.raises(CalendarGap, match="没有收录") as gap:
        ask(CALENDAR)
    assert gap.value.year in {2023, 2025}


def test_a_year_missing_in_the_middle_stops_the_count():
    holed = WorkingCalendar(frozenset(), frozenset(), frozenset({2023, 2025}))
    with pytest.raises(CalendarGap) as gap:
        holed.between(date(2023, 6, 1), date(2025, 6, 1))
    assert gap.value.year == 2024


def test_a_contradiction_is_refused():
    day = date(2024, 10, 12)
    with pytest.raises(ValueError, match="既放假又上班"):
        WorkingCalendar(frozenset({day}), frozenset({day}), frozenset({2024}))
    with pytest.raises(ValueError, match="不在所收录的年份之内"):
        WorkingCalendar(frozenset({day}), frozenset(), frozenset({2025}))


def test_working_days_are_all_of_them_in_order():
    days = CALENDAR.working_days()
    assert list(days) == sorted(set(days))
    assert date(2024, 10, 12) in days
    assert date(2024, 10, 1) not in days
    assert len(days) == 262 - 5 + 1  # 262 weekdays in 2024, five of them off, one Saturday worked
