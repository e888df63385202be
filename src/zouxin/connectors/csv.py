"""Delimited text (csv, tsv, txt): any delimiter, UTF-8, GB18030 or UTF-16, quoted line feeds, broken rows set aside."""

import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as fast_csv

from zouxin.connectors.batch import ROWS, Batch, Broken, batch_of
from zouxin.connectors.careful import Careful, Record, split, wrong_width
from zouxin.connectors.cells import strings
from zouxin.connectors.encodings import NAMES, Encoding, decode_line, detect_encoding, utf8_file
from zouxin.connectors.headings import find_header, header_asked, name_columns
from zouxin.model.errors import SourceError

_BLOCK = 4 << 20
_SIGNS = {",": "逗号", "\t": "制表符", ";": "分号", "|": "竖线"}
_REMEDY = "把这一行的列数、引号改对；正文里有逗号、换行或引号时整格要用双引号括起来，格内的双引号写成两个"


@dataclass(frozen=True, kw_only=True)
class _Shape:
    """How a file is laid out: what is above its first data row, and what its columns are called."""

    place: Path
    encoding: Encoding
    delimiter: str
    names: tuple[str, ...]
    first_row: int
    lines_above: int
    stated: tuple[str, ...]


def read(place: Path, options: Mapping[str, object]) -> Iterator[Batch]:
    """Batches of some 50,000 rows; the header's row counts and is row 1 where nothing stands above it.

    Options: encoding, delimiter, header_row. Raises SourceError for a file that is empty, no text, or has no header.
    """
    shape = _shape(place, options)
    stated, row = shape.stated, shape.first_row
    if not shape.encoding.mixed and shape.encoding.quotes_fit:
        try:
            for batch, row in _fast(shape):
                yield _told(batch, stated)
                stated = ()
            if stated:
                yield _told(_batch(shape, [], []), stated)
            return
        except (pa.ArrowInvalid, UnicodeDecodeError):
            pass  # a record longer than a block: the careful way takes over at `row`
    for batch in _careful(shape, start=row):
        yield _told(batch, stated)
        stated = ()
    if stated:
        yield _told(_batch(shape, [], []), stated)


def _told(batch: Batch, stated: tuple[str, ...]) -> Batch:
    return replace(batch, stated=(*stated, *batch.stated))


def _shape(place: Path, options: Mapping[str, object]) -> _Shape:
    if place.stat().st_size == 0:
        raise SourceError(f"{place.name}：文件是空的，请重新导出")
    asked = options.get("delimiter")
    encoding, delimiter = detect_encoding(
        place,
        delimiter_of=lambda text: str(asked) if asked else _delimiter(text),
        asked=str(options["encoding"]) if options.get("encoding") else None,
    )
    head = list(islice(_records(place, encoding, delimiter, width=0), 60))
    index = _header(head, options)
    if index is None:
        raise SourceError(f"{place.name}：没有找到表头，请让第 1 行是列名（如 编号、来信内容、答复内容），或用 header_row 指明是第几行")
    names, told = name_columns(_trimmed(head[index].cells))
    where = f"表头在第 {head[index].number} 行" if head[index].number > 1 else ""
    stated = (f"编码 {encoding.says}", f"分隔符 {_SIGNS.get(delimiter, delimiter)}", *filter(None, [where]), *told)
    above = sum(1 for _ in _lines_until(place, encoding, delimiter, head[index].number))
    return _Shape(
        place=place, encoding=encoding, delimiter=delimiter, names=names, first_row=head[index].number + 1, lines_above=above, stated=stated
    )


def _header(head: list[Record], options: Mapping[str, object]) -> int | None:
    asked = header_asked(options)
    if asked:
        return next((i for i, record in enumerate(head) if record.number == asked and any(map(str.strip, record.cells))), None)
    return find_header([record.cells for record in head])


def _trimmed(cells: list[str]) -> list[str]:
    filled = [i for i, cell in enumerate(cells) if cell.strip()]
    return cells[: filled[-1] + 1]


def _delimiter(text: str) -> str:
    """The delimiter under which most lines of a head have one and the same number of cells, more than one."""
    lines = text.splitlines(keepends=True)[:400]
    best, found = (0, 0), ","
    for delimiter in _SIGNS:
        raw = [line.encode("utf-8", "replace") for line in lines]
        widths = Counter(
            len(r.cells)
            for r in Careful(raw, delimiter=delimiter, width=0, decode=lambda b: (b.decode(), "utf-8")).records()
            if len(r.cells) > 1
        )
        width, often = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
        if (often, width) > best:
            best, found = (often, width), delimiter
    return found


def _lines(place: Path, encoding: Encoding) -> Iterator[bytes]:
    if encoding.by_bytes and not encoding.cr_only:
        with place.open("rb") as file:
            file.seek(encoding.skip)
            yield from file
    else:
        with utf8_file(place, encoding, errors="replace") as file:
            yield from file


def _records(place: Path, encoding: Encoding, delimiter: str, *, width: int) -> Iterator[Record]:
    main = encoding.codec if encoding.by_bytes and not encoding.cr_only else "utf-8"
    if encoding.mixed:
        return Careful(_lines(place, encoding), delimiter=delimiter, width=width, decode=lambda b: decode_line(b, main)).records()
    return Careful(_lines(place, encoding), delimiter=delimiter, width=width, decode=lambda b: _decode(b, main)).records()


def _decode(line: bytes, codec: str) -> tuple[str | None, str]:
    try:
        return line.decode(codec), codec
    except UnicodeDecodeError:
        return None, ""


def _lines_until(place: Path, encoding: Encoding, delimiter: str, number: int) -> Iterator[int]:
    """One item for each physical line up to the end of a record."""
    taken = [0]

    def counted() -> Iterator[bytes]:
        for line in _lines(place, encoding):
            taken[0] += 1
            yield line

    main = encoding.codec if encoding.by_bytes and not encoding.cr_only else "utf-8"
    for record in Careful(counted(), delimiter=delimiter, width=0, decode=lambda b: decode_line(b, main)).records():
        if record.number == number:
            break
    yield from range(taken[0])


def _batch(shape: _Shape, records: list[Record], broken: list[Broken], stated: tuple[str, ...] = ()) -> Batch:
    width = len(shape.names)
    columns = [strings([record.cells[i] for record in records]) for i in range(width)]
    numbers = [record.number for record in records]
    return batch_of(columns, names=shape.names, numbers=numbers, file=shape.place.name, stated=stated, broken=broken)


def _careful(shape: _Shape, *, start: int) -> Iterator[Batch]:
    """The careful way: rows from number `start` on."""
    records = (
        record
        for record in _records(shape.place, shape.encoding, shape.delimiter, width=len(shape.names))
        if record.number >= max(start, shape.first_row)
    )
    while part := list(islice(records, ROWS)):
        good = [record for record in part if not record.wrong]
        broken = [Broken(row=r.number, reason=r.wrong, remedy=_REMEDY, value=r.text[:200]) for r in part if r.wrong]
        yield _batch(shape, good, broken, stated=_strangers(good, shape.encoding))


def _strangers(records: list[Record], encoding: Encoding) -> tuple[str, ...]:
    if not encoding.mixed:
        return ()
    other = [r for r in records if r.codec and r.codec != encoding.codec]
    odd = [r.number for r in other if not all(cell.isascii() for cell in r.cells)]
    if not odd:
        return ()
    rows = "、".join(map(str, odd[:20])) + ("等" if len(odd) > 20 else "")
    return (f"第 {rows} 行共 {len(odd)} 行是 {NAMES.get(other[0].codec, '')} 编码，其余是 {encoding.says}，已分别解码",)


def _fast(shape: _Shape) -> Iterator[tuple[Batch, int]]:
    """The fast way: pyarrow's reader block by block; gives each batch with the number of the row after it."""
    bad: dict[int, str] = {}
    with utf8_file(shape.place, shape.encoding) as file:
        for _ in range(shape.lines_above):
            file.readline()
        base = shape.first_row
        if not file.peek(1):
            return
        row = base
        for block in _reader(shape, file, bad):
            numbers, row, wrong = _numbers(block.num_rows, row, bad, base=base)
            saved, broken = _saved(shape, wrong)
            yield batch_of(block.columns, names=shape.names, numbers=numbers, file=shape.place.name, broken=broken), row
            if saved:
                yield _batch(shape, saved, []), row
        _, _, wrong = _numbers(0, row, bad, base=base)
        rest = {number - base + 1: text for number, text in wrong}
        saved, broken = _saved(shape, [(base - 1 + n, t) for n, t in {**rest, **bad}.items()])
        if saved or broken:
            yield _batch(shape, saved, broken), row


def _reader(shape: _Shape, file: io.BufferedReader, bad: dict[int, str]) -> fast_csv.CSVStreamingReader:
    def aside(row: fast_csv.InvalidRow) -> str:
        bad[row.number] = row.text
        return "skip"

    text = {name: pa.string() for name in shape.names}
    return fast_csv.open_csv(
        file,
        read_options=fast_csv.ReadOptions(column_names=list(shape.names), use_threads=False, block_size=_BLOCK),
        parse_options=fast_csv.ParseOptions(
            delimiter=shape.delimiter, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=aside
        ),
        convert_options=fast_csv.ConvertOptions(
            column_types=text, strings_can_be_null=True, quoted_strings_can_be_null=True, null_values=[""]
        ),
    )


def _numbers(count: int, row: int, bad: dict[int, str], *, base: int) -> tuple[list[int], int, list[tuple[int, str]]]:
    """Numbers of `count` good rows from `row` on, the number after them, and the bad rows among them."""
    if not bad:
        return list(range(row, row + count)), row + count, []
    numbers: list[int] = []
    wrong: list[tuple[int, str]] = []
    while len(numbers) < count:
        text = bad.pop(row - base + 1, None)
        if text is None:
            numbers.append(row)
        else:
            wrong.append((row, text))
        row += 1
    return numbers, row, wrong


def _saved(shape: _Shape, wrong: list[tuple[int, str]]) -> tuple[list[Record], list[Broken]]:
    """Rows the fast reader refused: those with blank cells too many are good, blank lines are nothing."""
    saved, broken = [], []
    width = len(shape.names)
    for number, text in wrong:
        cells = split(text, shape.delimiter) or []
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
            saved.append(Record(number=number, cells=cells[:width]))
        else:
            broken.append(Broken(row=number, reason=wrong_width(len(cells), width), remedy=_REMEDY, value=text[:200]))
    return saved, broken
