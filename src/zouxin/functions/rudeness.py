"""How rude an official reply sounds: a linear score over n-grams of characters and of word classes, with its reasons.

A reply is cut into sentences and clauses; every run of three neighbouring clauses of one sentence (of a shorter
sentence, all of it) is scored by itself, and the highest score is the reply's. So one rude sentence in a long polite
reply is found, and length dilutes nothing. First reading of a run = bias + sum of the weights of its character n-grams
/ square root of (their number + DAMP). Only a run that reaches `gate` is read a second time, each word of a class
written as one sign (word_classes), and what those n-grams weigh is added: a logit. Most replies are read once, which
keeps a million of them cheap.

What a reply quotes from somebody else ("您反映的司机骂人“滚”") is not what it says: a short quotation that
stands inside a sentence counts as one unknown word.

Method: regularised logistic regression over hashed n-grams (Wang and Manning 2012 is why a linear model is enough for
short texts; Weinberger et al. 2009 for hashing; Brown et al. 1992 for classes). Training: training/rude; limits: docs/explanation/rude-model-card.md.
"""

import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import pyarrow as pa
from numba import njit

from zouxin.functions.code_points import Flat, flatten
from zouxin.functions.folding import table as folds
from zouxin.functions.word_classes import NONE, Classes, substitute

LONGEST = 4  # characters of the longest n-gram
REACH = 4  # a pair of characters is also read with up to REACH - 1 others between them
DAMP = 40  # n-grams added to the length of a run, so that two or three characters alone seldom decide
RUN = 3  # neighbouring clauses scored together
_BATCH = 1 << 17  # characters read at a time, so that memory does not grow with the corpus

# Symbols below every folded letter: how a clause begins and ends is evidence too (吗？ / 吧！).
_BEGIN, _COMMA, _STOP, _ASKED, _CRIED, _QUOTE = 1, 2, 3, 4, 5, 6
_MARKS = {"，,：:": _COMMA, "。；;\n\r…~～|": _STOP, "？?": _ASKED, "！!": _CRIED}
_QUOTES = '“”‘’「」『』《》""＂＂'
_QUOTED_MOST = 40  # a longer quotation is read like any other text


@dataclass(frozen=True, eq=False)
class Weights:
    """A trained model: `table` float32 (2 ** bits), one weight a bucket of the first reading; `bias`; `threshold`, the logit
    from which a reply is rude; `second` float32 (2 ** b), weights of the second reading, which reads `classes` and
    only runs whose first reading is `gate` or more."""

    table: np.ndarray
    bias: float
    threshold: float
    second: np.ndarray = field(default_factory=lambda: np.zeros(2, np.float32))
    classes: Classes = NONE
    gate: float = np.inf

    def __post_init__(self) -> None:
        for table in (self.table, self.second):
            if table.ndim != 1 or len(table) < 2 or len(table) & (len(table) - 1):
                raise ValueError(f"the weights must be one row of 2^n numbers, not {table.shape}")


@dataclass(frozen=True, eq=False)
class Grams:
    """The n-grams of a batch of n texts, clause after clause.

    `begin`, `end` int64 (m): where each clause stands in the batch, with the mark that ends it. `bucket` uint32 (g);
    `first`, `last` int32 (g): first and last raw character of each n-gram within its text; these three are empty unless asked for. `starts` int64 (m + 1): where each clause's n-grams begin; `push`
    float64 (m): sum of the weights of each clause's n-grams; `sentence`, `text` int64 (m): whose clause it is.
    """

    begin: np.ndarray
    end: np.ndarray
    bucket: np.ndarray
    first: np.ndarray
    last: np.ndarray
    starts: np.ndarray
    push: np.ndarray
    sentence: np.ndarray
    text: np.ndarray


def load_weights(npz: bytes, meta: Mapping[str, object]) -> Weights:
    """Weights from the bytes of rude.npz and the content of rude.json.

    Raises ValueError when the bytes are not the ones the description was written for.
    """
    missing = sorted({"sha256", "threshold", "gate", "bits", "longest", "reach", "run", "damp"} - set(meta))
    if missing:
        raise ValueError(f"the description of the rudeness weights lacks {', '.join(missing)}")
    digest = hashlib.sha256(npz).hexdigest()
    if digest != meta["sha256"]:
        raise ValueError(f"the rudeness weights have sha256 {digest[:12]}…, their description says {str(meta['sha256'])[:12]}…")
    shape = (meta["longest"], meta["reach"], meta["run"], meta["damp"])
    if shape != (LONGEST, REACH, RUN, DAMP):
        raise ValueError(f"the rudeness weights were trained for n-grams {shape}, this version reads {(LONGEST, REACH, RUN, DAMP)}")
    with np.load(io.BytesIO(npz), allow_pickle=False) as arrays:
        table, second, bias = arrays["table"].astype(np.float32), arrays["second"].astype(np.float32), float(arrays["bias"])
        classes = Classes(arrays["words"], arrays["kinds"], int(arrays["longest"]))
    if len(table) != 1 << int(str(meta["bits"])):
        raise ValueError(f"the rudeness weights hold {len(table)} numbers, their description says 2^{meta['bits']}")
    return Weights(table, bias, float(str(meta["threshold"])), second, classes, float(str(meta["gate"])))


def rudeness(text: pa.Array | pa.ChunkedArray, weights: Weights) -> pa.Array:
    """Logit of rudeness of each text, float64 (n); null where a text is null or has no letter. Rude from `weights.threshold` up."""
    flat = flatten(text)
    scores = np.full(len(flat), -np.inf)
    for low, high in _batches(flat.starts):
        part = Flat(flat.points[flat.starts[low] : flat.starts[high]], flat.starts[low : high + 1] - flat.starts[low])
        symbols = _signs(part)
        found = _first(symbols, part.starts, weights, keep=False)
        runs = runs_of(found)
        np.maximum.at(scores, found.text[runs[0]] + low, _logits(symbols, found, runs, weights)[0])
    return pa.array(scores, mask=np.isneginf(scores))


def rude_spans(text: str, weights: Weights) -> list[tuple[int, int, float]]:
    """Why a text has its score: (start, end, contribution) in raw characters, for the run of clauses that decided.

    Each n-gram's share of the logit is spread evenly over its characters; neighbouring characters that push
    towards rude form one span. Spans stand in the order of the text; empty when the text has no score.
    """
    flat = flatten(pa.array([text], pa.large_string()))
    found, again = grams(flat, weights), grams(flat, weights, twice=True)
    runs = runs_of(found)
    values, opened = _logits(_signs(flat), found, runs, weights)
    if not len(values):
        return []
    best = int(np.argmax(values))
    push = np.zeros(len(text))
    for reading, table in [(found, weights.table), (again, weights.second)][: 1 + int(opened[best])]:
        low, high = reading.starts[runs[0][best]], reading.starts[runs[1][best] + 1]
        share = table[reading.bucket[low:high]] / np.sqrt(high - low + DAMP)
        for first, last, value in zip(reading.first[low:high], reading.last[low:high], share, strict=True):
            push[first : last + 1] += value / (last + 1 - first)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], push > 0, [False]]).astype(np.int8)))
    return [(int(a), int(b), float(push[a:b].sum())) for a, b in edges.reshape(-1, 2)]


def grams(flat: Flat, weights: Weights, *, twice: bool = False) -> Grams:
    """Everything that is read of a batch; with `twice` the second way."""
    symbols = _signs(flat)
    return _second(symbols, flat.starts, weights, keep=True) if twice else _first(symbols, flat.starts, weights, keep=True)


def _signs(flat: Flat) -> np.ndarray:
    """What each character counts as, its quotations hidden: uint32 (total)."""
    kinds = _symbols()
    symbols = kinds[np.minimum(flat.points, len(kinds) - 1)]
    _hide_quotations(flat.points, flat.starts, symbols, np.array([ord(c) for c in _QUOTES], np.uint32))
    return symbols


def _first(symbols: np.ndarray, starts: np.ndarray, weights: Weights, *, keep: bool) -> Grams:
    return Grams(*_read(symbols, starts, weights.table, _bits(weights.table), keep, NONE.words, NONE.kinds, NONE.longest))


def _second(symbols: np.ndarray, starts: np.ndarray, weights: Weights, *, keep: bool) -> Grams:
    by = weights.classes
    return Grams(*_read(symbols, starts, weights.second, _bits(weights.second), keep, by.words, by.kinds, by.longest))


def _bits(table: np.ndarray) -> int:
    return len(table).bit_length() - 1


def runs_of(found: Grams) -> tuple[np.ndarray, np.ndarray]:
    """First and last clause of every run of RUN clauses (of a shorter sentence, all): int64, int64 (r)."""
    clauses = np.arange(len(found.text))
    begins = np.searchsorted(found.sentence, found.sentence)
    ends = np.searchsorted(found.sentence, found.sentence, side="right") - 1
    whole = (clauses == begins) | (clauses + RUN - 1 <= ends)
    first = clauses[whole]
    return first, np.minimum(first + RUN - 1, ends[whole])


def weigh(found: Grams, runs: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """What one reading adds to the logit of each run, float64 (r)."""
    first, last = runs
    size = found.starts[last + 1] - found.starts[first]
    push = np.append(found.push, np.zeros(RUN))
    # Added up run by run, not by a running total, so that a score is the same to the last bit in every batch.
    total = sum(np.where(first + k <= last, push[first + k], 0.0) for k in range(RUN))
    return total / np.sqrt(size + DAMP)


def _logits(symbols: np.ndarray, found: Grams, runs: tuple[np.ndarray, np.ndarray], weights: Weights) -> tuple[np.ndarray, np.ndarray]:
    """Logit of each run, float64 (r), and whether it was read twice, bool (r)."""
    logits = weights.bias + weigh(found, runs)
    opened = logits >= weights.gate
    if opened.any():
        logits[opened] += _again(symbols, found, (runs[0][opened], runs[1][opened]), weights)
    return logits, opened


def _again(symbols: np.ndarray, found: Grams, runs: tuple[np.ndarray, np.ndarray], weights: Weights) -> np.ndarray:
    """What the second reading adds to some runs, float64 (r): each is cut out and read as a text of its own."""
    low, high = found.begin[runs[0]], found.end[runs[1]]
    starts = np.concatenate([[0], np.cumsum(high - low)])
    cut = symbols[np.repeat(low - starts[:-1], high - low) + np.arange(starts[-1])]
    again = _second(cut, starts, weights, keep=False)
    size = np.bincount(again.text, np.diff(again.starts), len(low))
    return np.bincount(again.text, again.push, len(low)) / np.sqrt(size + DAMP)


def _batches(starts: np.ndarray) -> Iterator[tuple[int, int]]:
    """Stretches of texts of about _BATCH characters."""
    low = 0
    while low < len(starts) - 1:
        high = max(int(np.searchsorted(starts, starts[low] + _BATCH, side="right")) - 1, low + 1)
        yield low, high
        low = high


@cache
def _symbols() -> np.ndarray:
    """What each code point counts as: 0 = nothing, 1 … 6 = a mark, else the folded letter; every digit is 0."""
    kinds = folds().copy()
    digits = (kinds >= ord("0")) & (kinds <= ord("9"))
    kinds[digits] = ord("0")
    kinds[-1] = 0  # stands for every code point past the table
    for marks, kind in _MARKS.items():
        kinds[[ord(mark) for mark in marks]] = kind
    return kinds


@njit(cache=True, nogil=True)
def _hide_quotations(points, starts, symbols, quotes):
    """Turn a short quotation that touches a letter outside it into one symbol."""
    for row in range(len(starts) - 1):
        begin, stop = starts[row], starts[row + 1]
        i = begin
        while i < stop:
            close = np.uint32(0)
            for k in range(0, len(quotes), 2):
                if points[i] == quotes[k]:
                    close = quotes[k + 1]
            if close:
                j = i + 1
                while j < stop and j - i <= _QUOTED_MOST and points[j] != close:
                    j += 1
                inside = (i > begin and symbols[i - 1] > _QUOTE) or (j + 1 < stop and symbols[j + 1] > _QUOTE)
                if j < stop and points[j] == close and inside:
                    symbols[i : j + 1] = 0
                    symbols[i] = _QUOTE
                    i = j
            i += 1


@njit(cache=True, nogil=True)
def _read(symbols, starts, table, bits, keep, words, kinds, longest):
    """Walk the texts once: cut at marks, hash every n-gram and every spaced pair of a clause, add up their weights."""
    most = (len(symbols) * 2 + len(starts)) * (LONGEST + REACH) if keep else 0
    kept = np.empty(most, np.uint32), np.empty(most, np.int32), np.empty(most, np.int32)
    clauses = len(symbols) + 1
    ends, push = np.zeros(clauses + 1, np.int64), np.empty(clauses, np.float64)
    sentences, texts = np.empty(clauses, np.int64), np.empty(clauses, np.int64)
    opens, shuts = np.empty(clauses, np.int64), np.empty(clauses, np.int64)
    word, begin, end = np.empty(clauses + 2, np.uint32), np.empty(clauses + 2, np.int32), np.empty(clauses + 2, np.int32)
    m, sentence = 0, 0
    for row in range(len(starts) - 1):
        size = 0
        for i in range(starts[row], starts[row + 1] + 1):
            kind = symbols[i] if i < starts[row + 1] else np.uint32(_STOP)
            at = np.int32(min(i, starts[row + 1] - 1) - starts[row])
            if kind >= _QUOTE:
                if size == 0:
                    word[0], begin[0], end[0], size = _BEGIN, at, at, 1
                    opens[m] = i
                word[size], begin[size], end[size] = kind, at, at
                size += 1
            elif kind != 0 and size:
                word[size], begin[size], end[size] = max(kind, np.uint32(_STOP)), at, at  # a comma ends a clause as a stop does
                size += 1
                if longest:
                    size = substitute(word[:size], begin, end, words, kinds, longest)
                ends[m + 1], push[m] = _hash(word[:size], begin, end, table, bits, kept, ends[m])
                sentences[m], texts[m], shuts[m] = sentence, row, min(i + 1, starts[row + 1])
                m, size = m + 1, 0
            if kind != 0 and kind != _COMMA and kind < _QUOTE:
                sentence += 1
    g = ends[m] if keep else 0
    found = kept[0][:g].copy(), kept[1][:g].copy(), kept[2][:g].copy()  # copies, or the whole buffers stay in memory
    return opens[:m].copy(), shuts[:m].copy(), *found, ends[: m + 1].copy(), push[:m].copy(), sentences[:m].copy(), texts[:m].copy()


@njit(cache=True, nogil=True)
def _hash(word, begin, end, table, bits, kept, g):
    """Number of n-grams so far and weight of one clause; FNV-1a, then a multiplicative mix whose top bits are the bucket."""
    bucket, first, last = kept
    shift, prime, spaced = np.uint32(32 - bits), np.uint32(16777619), np.uint32(2166136261 ^ 0x5A5A)
    total = 0.0
    for i in range(len(word)):
        run = np.uint32(2166136261)
        pair = np.uint32((spaced ^ word[i]) * prime)
        for j in range(i, min(i + 1 + max(LONGEST - 1, REACH), len(word))):
            for far in range(2):
                if far:
                    use = 1 < j - i <= REACH
                    h = np.uint32((pair ^ word[j]) * prime)
                else:
                    use = j - i < LONGEST and (j > i or word[i] > _QUOTE)  # a lone mark says nothing
                    run = np.uint32((run ^ word[j]) * prime)
                    h = run
                if use:
                    slot = np.uint32(np.uint32(h ^ (h >> np.uint32(15))) * np.uint32(2654435769)) >> shift
                    total += table[slot]
                    if len(bucket):
                        bucket[g], first[g], last[g] = slot, begin[i], end[j]
                    g += 1
    return g, total
