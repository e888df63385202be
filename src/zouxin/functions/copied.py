"""Which stretches of one text stand in another, pair by pair, over a whole batch.

A stretch counts when `gram` folded characters in a row stand in both texts of a pair, wherever they
stand, so that shuffled sentences are found too. Gaps of at most `bridge` characters inside a copy are
the noise of copying (a dropped or changed character) and belong to it.

Source: the n-gram containment of Broder (1997), kept as positions instead of a share.
"""

import numpy as np
from numba import njit

from zouxin.functions.code_points import Flat

GRAM = 4
BRIDGE = 3


def copied(texts: Flat, of: Flat, *, gram: int = GRAM, bridge: int = BRIDGE) -> np.ndarray:
    """Mask (total of `texts`), true where text i stands in `of` i. Both hold n folded texts."""
    return _copied(texts.points, texts.starts, of.points, of.starts, gram, bridge)


def copied_both(a: Flat, b: Flat, *, gram: int = GRAM, bridge: int = BRIDGE) -> tuple[np.ndarray, np.ndarray]:
    """`copied` both ways: the mask over a and the mask over b."""
    return copied(a, b, gram=gram, bridge=bridge), copied(b, a, gram=gram, bridge=bridge)


@njit(cache=True, nogil=True)
def _gram_at(points, i, gram):
    value = np.uint64(0)
    for k in range(gram):
        value = (value ^ np.uint64(points[i + k])) * np.uint64(0x9E3779B97F4A7C15)
    return value ^ (value >> np.uint64(29)) | np.uint64(1)


@njit(cache=True, nogil=True)
def _copied(points, starts, of, of_starts, gram, bridge):
    mask = np.zeros(len(points), np.bool_)
    longest = 1
    for row in range(len(starts) - 1):
        longest = max(longest, of_starts[row + 1] - of_starts[row])
    size = 16
    while size < 2 * longest:
        size *= 2
    slots, stamp = np.zeros(size, np.uint64), np.full(size, -1, np.int64)
    for row in range(len(starts) - 1):
        first, last = starts[row], starts[row + 1]
        if last - first < gram or of_starts[row + 1] - of_starts[row] < gram:
            continue
        room = 16
        while room < 2 * (of_starts[row + 1] - of_starts[row]):
            room *= 2
        bound = np.uint64(room - 1)
        for i in range(of_starts[row], of_starts[row + 1] - gram + 1):
            h = _gram_at(of, i, gram)
            at = (h >> np.uint64(17)) & bound
            while stamp[at] == row and slots[at] != h:
                at = (at + np.uint64(1)) & bound
            stamp[at] = row
            slots[at] = h
        end = -1  # end of the last stretch found
        for i in range(first, last - gram + 1):
            h = _gram_at(points, i, gram)
            at = (h >> np.uint64(17)) & bound
            while stamp[at] == row and slots[at] != h:
                at = (at + np.uint64(1)) & bound
            if stamp[at] == row:
                since = max(i, end) if end < 0 or i - end > bridge else end
                for j in range(since, i + gram):
                    mask[j] = True
                end = i + gram
    return mask


def spans(mask: np.ndarray, flat: Flat, position: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """True stretches as flat [start, end, …] in the raw texts (int32) and where each text's begin (int32, n + 1).

    `position` maps folded characters to raw ones; an end lies right behind the last raw character.
    """
    return _spans(mask, flat.starts, position)


@njit(cache=True, nogil=True)
def _spans(mask, starts, position):
    pairs = np.empty(2 * mask.sum() + 2, np.int32)
    begins = np.zeros(len(starts), np.int32)
    k = 0
    for row in range(len(starts) - 1):
        inside = False
        for i in range(starts[row], starts[row + 1]):
            if mask[i] and not inside:
                pairs[k] = position[i]
                k += 1
            if mask[i]:
                pairs[k] = position[i] + 1
            elif inside:
                k += 1
            inside = mask[i]
        if inside:
            k += 1
        begins[row + 1] = k
    return pairs[:k].copy(), begins
