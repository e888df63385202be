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


@njit(cache=True, nogil=True)
def _hashes(points, gram, out):
    """Fill `out` with the hash of each gram of one text and say how many."""
    count = len(points) - gram + 1
    out[:count] = np.uint64(0)
    # independent odd factors: products that do not wait for one another, sums that do not agree by arithmetic
    for k in range(gram):
        for i in range(count):
            out[i] += np.uint64(points[i + k]) * _FACTORS[k]
    for i in range(count):
        value = out[i] * np.uint64(0xBF58476D1CE4E5B9)
        out[i] = value ^ (value >> np.uint64(31))
    return count


@njit(cache=True, nogil=True)
def _room(length):
    """Slots for so many grams: many, so that what stands nowhere mostly meets an empty one; fewer where they would leave the processor's cache."""
    room = 16
    while room < 2 * length or (room < 8 * length and room < 1 << 16):
        room *= 2
    return room


@njit(cache=True, nogil=True)
def _longest(starts):
    longest = 1
    for row in range(len(starts) - 1):
        longest = max(longest, starts[row + 1] - starts[row])
    return longest


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
    size = _room(_longest(of_starts))
    slots, stamp, hit = np.zeros(size, np.uint64), np.full(size, -1, np.int32), np.zeros(size, np.bool_)
    said, asked = np.empty(_longest(starts), np.uint64), np.empty(_longest(of_starts), np.uint64)
    place = np.zeros(len(asked), np.int32)
    for row in range(len(starts) - 1):
        first, last, of_first, of_last = starts[row], starts[row + 1], of_starts[row], of_starts[row + 1]
        if last - first < gram or of_last - of_first < gram:
            continue
        bound = np.uint64(_room(of_last - of_first) - 1)
        count = _hashes(of[of_first:of_last], gram, asked)
        for i in range(count):
            at = asked[i] & bound
            while stamp[at] == row and slots[at] != asked[i]:
                at = (at + np.uint64(1)) & bound
            stamp[at], slots[at], hit[at] = row, asked[i], False
            place[i] = at
        end = -1
        for i in range(_hashes(points[first:last], gram, said)):
            at = said[i] & bound
            while stamp[at] == row and slots[at] != said[i]:
                at = (at + np.uint64(1)) & bound
            if stamp[at] == row:
                hit[at] = True
                end = _mark(mask, first + i, gram, end, bridge)
        if end >= 0:
            end = -1
            for i in range(count):
                if hit[place[i]]:
                    end = _mark(back, of_first + i, gram, end, bridge)
    return mask, back


def spans(mask: np.ndarray, flat: Flat, position: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """True stretches as flat [start, end, …] in the raw texts (int32) and where each text's begin (int32, n + 1).

    `position` maps folded characters to raw ones; an end lies right behind the last raw character.
    """
    turns = np.flatnonzero(np.diff(mask, prepend=False, append=False))
    # what runs on over the bound of two texts ends there and begins again
    bounds = flat.starts[:-1][flat.lengths > 0][1:]
    over = bounds[mask[bounds - 1] & mask[bounds]]
    turns = np.sort(np.concatenate([turns, over, over]), kind="stable")
    first, last = turns[::2], turns[1::2] - 1
    pairs = np.stack([position[first], position[last] + 1], axis=1).ravel()
    return pairs.astype(np.int32), (2 * np.searchsorted(first, flat.starts)).astype(np.int32)
