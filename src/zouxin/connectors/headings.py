"""The words of a table's first row: what they are likened to, which row they stand in, what they are called."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

from zouxin.model.errors import UsageError
from zouxin.tables import all_tables

_NOTE = re.compile(r"[(\[{【〔<《][^)\]}】〕>》]*[)\]}】〕>》]")
_BRACKETS = re.compile(r"[(\[{】【〔〕<>《》)\]}]")
_NOISE = re.compile(r"[\s_\-—:：*＊·.、,，;；/\\\"'“”‘’|#]+")
_DATA = re.compile(r"[-+]?[\d.,:/%\-\s年月日时分秒TZ]+$")
_LOOKED_AT = 30


@cache
def fold(heading: str) -> str:
    """A heading without what does not tell headings apart: width, case, script, spaces, signs, notes in brackets."""
    text = unicodedata.normalize("NFKC", heading).casefold()
    bare = _NOTE.sub("", text)
    return _simplified(_NOISE.sub("", bare) or _NOISE.sub("", _BRACKETS.sub("", text)))


def _simplified(text: str) -> str:
    if text.isascii():
        return text
    return _converter().convert(text)


@cache
def _converter():
    from opencc import OpenCC  # its dictionaries take a moment to load, and English headings need none

    return OpenCC("t2s")


@cache
def known() -> frozenset[str]:
    """Every folded heading some table listens to."""
    return frozenset(fold(say) for table in all_tables().values() for column in table.columns for say in (*column.says, column.name))


def header_asked(options: Mapping[str, object]) -> int:
    """The option header_row as a number, 0 where it is not given. Raises UsageError."""
    asked = str(options.get("header_row") or "0")
    if not asked.isdecimal():
        raise UsageError(f"header_row 是“{asked}”，应是表头所在的行号，如 3")
    return int(asked)


def find_header(rows: Sequence[Sequence[str | None]]) -> int | None:
    """Index of the row that holds the headings, among the first rows of a file; None where none does.

    The row with most known headings wins if it has two, or one and is at least half as wide as the widest;
    else the first row of that width, if it holds no number, day or long text.
    """
    looked = [[cell for cell in row if cell and cell.strip()] for row in rows[:_LOOKED_AT]]
    widest = max(map(len, looked), default=0)
    scores = [sum(fold(cell) in known() for cell in cells if len(cell) <= 40) for cells in looked]
    scores = [score if score >= 2 or len(cells) * 2 >= widest else 0 for score, cells in zip(scores, looked, strict=True)]
    best = max(range(len(scores)), key=lambda i: (scores[i], -i), default=None)
    if best is None or scores[best]:
        return best
    for index, cells in enumerate(looked):
        if cells and len(cells) * 2 >= widest and (len(cells) > 1 or widest == 1):
            return None if any(map(_like_data, cells)) else index
    return None


def _like_data(cell: str) -> bool:
    return len(cell) > 40 or _DATA.match(cell.strip()) is not None


def name_columns(cells: Sequence[str | None]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of columns, each once, and what has to be told about them.

    A blank heading becomes 第N列; the second of two equal headings becomes 名称(2).
    """
    names: list[str] = []
    told: list[str] = []
    for position, cell in enumerate(cells, start=1):
        wanted = " ".join((cell or "").split()) or f"第{position}列"
        name, nth = wanted, 1
        while name in names:
            nth += 1
            name = f"{wanted}({nth})"
        if nth > 1:
            told.append(f"列名“{wanted}”出现了 {nth} 次，第 {position} 列记作“{name}”")
        names.append(name)
    return tuple(names), tuple(told)
