"""JSON: an array of records, or JSON Lines. Nested values are refused with a sentence, row by row."""

import io
import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from zouxin.connectors.batch import Batch, Broken, batch_of
from zouxin.connectors.cells import strings, text_of_value
from zouxin.model.errors import SourceError

_ROWS = 20_000
_CHUNK = 1 << 20
#: characters one record may have before it is held to be broken
_LONGEST = 16 << 20
_NEXT = re.compile(r"\}\s*,\s*(?=\{)")
_NESTED = "导出成每个字段只有一个值的平表"
_SYNTAX = "按 JSON 语法改正这一条：字段名和文字用英文双引号，条与条之间用逗号"
_DECODER = json.JSONDecoder(parse_int=str, parse_constant=lambda _: None)

Item = tuple[int, object, str]


def read(place: Path, options: Mapping[str, object]) -> Iterator[Batch]:
    """Batches of records; row 1 is the first record of an array, and of JSON Lines the first line.

    A record that is no object, is broken or holds nested values becomes a Broken row. Raises SourceError for
    a file without any record.
    """
    with _opened(place) as file:
        start = file.read(_CHUNK)
        array = start.lstrip("\ufeff \t\r\n").startswith("[")
        items = _array(start, file) if array else _lines(start, file)
        names: dict[str, None] = {}
        stated: tuple[str, ...] = (f"JSON {'数组' if array else 'Lines'}",)
        any_row = False
        while part := list(islice(items, _ROWS)):
            any_row = True
            yield _batch(part, names=names, place=place, stated=stated)
            stated = ()
        if not any_row:
            raise SourceError(f"{place.name}：JSON 里没有一条记录，应是 [{{…}}, {{…}}] 或每行一个 {{…}}")


def _opened(place: Path) -> io.TextIOWrapper:
    try:
        with place.open("rb") as file:
            head = file.read(4)
        codec = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        return place.open(encoding=codec, errors="replace", newline="\n")
    except OSError as error:
        raise SourceError(f"{place.name}：打不开（{error.strerror}），请检查文件是否存在、是否有读取权限") from error


def _load(text: str, at: int = 0) -> tuple[object, int]:
    try:
        return _DECODER.raw_decode(text, at)
    except RecursionError:
        raise json.JSONDecodeError("too deep", text, at) from None


def _lines(start: str, file: io.TextIOWrapper) -> Iterator[Item]:
    number = 0
    for number, line in enumerate(_all_lines(start, file), start=1):
        bare = line.strip("\ufeff \t\r\n")
        if not bare:
            continue
        try:
            value, end = _load(bare)
            yield (number, value, "") if end == len(bare) else (number, bare, "一行里有不止一个 JSON 值")
        except json.JSONDecodeError as error:
            yield number, bare, f"不是合法的 JSON（第 {error.colno} 个字符处）"


def _all_lines(start: str, file: io.TextIOWrapper) -> Iterator[str]:
    held = io.StringIO(start, newline="\n")
    last = ""
    for line in held:
        if line.endswith("\n"):
            yield line
        else:
            last = line
    yield last + file.readline()
    yield from file


def _array(text: str, file: io.TextIOWrapper) -> Iterator[Item]:
    """Items of an array, read as they come; after a broken one reading goes on at the next `}, {`."""
    at, number, over = text.index("[") + 1, 0, False
    while True:
        at = _skip(text, at)
        if at < len(text) and text[at] == "]":
            return
        try:
            value, end = _load(text, at)
            if over or _skip(text, end) < len(text):
                number += 1
                yield number, value, ""
                at = end
                continue
        except json.JSONDecodeError:
            if over and at >= len(text):
                return
        if not over and len(text) - at < _LONGEST:
            more = file.read(max(_CHUNK, len(text) - at))
            text, at, over = text[at:] + more, 0, not more
            continue
        number += 1
        found = _NEXT.search(text, at)
        yield number, text[at : at + 200], "不是合法的 JSON，或文件在这里断了"
        if found is None and over:
            return
        at = found.end() if found else len(text)


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n,":
        at += 1
    return at


def _batch(part: list[Item], *, names: dict[str, None], place: Path, stated: tuple[str, ...]) -> Batch:
    rows, numbers, broken = [], [], []
    for number, value, wrong in part:
        flat, bad = (None, Broken(row=number, reason=wrong, remedy=_SYNTAX, value=str(value)[:200])) if wrong else _flat(number, value)
        if flat is None:
            broken += [bad] if bad else []
            continue
        names.update(dict.fromkeys(flat))
        rows.append(flat)
        numbers.append(number)
    columns = [strings([row.get(name) for row in rows]) for name in names]
    return batch_of(columns, names=list(names), numbers=numbers, file=place.name, stated=stated, broken=broken, sparse=True)


def _flat(number: int, value: object) -> tuple[dict[str, str | None] | None, Broken | None]:
    if not isinstance(value, dict):
        return None, Broken(row=number, reason="这一条不是 {…} 记录", remedy=_SYNTAX, value=str(value)[:200])
    flat: dict[str, str | None] = {}
    for key, cell in value.items():
        if isinstance(cell, dict | list):
            if cell:
                told = json.dumps(cell, ensure_ascii=False)[:200]
                return None, Broken(row=number, column=key, value=told, reason="值是嵌套的（数组或对象）", remedy=_NESTED)
            cell = None
        flat[" ".join(key.split()) or "第1列"] = text_of_value(cell)
    return flat, None
