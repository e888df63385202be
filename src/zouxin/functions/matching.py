"""How well each reply fits its own letter and the other letters of its source, by the rare character sequences they share.

A sequence weighs by how few texts hold it (inverse document frequency, Spärck Jones 1972). Sequences that stand in many
letters or replies name nothing particular and are left out, so a unit's usual phrases do not count.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit

from zouxin.functions.code_points import Flat
from zouxin.functions.near import gram_hashes

GRAM = 3
MOST = 60_000_000  # grams held at once; above it a fixed fraction of all sequences, chosen by hash, stands for all
SHARE = 50  # a sequence is particular when it stands in at most 1 of SHARE texts …
FEW = 8  # … or in this many


@dataclass(frozen=True, eq=False)
class Matches:
    """For each reply (n): `own` and `best` float64, weights shared with its letter and with the best other;
    `best_letter` int64, index of that letter, -1 where none; `letters`: how many it was compared with."""

    own: np.ndarray
    best: np.ndarray
    best_letter: np.ndarray
    letters: int


def match(replies: Flat, letters: Flat, own: np.ndarray, twin: np.ndarray, same_reply: np.ndarray) -> Matches:
    """Match n replies with m letters of one source.

    `own` int64 (n): index of each reply's letter; `twin` int64 (m): letters that say the same share a number and are
    never "another letter" to each other; `same_reply` int64 (n): equal replies share a number and count once.
    """
    thin = max(1, -(-(int(letters.starts[-1]) + int(replies.starts[-1])) // MOST))
    a, a_at = _distinct(replies, thin)
    b, b_at = _distinct(letters, thin)
    _, first = np.unique(same_reply, return_index=True)
    once = np.zeros(len(replies), bool)
    once[first] = True
    names, inverse = np.unique(np.concatenate([a, b]), return_inverse=True)
    a_id, b_id = inverse[: len(a)].astype(np.int32), inverse[len(a) :].astype(np.int32)
    held = np.bincount(b_id, minlength=len(names))
    spread = held + np.bincount(a_id[np.repeat(once, np.diff(a_at))], minlength=len(names))
    texts = len(letters) + int(once.sum())
    particular = (spread <= max(FEW, texts // SHARE)) & (held > 0)
    weight = np.where(particular, np.log(texts / np.maximum(spread, 1)), 0.0) * thin
    order = np.argsort(b_id, kind="stable")
    holder = np.repeat(np.arange(len(letters), dtype=np.int32), np.diff(b_at))[order]
    begins = np.concatenate([[0], np.cumsum(held)])
    found = _best(a_id, a_at, holder, begins, weight, own, twin, len(letters))
    return Matches(*found, letters=len(letters))


def _distinct(flat: Flat, thin: int) -> tuple[np.ndarray, np.ndarray]:
    """Each text's distinct grams, one in `thin` of all, and where each text's begin."""
    if len(flat.points) < GRAM:
        return np.zeros(0, np.uint64), np.zeros(len(flat) + 1, np.int64)
    hashes, at = gram_hashes(flat, GRAM)
    return _unique_by_text(hashes, at, np.uint64(thin))


@njit(cache=True, nogil=True)
def _unique_by_text(hashes, at, thin):
    out = np.empty(len(hashes), np.uint64)
    starts = np.zeros(len(at), np.int64)
    k = 0
    for row in range(len(at) - 1):
        grams = np.sort(hashes[at[row] : at[row + 1]])
        for i in range(len(grams)):
            if (i == 0 or grams[i] != grams[i - 1]) and (grams[i] >> np.uint64(20)) % thin == 0:
                out[k] = grams[i]
                k += 1
        starts[row + 1] = k
    return out[:k].copy(), starts


@njit(cache=True, nogil=True)
def _best(grams, at, holder, begins, weight, own, twin, letters):
    n = len(at) - 1
    mine, best, which = np.zeros(n), np.zeros(n), np.full(n, -1, np.int64)
    score, touched = np.zeros(letters), np.empty(letters, np.int64)
    for row in range(n):
        count = 0
        for i in range(at[row], at[row + 1]):
            gram = grams[i]
            if weight[gram] <= 0.0:
                continue
            for j in range(begins[gram], begins[gram + 1]):
                letter = holder[j]
                if score[letter] == 0.0:
                    touched[count] = letter
                    count += 1
                score[letter] += weight[gram]
        for i in range(count):
            letter = touched[i]
            if letter == own[row] or (own[row] >= 0 and twin[letter] == twin[own[row]]):
                mine[row] = max(mine[row], score[letter])
            elif score[letter] > best[row] or (score[letter] == best[row] and letter < which[row]):
                best[row] = score[letter]
                which[row] = letter
            score[letter] = 0.0
    return mine, best, which
