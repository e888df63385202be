"""Texts that are nearly equal: MinHash signatures, bands, groups.

Signatures: 128 minima of multiply-shift hashes of character trigrams, compiled. Bands: texts that agree in
one band are compared with the least of them only (a star), so that 200,000 copies cost linear time. A group's name is
its least member. Sources: Broder 1997 (MinHash), Indyk and Motwani 1998 (bands).
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numba import njit
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from zouxin.functions.code_points import Flat
from zouxin.functions.hashing import mix

GRAM = 3
PERMUTATIONS = 128
BANDS = 25
ROWS = 5
SEED = 42
LIKE = 0.75  # share of a signature that must agree: exact Jaccard 0.8 less one and a half standard errors of 128 permutations
_BATCH = 10_000


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
        part = _slice(folded, *cut)
        rows[cut[0] : cut[1]] = _minima(part.points, part.starts, gram, *_SHIFTS)

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(sign, cuts))
    return Signatures(rows, folded.lengths >= gram)


def _slice(flat: Flat, first: int, last: int) -> Flat:
    starts = flat.starts[first : last + 1]
    return Flat(flat.points[starts[0] : starts[-1]], starts - starts[0])


def _shifts() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.Generator(np.random.PCG64(SEED))
    odd = rng.integers(0, 1 << 32, PERMUTATIONS, dtype=np.uint64) | 1
    return odd.astype(np.uint32), rng.integers(0, 1 << 32, PERMUTATIONS, dtype=np.uint64).astype(np.uint32)


_SHIFTS = _shifts()


@njit(cache=True, nogil=True)
def _minima(points, starts, gram, factors, adds):
    out = np.empty((len(starts) - 1, len(factors)), np.uint32)
    least = np.empty(len(factors), np.uint32)
    for row in range(len(out)):
        least[:] = np.uint32(0xFFFFFFFF)
        for i in range(starts[row], starts[row + 1] - gram + 1):
            value = np.uint64(0)
            for k in range(gram):
                value = (value ^ np.uint64(points[i + k])) * np.uint64(0x9E3779B97F4A7C15)
            word = np.uint32(value ^ (value >> np.uint64(32)))
            for p in range(len(factors)):
                hashed = np.uint32(word * factors[p] + adds[p])
                hashed ^= hashed >> np.uint32(15)
                least[p] = min(least[p], hashed)
        out[row] = least
    return out


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
    rows, within = signed.rows[first[usable]], scope[first[usable]]
    label = np.arange(len(first))
    left, right = _edges(rows, within)
    if len(left):
        graph = coo_matrix((np.ones(len(left), np.int8), (left, right)), shape=(len(usable),) * 2)
        _, found = connected_components(graph, directed=False)
        least = np.full(found.max() + 1, len(first))
        np.minimum.at(least, found, usable)
        label[usable] = least[found]
    least_member = np.full(len(first), len(key))
    np.minimum.at(least_member, label, first)
    return least_member[label][inverse]


def _edges(rows: np.ndarray, scope: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs (star centre, member) whose signatures agree in one band and, by share, in the whole."""
    if not len(rows):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    lefts, rights = [], []
    for band in range(BANDS):
        key = scope.copy()
        for k in range(ROWS):
            key = mix(key, rows[:, band * ROWS + k].astype(np.uint64))
        order = np.argsort(key, kind="stable")
        same = key[order[1:]] == key[order[:-1]]
        start = np.concatenate([[True], ~same])
        centre = order[np.flatnonzero(start)][np.cumsum(start) - 1]
        pick = np.flatnonzero(np.concatenate([[False], same]))
        lefts.append(centre[pick])
        rights.append(order[pick])
    pairs = np.unique(np.concatenate(lefts).astype(np.int64) * max(len(rows), 1) + np.concatenate(rights))
    left, right = pairs // max(len(rows), 1), pairs % max(len(rows), 1)
    alike = np.concatenate(
        [_agree(rows, left[a : a + 100_000], right[a : a + 100_000]) for a in range(0, len(left), 100_000)] or [np.zeros(0, bool)]
    )
    return left[alike], right[alike]


def _agree(rows: np.ndarray, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    return (rows[left] == rows[right]).sum(axis=1) >= LIKE * PERMUTATIONS
