"""How far the letters that one reply stands under are about one matter.

The likeness of two letters is the weighted cosine of functions.exchange over the pairs of characters that are rare in the source. Of a group of
letters: each letter's median likeness to a few of the others, evenly chosen, and the median of those over all its letters, so that neither
one stray letter nor one pair of twins decides.
"""

import numpy as np
from numba import njit

from zouxin.functions.exchange import PIVOT, Side

OTHERS = 12  # letters of its group each letter is compared with at most


def kin(asked: Side, own: np.ndarray, twin: np.ndarray, group: np.ndarray) -> np.ndarray:
    """Likeness of the letters under each reply's nearly equal replies, float64 (n), 0 to 100; nan where there is but one letter.

    `asked`: m letters; `own` int64 (n): letter of each reply, -1 where it is not known; `twin` int64 (m): the same for letters that say the same,
    which count once; `group` int64 (n): the same for replies that say nearly the same.
    """
    likeness = np.full(len(own), np.nan)
    known = np.flatnonzero(own >= 0)
    if not len(known):
        return likeness
    _, name = np.unique(group[known], return_inverse=True)
    letter = own[known]
    # one letter for each text of each group, in the order of the letters
    _, first = np.unique(np.stack([name, twin[letter]]), axis=1, return_index=True)
    order = first[np.lexsort((letter[first], name[first]))]
    begins = np.searchsorted(name[order], np.arange(name.max() + 2))
    likeness[known] = _medians(asked.keys, asked.at, asked.weight, asked.norm, letter[order], begins)[name]
    return likeness


@njit(cache=True, nogil=True)
def _medians(keys, at, weight, norm, letters, begins):
    found = np.full(len(begins) - 1, np.nan)
    for g in range(len(begins) - 1):
        some = letters[begins[g] : begins[g + 1]]
        if len(some) < 2:
            continue
        each, likes = np.empty(len(some)), np.empty(OTHERS)
        for i in range(len(some)):
            count = 0
            for k in range(min(OTHERS, len(some))):
                j = k * len(some) // min(OTHERS, len(some))
                if j != i:
                    likes[count] = _like(some[i], some[j], keys, at, weight, norm)
                    count += 1
            each[i] = np.median(likes[:count])
        found[g] = np.median(each)
    return found


@njit(cache=True, nogil=True)
def _like(one, other, keys, at, weight, norm):
    i, j, shared = at[one], at[other], 0.0
    end, last = at[one + 1], at[other + 1]
    while i < end and j < last:  # no branch, as in functions.exchange
        first, second = keys[i], keys[j]
        shared += weight[i] * weight[j] * np.float32(first == second)
        i += first <= second
        j += second <= first
    return 100.0 * shared / np.sqrt((norm[one] ** 2 + PIVOT * PIVOT) * (norm[other] ** 2 + PIVOT * PIVOT))
