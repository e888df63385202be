"""Excel workbooks (.xlsx, .xlsm, .xls, .xlsb, .ods): every sheet that holds something, values not formulas."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from zouxin.connectors.batch import ROWS, Batch, Broken, batch_of
from zouxin.connectors.cells import strings, text_of_value
from zouxin.connectors.headings import find_header, name_columns
from zouxin.connectors.zipped import members
from zouxin.model.errors import SourceError

_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_LOCK = Lock()
_REMEDY = "请用 Excel 或 WPS 打开后另存为 .xlsx 再试"


def read(place: Path, options: Mapping[str, object]) -> Iterator[Batch]:
    """Batches of every sheet; row numbers are those Excel shows. Options: sheet (name), header_row (number).

    A sheet that is broken is one Broken row 0 and the others are read. Raises SourceError where no sheet can be.
    """
    book = _open(place)
    read_any, told = False, []
    for name in _wanted(book, place, options):
        rows, why = _rows(book, name)
        if rows is None:
            told.append(Broken(row=0, reason=f"工作表读不出：{why}", remedy=_REMEDY, value=name))
            yield _nothing(place, name, told[-1:])
        elif rows:
            batches, why = _sheet(rows, place=place, sheet=name, options=options)
            read_any |= bool(batches)
            yield from batches
            if why:
                told.append(Broken(row=0, reason=why, remedy="把表头放在数据上面一行，不要留空", value=name))
                yield _nothing(place, name, told[-1:])
    if not read_any:
        why = f"工作表“{told[0].value}”{told[0].reason}，{told[0].remedy}" if told else "每个工作表都是空的，请确认导出的是这个文件"
        raise SourceError(f"{place.name}：{why}")


def _open(place: Path) -> CalamineWorkbook:
    try:
        with place.open("rb") as file:
            head = file.read(4)
            if head == _OLE and _ENCRYPTED in head + file.read():
                raise SourceError(f"{place.name}：工作簿加了密码，请在 Excel 里去掉密码后再读")
    except OSError as error:
        raise SourceError(f"{place.name}：打不开（{error.strerror}），请检查文件是否存在、是否有读取权限") from error
    if head != _OLE:
        members(place)
    book, why = _tried(lambda: CalamineWorkbook.from_path(str(place)))
    if book is None:
        raise SourceError(f"{place.name}：工作簿读不出（{why}），{_REMEDY}")
    return book


def _tried(step):
    """The step's answer, or None and why. The reader is Rust: a damaged file may make it panic, which is no Exception."""
    try:
        return step(), ""
    except PasswordError:
        return None, "加了密码"
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        return None, " ".join(str(error).split())[:80] or type(error).__name__


@contextmanager
def _quiet() -> Iterator[None]:
    """Nothing on the process's own stderr: a panic writes its stack there before Python hears of it."""
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _wanted(book: CalamineWorkbook, place: Path, options: Mapping[str, object]) -> list[str]:
    names = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    asked = options.get("sheet")
    if asked is None:
        return names
    if asked not in names:
        raise SourceError(f"{place.name}：没有工作表“{asked}”，有的是 {'、'.join(names)}")
    return [str(asked)]


def _rows(book: CalamineWorkbook, name: str) -> tuple[list[list[object]] | None, str]:
    def step() -> list[list[object]]:
        sheet: CalamineSheet = book.get_sheet_by_name(name)
        return sheet.to_python(skip_empty_area=False)

    return _tried(step)


def _sheet(rows: list[list[object]], *, place: Path, sheet: str, options: Mapping[str, object]) -> tuple[Iterator[Batch] | None, str]:
    asked = options.get("header_row")
    head = [[text_of_value(cell) for cell in row] for row in rows[: max(30, int(asked or 0))]]
    index = int(asked) - 1 if asked else find_header(head)
    if index is None or index >= len(head) or not any(head[index]):
        return None, "没有找到表头"
    names, told = name_columns(_padded(head, index))
    stated = (f"表头在第 {index + 1} 行", *told, *_rounded(rows[index + 1 :], names))
    return _batches(rows, start=index + 1, names=names, place=place, sheet=sheet, stated=stated), ""


def _batches(rows: list[list[object]], *, start: int, names: Sequence[str], place: Path, sheet: str, stated: tuple[str, ...]) -> Iterator[Batch]:
    for first in range(start, max(len(rows), start + 1), ROWS):
        part = rows[first : first + ROWS]
        columns = [strings([text_of_value(row[i]) if i < len(row) else None for row in part]) for i in range(len(names))]
        numbers = range(first + 1, first + 1 + len(part))
        yield batch_of(columns, names=names, numbers=numbers, file=place.name, sheet=sheet, stated=stated if first == start else ())


def _padded(head: list[list[str | None]], index: int) -> list[str | None]:
    """The headings, and a blank one for each column beyond them in which something stands."""
    width = max((i + 1 for row in head[index:] for i, cell in enumerate(row) if cell), default=0)
    return [*head[index], *[None] * width][:width]


def _rounded(rows: list[list[object]], names: Sequence[str]) -> list[str]:
    """Excel keeps 15 digits of a number, so a longer id typed as a number has lost its end."""
    lost = [
        name
        for i, name in enumerate(names)
        if any(len(row) > i and isinstance(row[i], float) and abs(row[i]) >= 1e15 for row in rows[:1000])
    ]
    return [f"列“{name}”里有超过 15 位的数字，Excel 已把末尾改成 0，请把这一列设为文本后重新导出" for name in lost]


def _nothing(place: Path, sheet: str, broken: Sequence[Broken]) -> Batch:
    return batch_of([], names=[], numbers=[], file=place.name, sheet=sheet, broken=tuple(broken))
