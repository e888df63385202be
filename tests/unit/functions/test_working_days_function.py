"""Working days over Arrow columns."""

from datetime import date, datetime

import pyarrow as pa
import pytest

from zouxin.functions.working_days import working_days_between

FIRST, LAST = date(2024, 1, 1), date(2024, 12, 31)
# 1-7 October off, Saturday 12 October worked; one fortnight is enough
WORKING = pa.array([date(2024, 9, 30), *(date(2024, 10, d) for d in (8, 9, 10, 11, 12, 14))], pa.date32())


def count(*pairs):
    start, end = (pa.array(days, pa.date32()) for days in zip(*pairs, strict=True))
    return working_days_between(start, end, WORKING, FIRST, LAST).to_pylist()


def test_start_is_left_out_and_end_taken_in():
    assert count(
        (date(2024, 9, 30), date(2024, 10, 8)),
        (date(2024, 9, 30), date(2024, 10, 7)),
        (date(2024, 10, 8), date(2024, 10, 8)),
        (date(2024, 10, 11), date(2024, 10, 13)),
        (date(2024, 10, 10), date(2024, 10, 8)),
    ) == [1, 0, 0, 1, -2]


def test_null_and_uncovered_days_are_null():
    day = date(2024, 10, 8)
    assert count((None, day), (day, None), (day, date(2025, 1, 1)), (date(2023, 12, 31), day), (day, LAST)) == [None, None, None, None, 5]


def test_type_length_and_slices_hold():
    day = pa.array([date(2024, 10, 8)], pa.date32())
    assert working_days_between(day, day, WORKING, FIRST, LAST).type == pa.int64()
    nothing = pa.array([], pa.date32())
    assert len(working_days_between(nothing, nothing, WORKING, FIRST, LAST)) == 0
    sliced = pa.array([None, date(2024, 9, 30)], pa.date32()).slice(1)
    assert working_days_between(sliced, day, WORKING, FIRST, LAST).to_pylist() == [1]


def test_what_does_not_fit_is_refused():
    day = pa.array([date(2024, 10, 8)], pa.date32())
    with pytest.raises(TypeError, match="date32"):
        working_days_between(pa.array([datetime(2024, 10, 8)]), day, WORKING, FIRST, LAST)
    with pytest.raises(ValueError, match="1 starts and 2 ends"):
        working_days_between(day, pa.concat_arrays([day, day]), WORKING, FIRST, LAST)
