"""The careful way through a delimited text: record by record, a broken one set aside and the next one read."""

import csv
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

#: how far an open quotation mark is followed before it is held to be a slip
_LINES, _BYTES = 5_000, 4 << 20
OPEN = "双引号没有配对：这一行开了引号，后面没有合上"
UNDECODABLE = "这一行的编码既不是 UTF-8 也不是 GB18030"


@dataclass(frozen=True, kw_only=True)
class Record:
    """One record: its number as a spreadsheet shows it, its cells, or why it has none; the lines it stood in."""

    number: int
    cells: list[str] = field(default_factory=list)
    wrong: str = ""
    text: str = ""
    lines: int = 1
    codec: str = ""


def split(text: str, delimiter: str) -> list[str] | None:
    """The cells of one whole record; None where a quotation mark is open or stands inside a field."""
    text = text.rstrip("\r\n")
    if '"' not in text:
        return text.split(delimiter)
    try:
        rows = list(csv.reader([text], delimiter=delimiter, strict=True, skipinitialspace=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def split_loosely(text: str, delimiter: str) -> list[str]:
    """The cells where a quotation mark is a character like any other."""
    return [cell.strip().strip('"').replace('""', '"') for cell in text.rstrip("\r\n").split(delimiter)]


class Careful:
    """Cuts lines (bytes) into records of `width` cells; width 0 takes what comes.

    `decode` gives a line's text and codec, text None where it cannot.
    """

    def __init__(self, lines: Iterable[bytes], *, delimiter: str, width: int, decode: Callable[[bytes], tuple[str | None, str]]) -> None:
        self._source, self._back = iter(lines), deque[bytes]()
        self._delimiter, self._width, self._decode = delimiter, width, decode
        self._number = 0

    def records(self, start: int = 1) -> Iterator[Record]:
        """Every record, blank lines counted but not given."""
        self._number = start - 1
        while (line := self._next()) is not None:
            self._number += 1
            text, codec = self._decode(line)
            if text is None:
                yield Record(number=self._number, wrong=UNDECODABLE, text=repr(line[:80])[2:-1])
            elif text.strip("\r\n"):
                yield self._record(line, text, codec)

    def _next(self) -> bytes | None:
        return self._back.popleft() if self._back else next(self._source, None)

    def _record(self, line: bytes, text: str, codec: str) -> Record:
        cells = split(text, self._delimiter)
        if cells is not None:
            return self._fitting(cells, text, codec)
        held, whole, cells = self._followed(text)
        if cells is not None and self._fits(cells):
            return Record(number=self._number, cells=cells, lines=len(held) + 1, codec=codec)
        if cells is not None and not any(self._alone(more) for more in held):
            return self._fitting(cells, whole, codec, lines=len(held) + 1)
        self._back.extendleft(reversed(held))
        loose = split_loosely(text, self._delimiter)
        if self._width and len(loose) == self._width and text.count('"') % 2 == 0:
            return Record(number=self._number, cells=loose, codec=codec)
        return Record(number=self._number, wrong=OPEN, text=text)

    def _followed(self, text: str) -> tuple[list[bytes], str, list[str] | None]:
        """Lines after one with an open mark, up to the one that closes it, the whole, and its cells."""
        held: list[bytes] = []
        parts, size = [text], 0
        while len(held) < _LINES and size < _BYTES and (line := self._next()) is not None:
            held.append(line)
            size += len(line)
            more, _ = self._decode(line)
            if more is None:
                break
            parts.append(more)
            if more.count('"') % 2:
                whole = "".join(parts)
                cells = split(whole, self._delimiter)
                if cells is not None:
                    return held, whole, cells
        return held, "", None

    def _alone(self, line: bytes) -> bool:
        text, _ = self._decode(line)
        cells = split(text, self._delimiter) if text else None
        return self._width > 1 and cells is not None and len(cells) == self._width

    def _fits(self, cells: list[str]) -> bool:
        return (
            not self._width
            or len(cells) == self._width
            or (not any(cell.strip() for cell in cells[self._width :]) and len(cells) > self._width)
        )

    def _fitting(self, cells: list[str], text: str, codec: str, lines: int = 1) -> Record:
        if self._fits(cells):
            return Record(number=self._number, cells=cells[: self._width] if self._width else cells, lines=lines, codec=codec)
        return Record(number=self._number, wrong=wrong_width(len(cells), self._width), text=text, lines=lines)


def wrong_width(have: int, want: int) -> str:
    """The sentence for a row with too many or too few cells."""
    return f"这一行有 {have} 列，表头有 {want} 列"
