"""Hashes of stretches of a flat batch: the same for the same text in every run, on every machine."""

from hashlib import sha256

import numpy as np
import pyarrow as pa
from numba import njit

from zouxin.functions.code_points import Flat, to_strings, utf8

_BASE = np.uint64(0x9E3779B97F4A7C15)


def stretch_hashes(points: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Hash of each stretch points[starts[i]:starts[i + 1]], uint64 (n); 0 only for an empty one."""
    return _stretches(points, starts)


def text_hashes(texts: pa.Array) -> np.ndarray:
    """Hash of each raw text, uint64 (n); nulls and empty texts give 0."""
    data, offsets = utf8(texts)
    return _stretches(data, offsets)


def mix(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """One hash of two, uint64 (n)."""
    mixed = one * _BASE ^ (other + (one >> np.uint64(31)))
    return (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)


def among(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Whether each of `values` (n) is one of `known`, which ascend: bool (n). np.isin would sort all that is known for every batch."""
    if not len(known):
        return np.zeros(len(values), bool)
    return known[np.minimum(np.searchsorted(known, values), len(known) - 1)] == values


def digests(folded: Flat) -> pa.Array:
    """sha256 of each folded text as hex, string (n)."""
    data, offsets = utf8(to_strings(folded))
    raw = np.ascontiguousarray(data).data
    return pa.array([sha256(raw[a:b]).hexdigest() for a, b in zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True)], pa.string())


@njit(cache=True, nogil=True)
def _stretches(points, starts):
    out = np.zeros(len(starts) - 1, np.uint64)
    for row in range(len(out)):
        value = np.uint64(0)
        for i in range(starts[row], starts[row + 1]):
            value = (value ^ np.uint64(points[i])) * np.uint64(0x9E3779B97F4A7C15)
            value ^= value >> np.uint64(32)
        if starts[row + 1] > starts[row] and value == 0:
            value = np.uint64(1)
        out[row] = value
    return out
