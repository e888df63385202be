"""Clauses: what stands between two punctuation marks, folded.

A clause is the smallest piece of a reply that says one thing ("您的留言已收悉", "已转市交通局"), and what
phrases and acts are counted in.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zouxin.functions.code_points import Flat, flatten, to_strings
from zouxin.functions.folding import Folded, fold

_BREAKS = "。！？；!?;\n，,：:…|"
_FULL = "。！？；!?;\n…"


@dataclass(frozen=True, eq=False)
class Clauses:
    """All clauses of n texts.

    `of` int32 (m): the text of each clause; `starts` int64 (m + 1): its folded code points;
    `raw` int32 (m, 2): start and end in the raw text; `sentence` int32 (m): number of its sentence in the batch;
    `words` dictionary array of large_string (m): the folded clause.
    """

    folded: Folded
    of: np.ndarray
    starts: np.ndarray
    raw: np.ndarray
    sentence: np.ndarray
    words: pa.DictionaryArray

    @property
    def lengths(self) -> np.ndarray:
        """Folded characters of each clause, int64 (m)."""
        return np.diff(self.starts)

    def count(self, mask: np.ndarray) -> np.ndarray:
        """How many folded characters of each clause are true in a mask over the folded batch, int64 (m)."""
        total = np.concatenate([[0], np.cumsum(mask)])
        return total[self.starts[1:]] - total[self.starts[:-1]]

    def sum_by_text(self, values: np.ndarray) -> np.ndarray:
        """Sum of a per-clause value for each text, int64 (n)."""
        return np.bincount(self.of, weights=values, minlength=len(self.folded.flat)).astype(np.int64)


def split(texts: pa.Array | pa.ChunkedArray) -> Clauses:
    """Split a string array (n) into folded clauses; a clause without a letter or digit is none."""
    folded, raw = fold(texts), flatten(texts)
    breaks, full = np.isin(raw.points, _codes(_BREAKS)), np.isin(raw.points, _codes(_FULL))
    breaks[1:-1] &= ~_inside_number(raw.points)
    local = folded.position.astype(np.int64)
    at = local + np.repeat(raw.starts[:-1], folded.flat.lengths)
    text = folded.flat.owner
    place = np.cumsum(breaks)[at] if len(at) else at
    sentence = np.cumsum(full)[at] if len(at) else at
    new = np.ones(len(at), bool)
    new[1:] = (place[1:] != place[:-1]) | (text[1:] != text[:-1])
    first = np.flatnonzero(new)
    starts = np.append(first, len(at))
    spans = np.stack([folded.position[first], folded.position[starts[1:] - 1] + 1], axis=1) if len(first) else np.zeros((0, 2))
    words = pc.dictionary_encode(to_strings(Flat(folded.flat.points, starts)))
    return Clauses(folded, text[first], starts, spans.astype(np.int32), sentence[first] + text[first], words)


def _codes(marks: str) -> np.ndarray:
    return np.array([ord(c) for c in marks], np.uint32)


def _inside_number(points: np.ndarray) -> np.ndarray:
    """Marks between two digits, behind 电话 and before a number, or in http:// belong to what they stand in."""
    digit = (points >= 0x30) & (points <= 0x39)
    soft = np.isin(points, _codes(",，:：."))
    slash = points[2:] == 0x2F  # the colon of http://
    named = np.isin(points[:-2], _codes("话线机号真"))
    return soft[1:-1] & (((digit[:-2] | named) & digit[2:]) | slash)
