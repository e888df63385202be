"""Groups of nearly equal texts as they stand, and which of them one more text would join.

The rule is that of functions.near: a text is compared with the first text of its value in each band, and joins the groups of those it is like.
What stands is not grouped anew: the text may be of several groups, which it then has in common.
"""

from dataclasses import dataclass

import numpy as np

from zouxin.functions.hashing import mix
from zouxin.functions.near import LIKE, PERMUTATIONS, Signatures, bands


@dataclass(frozen=True, eq=False)
class Stars:
    """n texts in their groups. `rows` uint32 (c, 128), signatures of texts that others are compared with, and the group of each, `of` int64 (c);
    `keys` uint64, values of the bands, ascending within each, `begins` int64 where each band's begin, `centre` int32, the row of each value;
    `exact` uint64, hashes of all texts, ascending, `group` int64 (n), the group of each of these."""

    rows: np.ndarray
    of: np.ndarray
    keys: np.ndarray
    begins: np.ndarray
    centre: np.ndarray
    exact: np.ndarray
    group: np.ndarray


def stars(signed: Signatures, exact: np.ndarray, group: np.ndarray) -> Stars:
    """Keep what functions.near.groups found of n texts of one scope: `group` int64 (n), as it gave them."""
    _, first = np.unique(mix(np.zeros(len(exact), np.uint64), exact), return_index=True)
    texts = first[signed.usable[first]]  # in the order in which near.groups takes them
    every = bands(signed.rows, texts)
    keys, centres = zip(*(np.unique(key, return_index=True) for key in every), strict=True)
    used, centre = np.unique(np.concatenate(centres), return_inverse=True)
    begins = np.concatenate([[0], np.cumsum([len(key) for key in keys])])
    order = np.argsort(exact, kind="stable")
    order = order[np.concatenate([[True], np.diff(exact[order]) > 0])] if len(order) else order
    return Stars(
        signed.rows[texts[used]], group[texts[used]], np.concatenate(keys), begins, centre.astype(np.int32), exact[order], group[order]
    )


def joins(known: Stars, signed: Signatures, exact: np.uint64) -> np.ndarray:
    """The groups that a text would join, by its signature (one row) and its hash: int64, ascending; none where nothing is like it."""
    at = int(np.searchsorted(known.exact, exact))
    if at < len(known.exact) and known.exact[at] == exact:
        return known.group[at : at + 1].copy()
    if not signed.usable[0]:
        return np.zeros(0, np.int64)
    met = [_met(known, band, key) for band, key in enumerate(bands(signed.rows, np.zeros(1, np.int64))[:, 0])]
    centres = np.unique([row for row in met if row >= 0]).astype(np.int64)
    differ = np.count_nonzero(known.rows[centres] != signed.rows[0], axis=1)
    return np.unique(known.of[centres[differ <= int((1 - LIKE) * PERMUTATIONS)]])


def _met(known: Stars, band: int, key: np.uint64) -> int:
    """The row a text with this value of a band is compared with, -1 for none."""
    begin, end = known.begins[band], known.begins[band + 1]
    at = begin + np.searchsorted(known.keys[begin:end], key)
    return int(known.centre[at]) if at < end and known.keys[at] == key else -1
