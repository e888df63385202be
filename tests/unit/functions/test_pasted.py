"""One reply under many letters: how many, and how many it has nothing to do with."""

import numpy as np

from zouxin.functions.pasted import group_letters


def test_one_reply_under_five_strange_letters():
    p = group_letters(np.zeros(5, np.int64), np.arange(5), np.zeros(5))
    assert p.replies.tolist() == p.letters.tolist() == p.strangers.tolist() == [5] * 5
    assert p.stranger.all()


def test_many_copies_of_one_letter_are_one_letter():
    p = group_letters(np.zeros(62, np.int64), np.full(62, 7), np.zeros(62))
    assert set(p.replies) == {62}
    assert set(p.letters) == set(p.strangers) == {1}


def test_a_letter_the_reply_takes_up_is_no_stranger():
    p = group_letters(np.array([3, 3, 3]), np.array([0, 1, 2]), np.array([0.0, 9.0, 0.2]))
    assert p.stranger.tolist() == [True, False, True]
    assert p.strangers.tolist() == [2, 2, 2]


def test_twins_of_a_letter_that_fits_are_no_strangers_either():
    p = group_letters(np.zeros(3, np.int64), np.array([4, 4, 5]), np.array([9.0, 0.0, 0.0]))
    assert p.stranger.tolist() == [False, False, True]


def test_what_is_not_known_is_no_stranger():
    p = group_letters(np.zeros(3, np.int64), np.array([-1, 0, 1]), np.array([0.0, np.nan, 0.0]))
    assert p.stranger.tolist() == [False, False, True]
    assert p.letters.tolist() == [2, 2, 2]


def test_groups_are_apart_and_none_is_nothing():
    p = group_letters(np.array([9, 2, 9]), np.array([0, 1, 2]), np.zeros(3))
    assert p.replies.tolist() == [2, 1, 2]
    empty = np.zeros(0, np.int64)
    assert len(group_letters(empty, empty, np.zeros(0)).replies) == 0
