"""Numbering agrees with sorting, whatever the values."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from zouxin.functions.numbering import holders, number

values = st.lists(st.one_of(st.integers(0, 20), st.integers(0, 2**64 - 1)), max_size=300)


@given(values)
def test_equal_values_share_a_number_and_others_do_not(some: list[int]) -> None:
    array = np.array(some, np.uint64)
    known, numbers = number(array)
    distinct, first = np.unique(array, return_index=True)
    assert known == len(distinct)
    assert sorted(numbers[first]) == list(range(known))
    assert all(len(set(numbers[array == one])) == 1 for one in distinct)


def test_tables_grow_without_losing_anything() -> None:
    array = np.random.default_rng(1).integers(0, 2**64, 200_000, dtype=np.uint64).repeat(2)
    known, numbers = number(array)
    assert known == len(np.unique(array))
    assert (numbers[::2] == numbers[1::2]).all()


@given(st.lists(st.lists(st.integers(0, 9), max_size=6), max_size=20))
def test_every_row_of_a_number_is_told_once_in_order(rows: list[list[int]]) -> None:
    flat = np.array([n for row in rows for n in row], np.int32)
    at = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
    begins = np.concatenate([[0], np.cumsum(np.bincount(flat, minlength=10))]).astype(np.int64)
    told, places = holders(flat, at, begins)
    for n in range(10):
        here = slice(begins[n], begins[n + 1])
        assert told[here].tolist() == [k for k, row in enumerate(rows) for one in row if one == n]
        assert (flat[places[here]] == n).all()
