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
_FACTORS = np.random.Generator(np.random.PCG64(20190524)).integers(0, 1 << 63, 16, dtype=np.uint64) * np.uint64(2) + np.uint64(1)


def copied(texts: Flat, of: Flat, *, gram: int = GRAM, bridge: int = BRIDGE) -> np.ndarray:
    """Mask (total of `texts`), true where text i stands in `of` i. Both hold n folded texts."""
    return copied_both(texts, of, gram=gram, bridge=bridge)[0]


def copied_both(a: Flat, b: Flat, *, gram: int = GRAM, bridge: int = BRIDGE) -> tuple[np.ndarray, np.ndarray]:
    """`copied` both ways in one pass: the mask over a and the mask over b."""
    return _both(a.points, a.starts, b.points, b.starts, gram, bridge)


@njit(cache=True, nogil=True, inline="always")
def _gram_at(points, i, gram):
    # independent odd factors: products that do not wait for one another, sums that do not agree by arithmetic
    value = np.uint64(0)
    for k in range(gram):
        value += np.uint64(points[i + k]) * _FACTORS[k]
    value *= np.uint64(0xBF58476D1CE4E5B9)
    return value ^ (value >> np.uint64(31))


@njit(cache=True, nogil=True)
def _mark(mask, i, gram, end, bridge):
    """Mark the gram at i and, where the last stretch ended no more than `bridge` before it, the gap; where it ends."""
    since = max(i, end) if end < 0 or i - end > bridge else end
    for j in range(since, i + gram):
        mask[j] = True
    return i + gram


@njit(cache=True, nogil=True)
def _both(points, starts, of, of_starts, gram, bridge):
    mask, back = np.zeros(len(points), np.bool_), np.zeros(len(of), np.bool_)
    longest = 1
    for row in range(len(starts) - 1):
        longest = max(longest, of_starts[row + 1] - of_starts[row])
    size = 16
    while size < 2 * longest:
        size *= 2
    slots, stamp, hit = np.zeros(size, np.uint64), np.full(size, -1, np.int32), np.zeros(size, np.bool_)
    place = np.zeros(longest, np.int32)
    for row in range(len(starts) - 1):
        first, last, of_first, of_last = starts[row], starts[row + 1], of_starts[row], of_starts[row + 1]
        if last - first < gram or of_last - of_first < gram:
            continue
        room = 16
        while room < 2 * (of_last - of_first):
            room *= 2
        bound = np.uint64(room - 1)
        for i in range(of_first, of_last - gram + 1):
            h = _gram_at(of, i, gram)
            at = h & bound
            while stamp[at] == row and slots[at] != h:
                at = (at + np.uint64(1)) & bound
            stamp[at], slots[at], hit[at] = row, h, False
            place[i - of_first] = at
        end = -1
        for i in range(first, last - gram + 1):
            h = _gram_at(points, i, gram)
            at = h & bound
            while stamp[at] == row and slots[at] != h:
                at = (at + np.uint64(1)) & bound
            if stamp[at] == row:
                hit[at] = True
                end = _mark(mask, i, gram, end, bridge)
        if end >= 0:
            end = -1
            for i in range(of_first, of_last - gram + 1):
                if hit[place[i - of_first]]:
                    end = _mark(back, i, gram, end, bridge)
    return mask, back


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
