"""Excel workbooks (.xlsx, .xlsm, .xls, .xlsb, .ods): every sheet that holds something, values not formulas."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from zouxin.connectors.batch import ROWS, Batch, Broken, batch_of
from zouxin.connectors.cells import strings, text_of_value
from zouxin.connectors.headings import find_header, header_asked, name_columns
from zouxin.connectors.workbook import sheets
from zouxin.connectors.zipped import members
from zouxin.model.errors import SourceError

_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
#: the sheet of an empty table that explains its columns: nothing to land
NOTES = "填写说明"
_REMEDY = "请用 Excel 或 WPS 打开后另存为 .xlsx 再试"


def read(place: Path, options: Mapping[str, object]) -> Iterator[Batch]:
    """Batches of every sheet; row numbers are those Excel shows. Options: sheet (name), header_row (number).

    A sheet that is broken is one Broken row 0 and the others are read. Raises SourceError where no sheet can be.
    """
    _guard(place)
    read_any, told, asked = False, [], options.get("sheet")
    for name, rows, why in sheets(place):
        if (asked and name and name != asked) or (not asked and name == NOTES):
            continue
        batches = None
        if rows:
            batches, why = _sheet(rows, place=place, sheet=name, options=options)
        if batches:
            read_any = True
            yield from batches
        elif why:
            reason, remedy = (why, "把表头放在数据上面一行，不要留空") if rows else (f"工作表读不出：{why}", _REMEDY)
            told.append(Broken(row=0, reason=reason, remedy=remedy, value=name))
            yield batch_of([], names=[], numbers=[], file=place.name, sheet=name, broken=told[-1:])
    if not read_any:
        raise SourceError(f"{place.name}：{_nothing(told, asked)}")


def _nothing(told: Sequence[Broken], asked: object) -> str:
    if told:
        where = f"工作表“{told[0].value}”" if told[0].value else ""
        return f"{where}{told[0].reason}，{told[0].remedy}"
    return f"没有工作表“{asked}”，或它是空的，请核对名称" if asked else "每个工作表都是空的，请确认导出的是这个文件"


def _guard(place: Path) -> None:
    """What can be known before the reader is let loose. Raises SourceError."""
    try:
        with place.open("rb") as file:
            head = file.read(4)
            locked = head == _OLE and _ENCRYPTED in head + file.read()
    except OSError as error:
        raise SourceError(f"{place.name}：打不开（{error.strerror}），请检查文件是否存在、是否有读取权限") from error
    if locked:
        raise SourceError(f"{place.name}：工作簿加了密码，请在 Excel 里去掉密码后再读")
    if head != _OLE:
        members(place)


def _sheet(rows: list[list[object]], *, place: Path, sheet: str, options: Mapping[str, object]) -> tuple[Iterator[Batch] | None, str]:
    asked = header_asked(options)
    head = [[text_of_value(cell) for cell in row] for row in rows[: max(30, asked)]]
    index = asked - 1 if asked else find_header(head)
    if index is None or index >= len(head) or not any(head[index]):
        return None, "没有找到表头"
    names, told = name_columns(_padded(head, index))
    stated = (f"表头在第 {index + 1} 行", *told, *_rounded(rows[index + 1 :], names))
    return _batches(rows, start=index + 1, names=names, place=place, sheet=sheet, stated=stated), ""


def _batches(
    rows: list[list[object]], *, start: int, names: Sequence[str], place: Path, sheet: str, stated: tuple[str, ...]
) -> Iterator[Batch]:
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
        if any(isinstance(cell, float) and abs(cell) >= 1e15 for row in rows[:1000] for cell in row[i : i + 1])
    ]
    return [f"列“{name}”里有超过 15 位的数字，Excel 已把末尾改成 0，请把这一列设为文本后重新导出" for name in lost]
