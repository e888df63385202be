"""Texts of a batch as one array of code points, and back.

Everything that reads text does so over one flat array in compiled loops (numba), so that a million texts
cost seconds and no Python loop.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit


@dataclass(frozen=True, eq=False)
class Flat:
    """Code points of n texts laid end to end.

    `points` uint32 (total); `starts` int64 (n + 1): text i is points[starts[i]:starts[i + 1]].
    A null text is an empty one.
    """

    points: np.ndarray
    starts: np.ndarray

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def lengths(self) -> np.ndarray:
        """Length of each text, int64 (n), characters."""
        return np.diff(self.starts)

    @property
    def owner(self) -> np.ndarray:
        """Which text each code point belongs to, int32 (total)."""
        return np.repeat(np.arange(len(self), dtype=np.int32), self.lengths)


def utf8(texts: pa.Array | pa.ChunkedArray) -> tuple[np.ndarray, np.ndarray]:
    """The bytes of a string array (uint8) and where each text's begin (int64, n + 1); nulls are empty."""
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    texts = texts.cast(pa.large_string())
    if texts.null_count:
        texts = pc.fill_null(texts, "")
    _, offsets, data = texts.buffers()
    starts = np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    return (np.frombuffer(data, np.uint8) if data is not None and data.size else np.zeros(1, np.uint8)), starts


def flatten(texts: pa.Array | pa.ChunkedArray) -> Flat:
    """Code points of a string array; nulls count as empty."""
    data, offsets = utf8(texts)
    points, starts = _decode(data, offsets)
    return Flat(points, starts)


def arranged(parts: list[Flat], order: np.ndarray) -> Flat:
    """The texts of some batches (n in all) as one, in an order: text i is the one that stood at `order[i]`, int64 (n).

    `parts` is emptied on the way, so that the texts are not held twice.
    """
    lengths = np.concatenate([np.zeros(0, np.int64), *(part.lengths for part in parts)])
    starts = np.concatenate([[0], np.cumsum(lengths[order])])
    to = np.empty(len(order), np.int64)
    to[order] = starts[:-1]
    points, first = np.empty(int(starts[-1]), np.uint32), 0
    while parts:
        part = parts.pop(0)
        _lay(part.points, part.starts, to[first : first + len(part)], points)
        first += len(part)
    return Flat(points, starts)


def to_strings(flat: Flat) -> pa.Array:
    """The texts again, large_string (n)."""
    data, offsets = _encode(flat.points, flat.starts)
    return pa.Array.from_buffers(pa.large_string(), len(flat), [None, pa.py_buffer(offsets), pa.py_buffer(data)])


@njit(cache=True, nogil=True)
def next_point(data, i):
    """The code point at byte i of valid UTF-8, and the byte behind it."""
    b = data[i]
    if b < 0x80:
        return np.uint32(b), i + 1
    if b < 0xE0:
        return np.uint32((b & 0x1F) << 6 | (data[i + 1] & 0x3F)), i + 2
    if b < 0xF0:
        return np.uint32((b & 0x0F) << 12 | (data[i + 1] & 0x3F) << 6 | (data[i + 2] & 0x3F)), i + 3
    return np.uint32((b & 0x07) << 18 | (data[i + 1] & 0x3F) << 12 | (data[i + 2] & 0x3F) << 6 | (data[i + 3] & 0x3F)), i + 4


@njit(cache=True, nogil=True)
def _lay(points, starts, to, out):
    for row in range(len(to)):
        out[to[row] : to[row] + starts[row + 1] - starts[row]] = points[starts[row] : starts[row + 1]]


@njit(cache=True, nogil=True)
def _decode(data, offsets):
    n = len(offsets) - 1
    points = np.empty(offsets[n] - offsets[0], np.uint32)
    starts = np.zeros(n + 1, np.int64)
    k = 0
    for row in range(n):
        i = offsets[row]
        while i < offsets[row + 1]:
            points[k], i = next_point(data, i)
            k += 1
        starts[row + 1] = k
    return points[:k].copy(), starts


@njit(cache=True, nogil=True)
def _encode(points, starts):
    n = len(starts) - 1
    data = np.empty(4 * (starts[n] - starts[0]) + 1, np.uint8)
    offsets = np.zeros(n + 1, np.int64)
    k = 0
    for row in range(n):
        for i in range(starts[row], starts[row + 1]):
            p = points[i]
            if p < 0x80:
                data[k] = p
                k += 1
            elif p < 0x800:
                data[k], data[k + 1] = 0xC0 | p >> 6, 0x80 | p & 0x3F
                k += 2
            elif p < 0x10000:
                data[k], data[k + 1], data[k + 2] = 0xE0 | p >> 12, 0x80 | p >> 6 & 0x3F, 0x80 | p & 0x3F
                k += 3
            else:
                data[k], data[k + 1] = 0xF0 | p >> 18, 0x80 | p >> 12 & 0x3F
                data[k + 2], data[k + 3] = 0x80 | p >> 6 & 0x3F, 0x80 | p & 0x3F
                k += 4
        offsets[row + 1] = k
    return data[:k].copy(), offsets
