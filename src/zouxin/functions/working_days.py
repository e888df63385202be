"""Working days between two columns of days."""

from datetime import date

import numpy as np
import pyarrow as pa


def working_days_between(start: pa.Array, end: pa.Array, working: pa.Array, first: date, last: date) -> pa.Array:
    """Working days elapsed from each `start` (excluded) to its `end` (included); negative where `end` is earlier.

    `start` and `end` are date32 of one length; `working` is date32, all working days from `first` to `last`
    in ascending order without nulls, no year between the two left out. Gives int64 of that length, null where
    either day is null or lies outside `first` … `last`: beyond a known holiday notice nothing is counted.
    Raises TypeError for another type, ValueError for two lengths. The rule is `model.working_days`.
    """
    if len(start) != len(end):
        raise ValueError(f"{len(start)} starts and {len(end)} ends")
    starts, known_start = _days(start, first, last)
    ends, known_end = _days(end, first, last)
    worked, _ = _days(working, first, last)
    # how many working days lie up to and with each day; the difference leaves the start out and takes the end in
    counted = np.searchsorted(worked, ends, side="right") - np.searchsorted(worked, starts, side="right")
    return pa.array(counted.astype(np.int64), mask=~(known_start & known_end))


def _days(days: pa.Array, first: date, last: date) -> tuple[np.ndarray, np.ndarray]:
    """Days since 1970-01-01, and which of them are known and within the covered range."""
    if not pa.types.is_date32(days.type):
        raise TypeError(f"days are date32, not {days.type}")
    numbers = days.cast(pa.int32()).fill_null(_number(first) - 1).to_numpy(zero_copy_only=False)
    return numbers, (numbers >= _number(first)) & (numbers <= _number(last))


def _number(day: date) -> int:
    return (day - date(1970, 1, 1)).days
