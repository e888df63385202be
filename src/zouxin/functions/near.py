"""Texts that are nearly equal: MinHash signatures, bands, groups.

Signatures: 128 minima of multiply-shift hashes of character trigrams, compiled. Bands: texts that agree in
one band are compared with the first of them only (a star), so that 200,000 copies cost linear time; what a star joins is
kept in a forest, and what is joined already is not compared again. A group's name is its least member. Sources: Broder 1997 (MinHash), Indyk and Motwani 1998 (bands).
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numba import njit

from zouxin.functions.code_points import Flat
from zouxin.functions.hashing import mix

GRAM = 3
PERMUTATIONS = 128
BANDS = 25
ROWS = 5
SEED = 42
LIKE = 0.75  # share of a signature that must agree: exact Jaccard 0.8 less one and a half standard errors of 128 permutations
_BATCH = 10_000
_AT_ONCE = 4


@dataclass(frozen=True, eq=False)
class Signatures:
    """`rows` uint32 (n, 128); `usable` bool (n): texts of at least one gram."""

    rows: np.ndarray
    usable: np.ndarray


def signatures(folded: Flat, *, gram: int = GRAM, workers: int = 2) -> Signatures:
    """MinHash signatures of n folded texts; the compiled loop lets other threads run."""
    cuts = [(a, min(a + _BATCH, len(folded))) for a in range(0, len(folded), _BATCH)]
    rows = np.empty((len(folded), PERMUTATIONS), np.uint32)

    def sign(cut: tuple[int, int]) -> None:
        first, last = cut
        _minima(folded.points, folded.starts[first : last + 1], gram, *_SHIFTS, rows[first:last])

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(sign, cuts))
    return Signatures(rows, folded.lengths >= gram)


def _shifts() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.Generator(np.random.PCG64(SEED))
    odd = rng.integers(0, 1 << 32, PERMUTATIONS, dtype=np.uint64) | 1
    return odd.astype(np.uint32), rng.integers(0, 1 << 32, PERMUTATIONS, dtype=np.uint64).astype(np.uint32)


_SHIFTS = _shifts()


@njit(cache=True, nogil=True)
def _minima(points, starts, gram, factors, adds, out):
    longest = 0
    for row in range(len(out)):
        longest = max(longest, starts[row + 1] - starts[row])
    words = np.empty(longest + _AT_ONCE, np.uint32)
    for row in range(len(out)):
        out[row] = np.uint32(0xFFFFFFFF)
        count = _words(points[starts[row] : starts[row + 1]], gram, words)
        for i in range(0, count, _AT_ONCE):
            _lower(out[row], words[i], words[i + 1], words[i + 2], words[i + 3], factors, adds)


@njit(cache=True, nogil=True)
def _words(points, gram, words):
    """Fill `words` with the hash of each gram and say how many; the last is repeated up to a multiple of _AT_ONCE, a minimum is the same for it."""
    count = max(len(points) - gram + 1, 0)
    for i in range(count):
        value = np.uint64(0)
        for k in range(gram):
            value = (value ^ np.uint64(points[i + k])) * np.uint64(0x9E3779B97F4A7C15)
        words[i] = np.uint32(value ^ (value >> np.uint64(32)))
    for i in range(count, -(-count // _AT_ONCE) * _AT_ONCE):
        words[i] = words[count - 1]
    return count


@njit(cache=True, nogil=True, inline="always")
def _lower(least, a, b, c, d, factors, adds):
    # four grams for each time a minimum is read and written: the loop is bound by memory, not by arithmetic
    for p in range(len(least)):
        factor, add = factors[p], adds[p]
        one = min(np.uint32(a * factor + add), np.uint32(b * factor + add))
        other = min(np.uint32(c * factor + add), np.uint32(d * factor + add))
        least[p] = min(least[p], min(one, other))


def gram_hashes(flat: Flat, gram: int) -> tuple[np.ndarray, np.ndarray]:
    """Hash of each gram that lies within one text, uint64 (g), and where each text's begin, int64 (n + 1)."""
    wide, total = flat.points.astype(np.uint64), len(flat.points)
    value = np.zeros(total - gram + 1, np.uint64)
    for k in range(gram):
        value = value * np.uint64(0x9E3779B97F4A7C15) + wide[k : total - gram + 1 + k]
    value ^= value >> np.uint64(29)
    value *= np.uint64(0xBF58476D1CE4E5B9)
    value ^= value >> np.uint64(32)
    owner = flat.owner
    whole = owner[: len(value)] == owner[gram - 1 :]
    return value[whole], np.concatenate([[0], np.cumsum(np.maximum(flat.lengths - gram + 1, 0))])


def groups(signed: Signatures, scope: np.ndarray, exact: np.ndarray) -> np.ndarray:
    """Group of each text, int64 (n): the least index of the texts nearly equal to it within its scope.

    `scope` uint64 (n): only texts of one scope are compared; `exact` uint64 (n): equal for equal folded texts,
    which collapse before anything is compared.
    """
    key = mix(scope, exact)
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    # copies that collapse into their first are as near as can be, even too short for a gram
    usable = np.flatnonzero(signed.usable[first])
    label = np.arange(len(first))
    label[usable] = usable[_joined(signed.rows, first[usable], scope)]
    least_member = np.full(len(first), len(key))
    np.minimum.at(least_member, label, first)
    return least_member[label][inverse]


def bands(rows: np.ndarray, texts: np.ndarray) -> np.ndarray:
    """The values by which some texts (rows of signatures, int64, m) of one scope are sought, uint64 (BANDS, m)."""
    rows = rows.view()
    rows.flags.writeable = False
    return _bands(rows, texts, np.zeros(len(rows), np.uint64), 0, BANDS)


def _joined(rows: np.ndarray, texts: np.ndarray, scope: np.ndarray) -> np.ndarray:
    """For each of `texts` (m, indices of rows), the place in `texts` of the first it is joined to, int64 (m)."""
    rows = rows.view()
    rows.flags.writeable = False  # as Arrow gives them: for numba another type, which would be compiled once more
    differ = int((1 - LIKE) * PERMUTATIONS)

    def half(first: int, last: int) -> np.ndarray:
        return _stars(rows, texts, scope, first, last, differ)

    with ThreadPoolExecutor(2) as pool:
        return _both(*pool.map(half, (0, BANDS // 2), (BANDS // 2, BANDS)))


@njit(cache=True, nogil=True)
def _stars(rows, texts, scope, first, last, differ):
    """Forest of the texts of one scope that agree in a band of `first` to `last` and, but for `differ` minima, in the whole.

    Each is compared with the first text of its band's value only, and with that one once in a row.
    """
    room = 16
    while room < 2 * len(texts):
        room *= 2
    bound = np.uint64(room - 1)
    root, tried, centre = np.arange(len(texts)), np.full(len(texts), -1, np.int64), np.empty(room, np.int32)
    keys = _bands(rows, texts, scope, first, last)
    for key in keys:
        centre[:] = -1
        for i in range(len(texts)):
            at = key[i] & bound
            while centre[at] >= 0 and key[centre[at]] != key[i]:
                at = (at + np.uint64(1)) & bound
            if centre[at] < 0:
                centre[at] = i
            elif tried[i] != centre[at] and _root(root, centre[at]) != _root(root, i):
                tried[i] = centre[at]
                if _alike(rows, texts[tried[i]], texts[i], differ):
                    _join(root, tried[i], i)
    return root


@njit(cache=True, nogil=True)
def _bands(rows, texts, scope, first, last):
    """Hash of each band's minima and the scope, uint64 (bands, m)."""
    out = np.empty((last - first, len(texts)), np.uint64)
    for i in range(len(texts)):
        for band in range(first, last):
            key = scope[texts[i]]
            for c in range(band * ROWS, band * ROWS + ROWS):
                key = (key ^ np.uint64(rows[texts[i], c])) * np.uint64(0x9E3779B97F4A7C15)
                key ^= key >> np.uint64(32)
            out[band - first, i] = key
    return out


@njit(cache=True, nogil=True)
def _alike(rows, one, other, differ):
    """Whether no more than `differ` minima are not the same; most pairs are told apart before their end."""
    for start in range(0, PERMUTATIONS, 32):
        for p in range(start, start + 32):
            differ -= rows[one, p] != rows[other, p]
        if differ < 0:
            return False
    return True


@njit(cache=True, nogil=True)
def _root(root, i):
    while root[i] != i:
        root[i] = root[root[i]]
        i = root[i]
    return i


@njit(cache=True, nogil=True)
def _join(root, i, j):
    i, j = _root(root, i), _root(root, j)
    root[max(i, j)] = min(i, j)


@njit(cache=True, nogil=True)
def _both(one, other):
    """What either of two forests joins, each text beside its root."""
    for i in range(len(one)):
        _join(one, i, other[i])
    for i in range(len(one)):
        one[i] = _root(one, i)
    return one
