"""Answers and findings as files for a spreadsheet: CSV that Excel opens with Chinese intact, and xlsx.

Hostile cells stay text: a citizen's letter may begin with `=cmd|…`. Nothing is ever cut off without saying
where the rest stands.
"""

import json
import math
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import xlsxwriter

#: what Excel, WPS or LibreOffice may take for the start of a formula, the full-width forms among them
FORMULA = r"^[=+\-@\t\r\n＝＋－＠]"
SHEET_ROWS = 1_048_576
CELL_CHARS = 32_767  # UTF-16 units, Excel's limit
ROOM = 32_700  # of those, the first part of a long text; the note about the rest needs the others
EXACT = 2**53  # above it Excel changes a whole number's digits
_LINE_END = re.compile("\r\n?")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write_csv(batches: Iterable[pa.RecordBatch], path: Path) -> int:
    """Rows written to `path` as UTF-8 with a byte order mark; heads are the columns' names.

    Texts that look like a formula get a leading apostrophe; numbers stay numbers; lists and structs become
    JSON; a NUL, which no spreadsheet reads, becomes U+FFFD. A long text stands whole, though Excel itself
    shows 32,767 characters of a cell: write_xlsx says where the rest is.
    """
    rows, half = 0, path.with_name(path.name + ".part")
    schema, batches = _peek(batches)
    with half.open("wb") as file:
        file.write(b"\xef\xbb\xbf")
        if schema is not None and len(schema):
            with pa.csv.CSVWriter(file, pa.schema([_csv_field(f) for f in schema])) as writer:
                for batch in batches:
                    rows += batch.num_rows
                    writer.write_batch(_csv_batch(batch))
    os.replace(half, path)
    return rows


def _peek(batches: Iterable[pa.RecordBatch]) -> tuple[pa.Schema | None, Iterator[pa.RecordBatch]]:
    """The schema of a stream, a reader's own where it has no batch at all."""
    own, stream = getattr(batches, "schema", None), iter(batches)
    first = next(stream, None)
    if first is None:
        return own, stream
    return first.schema, chain([first], stream)


def _is_number(kind: pa.DataType) -> bool:
    return any(is_it(kind) for is_it in (pa.types.is_integer, pa.types.is_floating, pa.types.is_boolean, pa.types.is_date))


def _csv_field(field: pa.Field) -> pa.Field:
    name = field.name if not re.match(FORMULA, field.name) else "'" + field.name
    return pa.field(name, field.type if _is_number(field.type) else pa.string())


def _csv_batch(batch: pa.RecordBatch) -> pa.RecordBatch:
    columns = [column if _is_number(column.type) else _harmless(_texts(column)) for column in batch.columns]
    return pa.RecordBatch.from_arrays(columns, schema=pa.schema([_csv_field(f) for f in batch.schema]))


def _texts(column: pa.Array) -> pa.Array:
    """A column as strings: dictionaries decoded, times as they read, nested values as JSON."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_string(column.type):
        return column
    if pa.types.is_nested(column.type):
        texts = [None if v is None else json.dumps(v, ensure_ascii=False, default=str) for v in column.to_pylist()]
        return pa.array(texts, pa.string())
    return column.cast(pa.string())


def _harmless(texts: pa.Array) -> pa.Array:
    texts = pc.replace_substring(texts, "\x00", "\ufffd")
    quoted = pc.binary_join_element_wise(pa.scalar("'"), texts, "")
    return pc.if_else(pc.match_substring_regex(texts, FORMULA), quoted, texts)


def write_xlsx(
    batches: Iterable[pa.RecordBatch], path: Path, titles: Mapping[str, str], *, name: str = "结果", sheet_rows: int = SHEET_ROWS
) -> int:
    """Rows written to `path`; `titles` gives a column's heading by its name, its name standing where it has none.

    Past `sheet_rows` rows (Excel's limit) a further sheet is begun, head row repeated. A text longer than a cell
    holds says so at its end and goes on in the sheet 续文, found there by sheet, row and column. Line ends become
    line feeds, and characters XML cannot hold become U+FFFD.
    """
    half = path.with_name(path.name + ".part")
    schema, batches = _peek(batches)
    with xlsxwriter.Workbook(
        str(half), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    ) as book:
        writer = _Sheets(book, schema.names if schema is not None else list(titles), titles, name, sheet_rows)
        for batch in batches:
            writer.add(batch)
        writer.rest.finish()
    os.replace(half, path)
    return writer.rows


class _Sheets:
    """The sheets of one workbook, filled from the top: constant memory forbids going back."""

    def __init__(self, book: xlsxwriter.Workbook, columns: list[str], titles: Mapping[str, str], name: str, sheet_rows: int) -> None:
        self.book, self.name, self.sheet_rows = book, name, sheet_rows
        self.heads = [titles.get(column, column) for column in columns]
        self.bold = book.add_format({"bold": True, "bg_color": "#E8EDF3", "bottom": 1, "valign": "top"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.widths: list[float] = []
        self.rows, self.sheet_count = 0, 0
        self.rest = _Rest(book, self.bold)
        self._begin()

    def add(self, batch: pa.RecordBatch) -> None:
        values = [_cells(column) for column in batch.columns]
        if not self.widths:
            self.widths = [_width(head, cells) for head, cells in zip(self.heads, values, strict=True)]
            self._set_widths()
        for row in zip(*values, strict=True):
            if self.at == self.sheet_rows:
                self._begin()
            for place, value in enumerate(row):
                if value is not None:
                    self._write(place, value)
            self.at += 1
            self.rows += 1

    def _begin(self) -> None:
        self.sheet_count += 1
        label = self.name if self.sheet_count == 1 else f"{self.name}{self.sheet_count}"
        self.sheet, self.label, self.at = self.book.add_worksheet(label), label, 1
        self.sheet.freeze_panes(1, 0)
        self._set_widths()
        for place, head in enumerate(self.heads):
            self.sheet.write_string(0, place, head, self.bold)

    def _set_widths(self) -> None:
        for place, width in enumerate(self.widths):
            self.sheet.set_column(place, place, width)

    def _write(self, place: int, value: object) -> None:
        if isinstance(value, str):
            self.sheet.write_string(self.at, place, value if len(value) < ROOM // 2 else self._fitted(place, value))
        elif isinstance(value, bool):
            self.sheet.write_boolean(self.at, place, value)
        elif isinstance(value, int | float):
            self.sheet.write_number(self.at, place, value)
        else:
            self.sheet.write_datetime(self.at, place, value, self.day)

    def _fitted(self, place: int, text: str) -> str:
        return self.rest.fitted(self.label, self.at + 1, self.heads[place], text)


class _Rest:
    """What a cell does not hold, on a sheet of its own: nothing is cut without saying where the rest stands."""

    def __init__(self, book: xlsxwriter.Workbook, bold: object) -> None:
        self.book, self.bold = book, bold
        self.kept: list[tuple[str, int, str, str]] = []

    def fitted(self, label: str, row: int, head: str, text: str) -> str:
        """The text, or as much of it as a cell holds and where the rest is: sheet, row (from 1) and column it goes with."""
        if _units(text) <= CELL_CHARS:
            return text
        first = _head(text)
        self.kept.append((label, row, head, text[len(first) :]))
        return f"{first}〔未完：全文 {len(text)} 字，余下见工作表“续文”〕"

    def finish(self) -> None:
        """The texts that were too long for a cell, part by part."""
        if not self.kept:
            return
        sheet = self.book.add_worksheet("续文")
        for place, head in enumerate(("工作表", "行", "列", "第几部分", "文字")):
            sheet.write_string(0, place, head, self.bold)
        sheet.freeze_panes(1, 0)
        sheet.set_column(4, 4, 80)
        at = 1
        for of, row, head, text in self.kept:
            for part, piece in enumerate(_pieces(text), start=2):
                sheet.write_row(at, 0, (of, row, head, part, ""))
                sheet.write_string(at, 4, piece)
                at += 1


def _cells(column: pa.Array) -> list[object]:
    """Python values a cell can hold: texts fit for XML, numbers Excel keeps exact, days it can count (from 1900)."""
    if pa.types.is_date(column.type):
        return [v if v is None or v.year >= 1900 else v.isoformat() for v in column.to_pylist()]
    if pa.types.is_integer(column.type):
        return [v if v is None or abs(v) < EXACT else str(v) for v in column.to_pylist()]
    if pa.types.is_floating(column.type):
        return [v if v is None or math.isfinite(v) else str(v) for v in column.to_pylist()]
    if pa.types.is_boolean(column.type):
        return list(column.to_pylist())
    # a carriage return is written as _x000D_, which some programs show as such
    return [v if v is None else _NOT_XML.sub("\ufffd", _LINE_END.sub("\n", v)) for v in _texts(column).to_pylist()]


def _width(head: str, cells: list[object]) -> float:
    """A column's width in characters, from the first batch: wide enough for most, never wider than a screen takes."""
    shown = [str(cell)[:60] for cell in cells[:200] if cell is not None]
    widest = max((sum(2 if character > "\u2e7f" else 1 for character in text) for text in (*shown, head)), default=8)
    return min(max(widest + 2, 8), 60)


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def _head(text: str) -> str:
    """As many characters as fit into one cell beside the note."""
    first = text[:ROOM]
    while _units(first) > ROOM:
        first = first[: len(first) - (_units(first) - ROOM + 1) // 2]
    return first


def _pieces(text: str) -> Iterator[str]:
    while text:
        piece = _head(text)
        yield piece
        text = text[len(piece) :]


#: what the name of a sheet may not hold
_NOT_SHEET = re.compile(r"[\[\]:*?/\\]")


def write_sheets(some: Sequence[tuple[str, Sequence[Sequence[str]]]], path: Path, *, foot: str = "", sheet_rows: int = SHEET_ROWS) -> None:
    """Tables of texts as one workbook, a sheet each named by what stands before the table; `foot` on the sheet 出处. Formulas stay text.

    Past `sheet_rows` rows a table goes on on a further sheet; a text longer than a cell holds goes on in the sheet 续文 and says so.
    """
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E8EDF3", "text_wrap": True})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        rest = _Rest(book, bold)
        for name, rows in _sheets(some, sheet_rows):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for at, row in enumerate(rows):
                for place, text in enumerate(row):
                    fit = rest.fitted(name, at + 1, rows[0][place], _NOT_XML.sub("\ufffd", _LINE_END.sub("\n", text)))
                    sheet.write_string(at, place, fit, wrap if at else bold)
            for place in range(len(rows[0])):
                sheet.set_column(place, place, max(8.0, _width(rows[0][place], [row[place] for row in rows[1:]])))
        rest.finish()
        book.add_worksheet("出处").write_string(0, 0, foot)


def _sheets(some: Sequence[tuple[str, Sequence[Sequence[str]]]], most: int) -> Iterator[tuple[str, Sequence[Sequence[str]]]]:
    """Each table under a sheet's name, in as many parts as its rows need, the head over each."""
    nth = 0
    for name, (head, *rows) in some:
        for first in range(0, max(len(rows), 1), most - 1):
            nth += 1
            yield f"{nth} {_NOT_SHEET.sub(' ', name)}"[:31].rstrip("' "), [head, *rows[first : first + most - 1]]
