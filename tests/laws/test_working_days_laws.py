"""Laws of working days: both implementations agree, limits and counts undo each other, the working adds up."""

from datetime import date, timedelta

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from zouxin.functions.working_days import working_days_between
from zouxin.model.working_days import WorkingCalendar

YEARS = (2023, 2024)
FIRST, LAST = date(2023, 1, 1), date(2024, 12, 31)
inside = st.dates(FIRST, LAST)
anyday = st.dates(FIRST - timedelta(days=40), LAST + timedelta(days=40))


@st.composite
def calendars(draw):
    off = draw(st.frozensets(inside, max_size=40))
    work = draw(st.frozensets(inside, max_size=20)) - off
    return WorkingCalendar(off, work, frozenset(YEARS), dict.fromkeys(off, "国庆节"))


@given(calendars(), st.lists(st.tuples(anyday | st.none(), anyday | st.none()), max_size=20))
def test_the_columns_say_what_the_model_says(calendar, pairs):
    start, end = (pa.array([pair[n] for pair in pairs], pa.date32()) for n in (0, 1))
    working = pa.array(calendar.working_days(), pa.date32())

    def one(a, b):
        known = a and b and FIRST <= a <= LAST and FIRST <= b <= LAST
        return calendar.between(a, b) if known else None

    assert working_days_between(start, end, working, FIRST, LAST).to_pylist() == [one(*pair) for pair in pairs]


@given(calendars(), st.dates(FIRST, date(2024, 6, 30)), st.integers(1, 60))
def test_a_limit_ends_on_the_working_day_that_makes_it_full(calendar, start, n):
    last = calendar.add(start, n)
    assert calendar.between(start, last) == n
    assert calendar.is_working(last)
    assert calendar.between(start, last - timedelta(days=1)) == n - 1


@given(calendars(), inside, inside)
def test_counting_there_and_back_cancels(calendar, start, end):
    assert calendar.between(start, end) == -calendar.between(end, start)


@given(calendars(), inside, inside, inside)
def test_counts_add_up_over_a_day_between(calendar, a, b, c):
    assert calendar.between(a, b) + calendar.between(b, c) == calendar.between(a, c)


@given(calendars(), inside, inside)
def test_the_working_that_is_shown_adds_up(calendar, start, end):
    start, end = sorted((start, end))
    shown = calendar.explain(start, end)
    assert sum(counted for _, counted, _ in shown) == calendar.between(start, end)
    assert len(shown) == (end - start).days
    assert all(why for _, _, why in shown)
