"""Reads one workbook in a process of its own and writes its sheets, pickled, to stdout; started by `workbook`.

The reader is Rust and fast, but a damaged or hostile file can make it panic, loop for ever or ask for all memory:
none of that may reach the process that asked. Nothing of Zouxin is imported, so that it starts at once.
"""

import pickle
import sys

_MEMORY = 4 << 30


def main(path: str) -> None:
    """Writes (sheet, rows or None, why not) for every sheet; ("", None, why) where the workbook does not open."""
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum

    _bound()
    out = sys.stdout.buffer
    try:
        book = CalamineWorkbook.from_path(path)
        names = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    except PasswordError:
        return pickle.dump(("", None, "加了密码"), out)
    except BaseException as error:  # a panic is no Exception
        return pickle.dump(("", None, _why(error)), out)
    for name in names:
        try:
            rows, why = book.get_sheet_by_name(name).to_python(skip_empty_area=False), ""
        except BaseException as error:
            rows, why = None, _why(error)
        pickle.dump((name, rows, why), out, protocol=pickle.HIGHEST_PROTOCOL)
    return None


def _why(error: BaseException) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__


def _bound() -> None:
    try:
        import resource  # not on Windows, where the time limit alone has to do
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    main(sys.argv[1])
