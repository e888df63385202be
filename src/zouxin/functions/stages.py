"""The stages of a reply: parts written at different times, each with the day at its end.

A day ends a stage when it stands as a signature does: with a unit's name, at the end of the text, or before a new
salutation. A day at the head of a sentence ("2019年5月10日，我局…") ends nothing.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zouxin.functions.reading import Read

_DAY = r"(?P<y>(?:19|20)\d{2})年(?P<m>\d{1,2})月(?P<d>\d{1,2})(?:日|号)"
KINDS = ("receipt", "forward", "answer")
SAYS = 6  # characters of its own from which a clause is an answer without an act or a finding


def stages(read: Read) -> pa.Array:
    """The stages of n replies, list<int32> (n): start, end (raw offsets), kind (index in KINDS), day since 1970-01-01 or -1, …"""
    clauses, of = read.clauses, read.clauses.of
    n = len(clauses.folded.flat)
    if not len(of):
        return pa.ListArray.from_arrays(pa.array(np.zeros(n + 1), pa.int32()), pa.array([], pa.int32()))
    day = _days(clauses.words)[clauses.words.indices.to_numpy()]
    closes = _closing(read, ~np.isnat(day))
    first = np.ones(len(of), bool)
    first[1:] = (of[1:] != of[:-1]) | closes[:-1]
    begin = np.flatnonzero(first)
    end = np.append(begin[1:], len(of)) - 1
    speaks = read.speaks & (read.tells["acts"] | read.tells["finds"] | (clauses.lengths - clauses.count(read.copied) > SAYS))
    forward = read.kind == list(read.grammar.names).index("forward")
    kind = np.where(np.logical_or.reduceat(speaks, begin), 2, np.where(np.logical_or.reduceat(forward, begin), 1, 0))
    dated = np.where(closes[end] & ~np.isnat(day[end]), day[end].astype(np.int64), -1)
    rows = np.column_stack([clauses.raw[begin, 0], clauses.raw[end, 1], kind, dated]).astype(np.int32)
    begins = np.concatenate([[0], np.cumsum(4 * np.bincount(of[begin], minlength=n))]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(begins, pa.int32()), pa.array(rows.ravel(), pa.int32()))


_NONE = np.datetime64("NaT", "D")


def _days(words: pa.DictionaryArray) -> np.ndarray:
    """The last day written in each distinct clause, datetime64[D]; NaT where none or impossible."""
    found = pc.extract_regex(words.dictionary, f"^.*?{_DAY}")
    years, months, days = (pc.struct_field(found, name).to_pylist() for name in "ymd")
    return np.array([_day(y, m, d) for y, m, d in zip(years, months, days, strict=True)], "datetime64[D]")


def _day(year: str | None, month: str, day: str) -> np.datetime64:
    if year is None:
        return _NONE
    try:
        return np.datetime64(f"{year}-{int(month):02d}-{int(day):02d}", "D")
    except ValueError:
        return _NONE


def _closing(read: Read, dated: np.ndarray) -> np.ndarray:
    """Clauses that end a stage, bool (m)."""
    names = list(read.grammar.names)
    kind, of = read.kind, read.clauses.of
    last = np.append(of[1:] != of[:-1], True)
    greets = np.append(np.isin(kind[1:], [names.index("salutation"), names.index("receipt")]) & ~last[:-1], False)
    alone = kind == names.index("empty_date")
    signed = (kind == names.index("dated_signature")) | (kind == names.index("signature")) | (kind == names.index("salutation"))
    return dated & (signed | (alone & (last | greets)))
