"""Finds the words of a list in many texts at once, through spaces, dots and look-alike letters.

Texts are folded letter by letter (simplified, half width, small, look-alikes replaced); what lies between two letters of a
word may be up to GAP characters that are no letters, but no line end and no mark that ends a clause. A word list becomes a
tree walked from every letter, compiled.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numba import njit

from zouxin.functions.code_points import flatten
from zouxin.functions.folding import table as folds

GAP = 3  # characters that are no letters which may stand between two letters of a word
_ENDS = "\n\r。！？；，、：;:!?,"


@dataclass(frozen=True, eq=False)
class Spotter:
    """A word list ready to be looked for.

    `letters` uint32 (0x30000): what each code point is read as, 0 = no letter; `stops` bool (0x30000): no word crosses it.
    `head`, `state`, `following` int64: open hash of the tree; `word` int32 (states): number of the word that ends there or -1.
    `words` are the words as they were given.
    """

    letters: np.ndarray
    stops: np.ndarray
    keys: np.ndarray
    values: np.ndarray
    word: np.ndarray
    words: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Hits:
    """Words found: `word` int32, `start`, `end` int32 in raw characters (all h); `starts` int64 (n + 1) by text."""

    word: np.ndarray
    start: np.ndarray
    end: np.ndarray
    starts: np.ndarray

    def of(self, row: int) -> list[tuple[int, int, int]]:
        """(start, end, word) of one text."""
        low, high = self.starts[row], self.starts[row + 1]
        return list(zip(self.start[low:high].tolist(), self.end[low:high].tolist(), self.word[low:high].tolist(), strict=True))


def letters(alike: Mapping[str, str]) -> np.ndarray:
    """What each code point is read as, uint32 (0x30000): `folding` and, beyond it, circled letters and the look-alikes given."""
    read = folds().copy()
    for point in (*range(0x2460, 0x2500), *range(0x3200, 0x3400), *range(0x1D400, 0x1D800), *range(0x1F100, 0x1F200)):
        plain = unicodedata.normalize("NFKC", chr(point)).strip("()[].,")
        if len(plain) == 1 and read[point] == 0:
            read[point] = read[ord(plain)]
    for one, other in alike.items():
        read[ord(one)] = read[ord(str(other))] or ord(str(other))
    return read


def spotter(words: Sequence[str], alike: Mapping[str, str]) -> Spotter:
    """A spotter of words. Raises ValueError for a word without letters."""
    read = letters(alike)
    stops = np.zeros(len(read), bool)
    stops[[ord(c) for c in _ENDS]] = True
    tree: dict[tuple[int, int], int] = {}
    word = [-1]
    for number, text in enumerate(words):
        state = 0
        for char in text:
            if letter := int(read[ord(char)]):
                state = tree.setdefault((state, letter), len(word))
                if state == len(word):
                    word.append(-1)
        if not state:
            raise ValueError(f"the word {text!r} has no letters")
        word[state] = number
    keys, values = _hashed(tree)
    return Spotter(read, stops, keys, values, np.array(word, np.int32), tuple(words))


def _hashed(tree: Mapping[tuple[int, int], int]) -> tuple[np.ndarray, np.ndarray]:
    size = 1 << max(4, (len(tree) * 3).bit_length())
    keys, values = np.full(size, -1, np.int64), np.zeros(size, np.int32)
    for (state, letter), after in tree.items():
        key = state << 18 | letter
        at = (key * 0x9E3779B1 >> 7) & (size - 1)
        while keys[at] >= 0:
            at = (at + 1) & (size - 1)
        keys[at], values[at] = key, after
    return keys, values


def spot(texts: pa.Array, spotter: Spotter) -> Hits:
    """Every word in every text (n), the longest one from each letter."""
    flat = flatten(texts)
    return Hits(*_walk(flat.points, flat.starts, spotter.letters, spotter.stops, spotter.keys, spotter.values, spotter.word))


@njit(cache=True, nogil=True)
def _step(keys, values, state, letter):  # type: ignore[no-untyped-def]
    key = np.int64(state) << 18 | np.int64(letter)
    mask = len(keys) - 1
    at = (key * np.int64(0x9E3779B1) >> 7) & mask
    while keys[at] >= 0:
        if keys[at] == key:
            return values[at]
        at = (at + 1) & mask
    return -1


@njit(cache=True, nogil=True)
def _longest(points, i, stop, state, tree):  # type: ignore[no-untyped-def]
    """The longest word from the letter at i, whose state is given, and the place behind it; word -1 where there is none."""
    read, stops, keys, values, word = tree
    best, end, j, gap = word[state], i + 1, i + 1, 0
    while j < stop and gap <= GAP:
        q = points[j]
        if q < len(read) and stops[q]:
            break
        if q >= len(read) or read[q] == 0:
            gap += 1
            j += 1
            continue
        state = _step(keys, values, state, read[q])
        if state < 0:
            break
        j += 1
        gap = 0
        if word[state] >= 0:
            after = read[points[j]] if j < stop and points[j] < len(read) else np.uint32(0)
            # a Latin word ends where a word ends
            if not (0x61 <= read[q] < 0x250 and 0x61 <= after < 0x250):
                best, end = word[state], j
    return best, end


@njit(cache=True, nogil=True)
def _walk(points, starts, read, stops, keys, values, word):  # type: ignore[no-untyped-def]
    n = len(starts) - 1
    room = len(points) + 1
    found, first, last = np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.int32)
    ends = np.zeros(n + 1, np.int64)
    k = 0
    for row in range(n):
        base, stop = starts[row], starts[row + 1]
        for i in range(base, stop):
            p = points[i]
            if p >= len(read) or read[p] == 0:
                continue
            state = _step(keys, values, 0, read[p])
            if state < 0:
                continue
            # a Latin word begins where a word begins
            if read[p] < 0x250 and i > base and points[i - 1] < len(read) and 0x61 <= read[points[i - 1]] < 0x250:
                continue
            best, end = _longest(points, i, stop, state, (read, stops, keys, values, word))
            if best >= 0:
                found[k], first[k], last[k] = best, i - base, end - base
                k += 1
        ends[row + 1] = k
    return found[:k].copy(), first[:k].copy(), last[:k].copy(), ends
