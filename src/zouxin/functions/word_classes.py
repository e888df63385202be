"""Words that do the same work, read as one sign: 局长, 市长 and 书记 become one symbol, 懂, 明白 and 看懂 another.

What a model learns of one word of a class then holds for its neighbours it never saw (class n-grams: Brown et al. 1992).
"""

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numba import njit

from zouxin.functions.folding import table as folds

FIRST = 1 << 20  # the sign of class 0; above every folded letter
_LETTER = 6  # signs up to here are marks and never part of a word
_BEGINNING = 255  # the kind of what is no word but begins one, so that a search that cannot end in a word ends at once


@dataclass(frozen=True, eq=False)
class Classes:
    """Words and their beginnings by hash: `words` uint32 (k), sorted; `kinds` uint8 (k), whose class each word is of,
    255 for a beginning; `longest`, characters of the longest word."""

    words: np.ndarray
    kinds: np.ndarray
    longest: int

    def __post_init__(self) -> None:
        if self.words.shape != self.kinds.shape or (np.diff(self.words.astype(np.int64)) <= 0).any():
            raise ValueError("the words of the classes must be sorted, each with one class")

    @property
    def named(self) -> dict[str, int]:
        """How many words there are, and classes."""
        found = self.kinds[self.kinds != _BEGINNING]
        return {"words": len(found), "kinds": len(np.unique(found))}


NONE = Classes(np.zeros(0, np.uint32), np.zeros(0, np.uint8), 0)


def classes(lists: Mapping[str, Iterable[str]]) -> Classes:
    """Classes in the order of `lists`; raises ValueError where a word stands twice, in one class or in two, or two words have one hash."""
    kinds: dict[int, int] = {}
    beginnings: set[int] = set()
    longest = 0
    for kind, (name, words) in enumerate(lists.items()):
        for word in words:
            key = _key(word)
            if key in kinds:
                raise ValueError(f"{word} of class {name} stands twice, or has the hash of another word")
            kinds[key], longest = kind, max(longest, len(word))
            beginnings.update(_key(word[:size]) for size in range(1, len(word)))
    known = dict.fromkeys(beginnings, _BEGINNING) | kinds
    order = sorted(known)
    return Classes(np.array(order, np.uint32), np.array([known[key] for key in order], np.uint8), longest)


def _key(word: str) -> int:
    """FNV-1a of the folded letters of a word."""
    letters = folds()[[ord(letter) for letter in word]]
    return functools.reduce(lambda h, letter: (h ^ int(letter)) * 16777619 & 0xFFFFFFFF, letters, 2166136261)


@njit(cache=True, nogil=True)
def substitute(signs, first, last, words, kinds, longest):
    """Write the longest word that begins at each place as its class, in place; the number of signs that are left.

    `signs` uint32 (n), letters and marks of a clause; `first`, `last` int32 (n): raw characters each sign stands for.
    """
    n, i = 0, 0
    while i < len(signs):
        size, kind = 1, signs[i]
        h = np.uint32(2166136261)
        for j in range(i, min(i + longest, len(signs))):
            if signs[j] <= _LETTER:
                break
            h = np.uint32((h ^ signs[j]) * np.uint32(16777619))
            at = np.searchsorted(words, h)
            if at == len(words) or words[at] != h:
                break
            if kinds[at] != _BEGINNING:
                size, kind = j - i + 1, np.uint32(FIRST + kinds[at])
        first[n], last[n], signs[n] = first[i], last[i + size - 1], kind
        n, i = n + 1, i + size
    return n
