"""Words read as their class: the longest wins, marks end a word, raw places are kept."""

import numpy as np
import pytest

from zouxin.functions.word_classes import FIRST, Classes, classes, substitute


def read(text: str, by: Classes) -> list[tuple[str | int, int, int]]:
    signs = np.array([ord(letter) for letter in text], np.uint32)
    first, last = np.arange(len(text), dtype=np.int32), np.arange(len(text), dtype=np.int32)
    n = substitute(signs, first, last, by.words, by.kinds, by.longest)
    named = [int(sign) - FIRST if sign >= FIRST else chr(sign) for sign in signs[:n]]
    return list(zip(named, first[:n].tolist(), last[:n].tolist(), strict=True))


def test_the_longest_word_wins_and_its_place_is_kept() -> None:
    by = classes({"you": ["你", "你们"], "power": ["局长"]})
    assert read("问你们局长", by) == [("问", 0, 0), (0, 1, 2), (1, 3, 4)]
    assert read("你局", by) == [(0, 0, 0), ("局", 1, 1)]


def test_a_mark_ends_a_word() -> None:
    by = classes({"power": ["局长"]})
    assert read("局\x05长", by) == [("局", 0, 0), ("\x05", 1, 1), ("长", 2, 2)]


def test_traditional_words_are_the_simple_ones() -> None:
    assert read("局长", classes({"power": ["局長"]})) == [(0, 0, 1)]


def test_a_word_stands_once() -> None:
    with pytest.raises(ValueError, match="懂 of class b stands twice"):
        classes({"a": ["懂"], "b": ["懂"]})
    with pytest.raises(ValueError, match="sorted"):
        Classes(np.array([2, 1], np.uint32), np.zeros(2, np.uint8), 1)
