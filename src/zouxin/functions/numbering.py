"""Small numbers for hashes, in order of first sight, and the rows that hold each.

np.unique(return_inverse=True) sorts an index of all values; counting what stands where needs no order, only a hash table.
"""

import numpy as np
from numba import njit

_EVEN = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio (Knuth, TAOCP 3, 6.4): spreads what is not spread yet
_HIGH, _ONE = np.uint64(20), np.uint64(1)


def number(values: np.ndarray) -> tuple[int, np.ndarray]:
    """How many distinct values there are, and a number for each of `values` (uint64, n): int32 (n), equal where values are equal, by first sight."""
    numbers = np.empty(len(values), np.int32)
    return int(_number(values, numbers)), numbers


@njit(cache=True, nogil=True)
def _number(values, numbers):
    size, known = 1 << 12, 0
    keys, names = np.empty(size, np.uint64), np.full(size, -1, np.int32)
    for i in range(len(values)):
        value = values[i]
        slot = _slot(keys, names, value)
        if names[slot] < 0:
            keys[slot], names[slot] = value, known
            known += 1
        numbers[i] = names[slot]
        if known * 2 > size:
            size *= 4
            keys, names = _larger(keys, names, size)
    return known


@njit(cache=True, nogil=True, inline="always")
def _slot(keys, names, value):
    """Where a value stands, or the free place where it would."""
    mask = np.uint64(len(keys) - 1)
    slot = ((value * _EVEN) >> _HIGH) & mask
    while names[slot] >= 0 and keys[slot] != value:
        slot = (slot + _ONE) & mask
    return slot


@njit(cache=True, nogil=True)
def _larger(keys, names, size):
    wider, moved = np.empty(size, np.uint64), np.full(size, -1, np.int32)
    for i in range(len(keys)):
        if names[i] >= 0:
            slot = _slot(wider, moved, keys[i])
            wider[slot], moved[slot] = keys[i], names[i]
    return wider, moved


@njit(cache=True, nogil=True)
def holders(numbers, at, begins):
    """Rows that hold each number, ascending, and the place of each in `numbers`: int32 and int64 (n).

    `numbers` of row r stand from `at[r]` to `at[r + 1]`; `begins` int64 (distinct + 1): where the rows of each number begin.
    """
    free = begins[:-1].copy()
    rows, places = np.empty(len(numbers), np.int32), np.empty(len(numbers), np.int64)
    for row in range(len(at) - 1):
        for i in range(at[row], at[row + 1]):
            k = free[numbers[i]]
            rows[k], places[k] = row, i
            free[numbers[i]] = k + 1
    return rows, places
