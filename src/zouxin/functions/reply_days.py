"""The days a reply names and is signed with, against the day a letter came.

A reply dated before a letter came cannot answer it; one that names the day a letter came speaks of it.
"""

import numpy as np
from numba import njit

BEFORE, SOON, LATE, NAMED = -4.0, 1.5, -2.0, 3.0  # log-odds of the days: see by_days
NONE = np.iinfo(np.int64).min  # no day known


@njit(cache=True, nogil=True)
def _number(points, i, end, most):
    """Number of at most `most` digits that begins at i, and where it ends; -1 where there is none."""
    value, k = 0, i
    while k < end and k - i < most and 48 <= points[k] <= 57:
        value = value * 10 + points[k] - 48
        k += 1
    return (value if k > i else -1), k


@njit(cache=True, nogil=True)
def _day(year, month, day):
    """Days since 1970 of a civil date (Hinnant, days_from_civil)."""
    year -= month <= 2
    era = year // 400
    of_era = year - era * 400
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468


@njit(cache=True, nogil=True)
def dates(points, starts):
    """Days of every 年月日 of each text (int64, with where each text's begin) and the day it is signed, NONE without."""
    n = len(starts) - 1
    days = np.empty(len(points) // 7 + 1, np.int64)
    at, signed = np.zeros(n + 1, np.int64), np.full(n, NONE)
    k = 0
    for row in range(n):
        end = starts[row + 1]
        for i in range(starts[row] + 4, end):
            if points[i] != 0x5E74:
                continue
            year, four = _number(points, i - 4, i, 4)
            month, j = _number(points, i + 1, end, 2)
            if four != i or year < 1990 or year > 2100 or month < 1 or month > 12 or j >= end or points[j] != 0x6708:
                continue
            day, j = _number(points, j + 1, end, 2)
            if 1 <= day <= 31:
                days[k] = _day(year, month, day)
                if j >= end - 2:
                    signed[row] = days[k]
                k += 1
        at[row + 1] = k
    return days[:k].copy(), at, signed


@njit(cache=True, nogil=True)
def by_days(row, letter, days, day_at, signed, received):
    """Log-odds of a reply's days against the day a letter came."""
    came = received[letter]
    if came == NONE:
        return 0.0
    odds = 0.0
    if signed[row] != NONE:
        gap = signed[row] - came
        odds = BEFORE if gap < 0 else SOON if gap <= 60 else 0.0 if gap <= 366 else LATE
    for i in range(day_at[row], day_at[row + 1]):
        if days[i] == came and days[i] != signed[row]:
            return odds + NAMED
    return odds


@njit(cache=True, nogil=True)
def most_by_days(row, day_at, signed):
    """The most log-odds that a reply's days can give any letter."""
    return (SOON if signed[row] != NONE else 0.0) + (NAMED if day_at[row + 1] > day_at[row] else 0.0)
