"""Names that are easily taken for one another: same sound, same look, or one character apart.

Nothing compares all with all: names meet under keys they share (their pinyin, the shape of their characters, the name
with one character left out), so that the cost grows with the number of names and of meetings, not with its square.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from pypinyin import Style, lazy_pinyin
from rapidfuzz.distance import Levenshtein

_BASE = np.uint64(0x9E3779B97F4A7C15)
_LONGEST = 40  # characters of a name that are looked at; longer names are titles
_CHUNK = 50_000


@dataclass(frozen=True, kw_only=True, eq=False)
class Meetings:
    """Pairs of names by number: `one` may be imitated, `other` may be the copy; `how` is glyph, pinyin or near."""

    one: np.ndarray
    other: np.ndarray
    how: list[str]


def meet(names: Sequence[str], owned: np.ndarray, suspect: np.ndarray, *, glyphs: Sequence[str], shortest: int, crowd: int) -> Meetings:
    """Pairs among different folded names (n). `owned`, `suspect` bool (n): who may be imitated, who may imitate.

    Names alike in sound or look meet whoever owns them; names one character apart only where the other is suspect,
    because whole families of true names differ by one character. A key that more than `crowd` names share is a pattern
    and no name, and names under `shortest` characters are alike by chance.
    """
    long = np.fromiter((shortest <= len(name) <= _LONGEST for name in names), bool, len(names))
    found: dict[tuple[int, int], str] = {}
    for how, keys in (("glyph", shapes(names, glyphs)), ("pinyin", sounds(names))):
        hashed = _hashed(keys)
        for one, other in _together(hashed, np.arange(len(names)), owned & long, long, crowd):
            found.setdefault((one, other), how)
    wanted = np.unique(_left_out(names, np.flatnonzero(long & suspect))[0])
    every, whose = _left_out(names, np.flatnonzero(long), only=wanted)
    for one, other in _together(every, whose, owned & long, suspect & long, crowd):
        if (one, other) not in found and Levenshtein.distance(names[one], names[other], score_cutoff=1) == 1:
            found[one, other] = "near"
    pairs = sorted(found)
    return Meetings(
        one=np.array([a for a, _ in pairs], np.int64), other=np.array([b for _, b in pairs], np.int64), how=[found[p] for p in pairs]
    )


def shapes(names: Sequence[str], glyphs: Sequence[str]) -> list[str]:
    """Names with each character replaced by the first of its group of look-alikes (n)."""
    table = {ord(char): ord(group[0]) for group in glyphs for char in group}
    return [name.translate(table) for name in names]


def sounds(names: Sequence[str]) -> list[str]:
    """Names as they are spoken, without tones: one syllable a Hanzi, other characters as they are (n)."""
    known = {ord(char): f"{syllable(char)} " for char in set("".join(names)) if "一" <= char <= "鿿"}
    return [name.translate(known) for name in names]


@cache
def syllable(char: str) -> str:
    """The usual toneless reading of one Hanzi."""
    return lazy_pinyin(char, style=Style.NORMAL)[0]


def _hashed(keys: Sequence[str]) -> np.ndarray:
    numbers: dict[str, int] = {}
    return np.fromiter((numbers.setdefault(key, len(numbers)) for key in keys), np.int64, len(keys)).astype(np.uint64)


def _left_out(names: Sequence[str], which: np.ndarray, *, only: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Hash of each name whole and with each of its characters left out: keys uint64 (m) and the name's number int64 (m)."""
    keys, numbers = [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)]
    for start in range(0, len(which), _CHUNK):
        part = which[start : start + _CHUNK]
        points = np.zeros((len(part), _LONGEST), np.uint64)
        lengths = np.fromiter((len(names[i]) for i in part), np.int64, len(part))
        flat = np.frombuffer("".join(names[i] for i in part).encode("utf-32-le"), np.uint32)
        points[np.arange(_LONGEST) < lengths[:, None]] = flat
        weight = _BASE ** np.arange(1, _LONGEST + 1, dtype=np.uint64)
        here, before = np.cumsum(points * weight, axis=1), np.cumsum(points[:, 1:] * weight[:-1], axis=1)
        before = np.concatenate([np.zeros((len(part), 1), np.uint64), before], axis=1)
        whole = here[:, -1:]
        # without character i: what stands before it, and what stands behind it one place earlier
        gone = np.concatenate([np.zeros((len(part), 1), np.uint64), here[:, :-1]], axis=1) + (before[:, -1:] - before)
        made = np.concatenate([whole, gone], axis=1)
        real = np.concatenate([np.ones((len(part), 1), bool), np.arange(_LONGEST) < lengths[:, None]], axis=1)
        number = np.broadcast_to(part[:, None], made.shape)[real]
        made = made[real]
        if only is not None:
            at = np.minimum(np.searchsorted(only, made), max(len(only) - 1, 0))
            hit = only[at] == made if len(only) else np.zeros(len(made), bool)
            made, number = made[hit], number[hit]
        keys.append(made)
        numbers.append(number)
    return np.concatenate(keys), np.concatenate(numbers)


def _together(keys: np.ndarray, number: np.ndarray, left: np.ndarray, right: np.ndarray, crowd: int) -> Iterator[tuple[int, int]]:
    """Pairs (left, right) of different names under one key; keys that more than `crowd` left names share are passed over."""
    order = np.argsort(keys, kind="stable")
    keys, number = keys[order], number[order]
    start = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else np.zeros(0, np.int64)
    end = np.concatenate([start[1:], [len(keys)]]) if len(keys) else start
    for a, b in zip(start[end - start > 1].tolist(), end[end - start > 1].tolist(), strict=True):
        here = np.unique(number[a:b])
        ones, others = here[left[here]], here[right[here]]
        if 0 < len(ones) <= crowd and len(others):
            yield from ((int(one), int(other)) for one in ones for other in others if one != other)
