"""Folding: one shape for texts that say the same, with the way back to the raw text.

Traditional characters become simplified, full width becomes half, capitals become small; space, punctuation,
marks and pinyin noise (走心(zǒu xīn), 注zhù音) are left out. One character in, one or none out, so that the way
back to the raw text is the position of each character that was kept.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa
from numba import njit
from opencc import OpenCC
from pypinyin import Style, pinyin

from zouxin.functions.code_points import Flat, next_point, to_strings, utf8

_TABLE = 0x30000  # the planes that hold letters and Hanzi; what lies above is left out
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_SYLLABLE = re.compile(rf"[a-zü{_TONED}]{{1,6}}")
_NOISE = re.compile(rf"[(（\[【]?[ 　]*([a-zü{_TONED}]{{1,6}}(?:[ 　'·]*[a-zü{_TONED}]{{1,6}})*)[ 　]*[)）\]】]?")


@dataclass(frozen=True, eq=False)
class Folded:
    """Folded texts; `position` int32 (total) is where each folded code point stands in its raw text."""

    flat: Flat
    position: np.ndarray


@cache
def table() -> np.ndarray:
    """What each code point folds to, uint32 (0x30000); 0 = left out."""
    fold = np.zeros(_TABLE, np.uint32)
    simplify = OpenCC("t2s")
    for point in range(_TABLE):
        if 0xD800 <= point < 0xE000:
            continue
        char = chr(point)
        category = unicodedata.category(char)
        if category[0] in "ZCPM" or category in ("Sk", "So", "Lm"):
            continue
        wide = unicodedata.normalize("NFKC", char)
        char = wide if len(wide) == 1 else char
        low = char.lower()
        fold[point] = ord(low if len(low) == 1 else char)
    hanzi = [p for p in range(0x3400, _TABLE) if fold[p] == p]
    simple = simplify.convert("\n".join(map(chr, hanzi))).split("\n")
    for point, char in zip(hanzi, simple, strict=True):
        fold[point] = ord(char) if len(char) == 1 else point
    # compatibility forms become traditional first and simplified then: fold what was folded until nothing moves
    while not np.array_equal(again := np.where(fold < _TABLE, fold[np.minimum(fold, _TABLE - 1)], fold), fold):
        fold = again
    return fold


def fold(texts: pa.Array | pa.ChunkedArray) -> Folded:
    """Fold a string array (n) into folded texts (n) with positions in the raw texts."""
    data, offsets = utf8(texts)
    points, position, starts, suspects = fold_bytes(data, offsets, table())
    noise = [place for row in spelling(data, offsets, np.flatnonzero(suspects)) for place in _noise(data, offsets, position, starts, row)]
    return _without(Folded(Flat(points, starts), position), noise)


def fold_strings(texts: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Folded texts as large_string (n)."""
    return to_strings(fold(texts).flat)


def _noise(data, offsets, position, starts, row) -> list[tuple[int, int]]:  # type: ignore[no-untyped-def]
    """Stretches of the folded batch that are pinyin noise of one text."""
    raw = data[offsets[row] : offsets[row + 1]].tobytes().decode()
    places = starts[row] + np.searchsorted(position[starts[row] : starts[row + 1]], np.array(pinyin_noise(raw), np.int32).reshape(-1, 2))
    return [(first, end) for first, end in places.tolist() if first < end]


def _without(folded: Folded, noise: list[tuple[int, int]]) -> Folded:
    """Folded texts less some stretches of the batch, which stand in their order."""
    if not noise:
        return folded
    first, end = np.array(noise).T
    edges = list(zip(np.append(0, end), np.append(first, len(folded.position)), strict=True))
    points, position = (np.concatenate([array[a:b] for a, b in edges]) for array in (folded.flat.points, folded.position))
    gone = np.append(0, np.cumsum(end - first))
    return Folded(Flat(points, folded.flat.starts - gone[np.searchsorted(first, folded.flat.starts)]), position)


@njit(cache=True, nogil=True)
def fold_bytes(data, offsets, table):
    """Fold UTF-8 texts: code points, their raw positions, starts, and which texts may hold pinyin."""
    n = len(offsets) - 1
    # room for one code point a byte: what is not written to costs no memory
    points = np.empty(offsets[n] - offsets[0] + 1, np.uint32)
    position = np.empty(len(points), np.int32)
    starts = np.zeros(n + 1, np.int64)
    suspects = np.zeros(n, np.bool_)
    k = 0
    for row in range(n):
        i, at, hanzi, run = offsets[row], 0, -9, 0
        while i < offsets[row + 1]:
            p, i = next_point(data, i)
            # written whether it stays or not, so that nothing waits for the answer
            points[k] = table[p] if p < len(table) else 0
            position[k] = at
            k += points[k] != 0
            if 0x61 <= p <= 0x7A or 0xE0 <= p <= 0x1DC:
                run += 1
            else:
                # a run of small Latin letters behind a Hanzi that ends before a Hanzi, a space or a bracket
                if run > 0 and at - run - hanzi <= 2 and (p >= 0x3000 or p == 0x20 or p == 0x29):
                    suspects[row] = True
                run = 0
                if 0x4E00 <= p <= 0x9FFF:
                    hanzi = at
            at += 1
        if run > 0 and at - run - hanzi <= 2:
            suspects[row] = True
        starts[row + 1] = k
    return points[:k], position[:k], starts, suspects


def spelling(data: np.ndarray, offsets: np.ndarray, rows: np.ndarray) -> list[int]:
    """Those of `rows` (int64) in which a syllable spells the Hanzi last before it or right behind it: no others hold pinyin noise."""
    if not len(rows):
        return []
    owner, hanzi, syllables = _syllables(data, offsets, rows, _letters())
    spelled = {row for row, point, code in zip(owner.tolist(), hanzi.tolist(), syllables.tolist(), strict=True) if _spells(code, point)}
    return sorted(spelled)


@cache
def _letters() -> np.ndarray:
    """Number of the plain letter of each code point that pinyin is written with, uint8 (0x1DD); 1 = a, 0 = none."""
    letters = np.zeros(ord(_TONED[-1]) + 1, np.uint8)
    for char in "abcdefghijklmnopqrstuvwxyzü" + _TONED:
        letters[ord(char)] = ord(_plain(char)) - ord("a") + 1
    return letters


@cache
def _spells(code: int, point: int) -> bool:
    """Whether a syllable, five bits a letter, is a reading of a Hanzi."""
    letters = [code >> shift & 31 for shift in range(25, -1, -5)]
    return "".join(chr(ord("a") - 1 + letter) for letter in letters if letter) in _readings(chr(point))


@njit(cache=True, nogil=True)
def _syllables(data, offsets, rows, letters):
    """Each syllable beside the Hanzi it could spell: its row, the code point, five bits a letter; as `pinyin_noise` divides a run, by six letters."""
    most = 0
    for row in rows:
        most += offsets[row + 1] - offsets[row] + 1
    owner, points, codes, k = np.empty(most, np.int64), np.empty(most, np.uint32), np.empty(most, np.uint32), 0
    for row in rows:
        i, end, hanzi, run, code = offsets[row], offsets[row + 1], np.uint32(0), 0, np.uint32(0)
        while i <= end:
            if i < end:
                p, i = next_point(data, i)
            else:
                p, i = np.uint32(0), i + 1
            letter = letters[p] if p < len(letters) else np.uint8(0)
            if run > 0 and (letter == 0 or run % 6 == 0):
                owner[k], points[k], codes[k] = row, hanzi, code
                k += 1
                if 1 < run <= 6 and 0x4E00 <= p <= 0x9FFF:
                    owner[k], points[k], codes[k] = row, p, code
                    k += 1
                code = np.uint32(0)
            if letter > 0:
                run, code = run + 1, code << np.uint32(5) | np.uint32(letter)
            else:
                run = 0
                hanzi = p if 0x4E00 <= p <= 0x9FFF else hanzi
    return owner[:k], points[:k], codes[:k]


def pinyin_noise(text: str) -> list[tuple[int, int]]:
    """Stretches of a raw text that only spell the Hanzi before them (or, unbracketed, the one after them).

    A Latin run counts only when every syllable is the reading of a Hanzi in its place, so that
    WiFi, app and km stay what they are.
    """
    found = []
    for match in _NOISE.finditer(text):
        syllables = [_plain(s) for s in _SYLLABLE.findall(match.group(1))]
        before = [_readings(c) for c in text[max(0, match.start() - len(syllables)) : match.start()]]
        spelled = len(before) == len(syllables) and all(s in r for s, r in zip(syllables, before, strict=True))
        bare = match.group(0) == match.group(1)
        after = _readings(text[match.end()]) if match.end() < len(text) else frozenset()
        if spelled or (bare and len(syllables) == 1 and len(syllables[0]) > 1 and syllables[0] in after):
            found.append(match.span())
    return found


def _plain(syllable: str) -> str:
    stripped = unicodedata.normalize("NFD", syllable.replace("ü", "v"))
    return "".join(c for c in stripped if not unicodedata.combining(c))


@cache
def _readings(char: str) -> frozenset[str]:
    if not "一" <= char <= "鿿":
        return frozenset()
    return frozenset(s.replace("ü", "v") for s in pinyin(char, style=Style.NORMAL, heteronym=True)[0])
