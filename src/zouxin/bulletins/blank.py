"""Empty tables to fill in: headings that are recognised when the file comes back, lists to choose from, and a page that says what each column wants."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

#: rows for which a list to choose from is set
_ROWS = 5_000
#: most characters of a list that a spreadsheet takes
_LIST = 255


@dataclass(frozen=True, kw_only=True)
class BlankColumn:
    """One column of an empty table: its heading, whether it must be filled in, what is written in it, and the words to choose from."""

    heading: str
    must: bool
    wants: str
    words: tuple[str, ...] = ()
    is_date: bool = False


def write_blank(path: Path, title: str, columns: Sequence[BlankColumn], *, notes_title: str) -> None:
    """An xlsx with one sheet to fill in and one, under a title of its own, that explains it."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        head = {
            True: book.add_format({"bold": True, "bg_color": "#fde9d9", "border": 1}),
            False: book.add_format({"bold": True, "border": 1}),
        }
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet(title[:31])
        for nth, column in enumerate(columns):
            sheet.write_string(0, nth, column.heading, head[column.must])
            sheet.set_column(nth, nth, max(12, 2 * len(column.heading) + 4), day if column.is_date else None)
            if column.words and len(",".join(column.words)) <= _LIST:
                sheet.data_validation(1, nth, _ROWS, nth, {"validate": "list", "source": list(column.words), "error_type": "information"})
        sheet.freeze_panes(1, 0)
        notes = book.add_worksheet(notes_title)
        for nth, word in enumerate(("表头", "要不要填", "填什么")):
            notes.write_string(0, nth, word, head[False])
        for row, column in enumerate(columns, start=1):
            for nth, word in enumerate((column.heading, "必填" if column.must else "知道就填，不知道空着", column.wants)):
                notes.write_string(row, nth, word)
        notes.write_string(len(columns) + 2, 0, "用不到的列可以删去，列的先后可以换；表头请不要改。空着表示不知道，不要填“无”或 0 代替。")
        notes.set_column(0, 1, 22)
        notes.set_column(2, 2, 70)
