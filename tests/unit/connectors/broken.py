"""Makes broken inputs: each with the ids of the rows that are good in it, which must all land."""

import csv
import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
import xlwt

HEADS = ["编号", "来信内容", "来信时间", "答复单位", "答复内容", "答复时间"]
MAPPING = [
    ("编号", "letter.id"), ("来信内容", "letter.text"), ("来信时间", "letter.received_on"), ("答复单位", "letter.unit_id"),
    ("答复内容", "reply.text"), ("答复时间", "reply.replied_on"),
]  # fmt: skip
LATEST = date(2024, 3, 1)
COUNT = 12


@dataclass(frozen=True, kw_only=True)
class Case:
    """`good`: ids that must land, None where that cannot be known; `said`: a word some sentence must hold."""

    name: str
    file: str
    data: bytes
    good: frozenset[str] | None = None
    said: str = ""
    out: int | None = None


def row(n: int) -> list[str]:
    return [
        f"A{n:03d}",
        f"第{n}封信：路灯坏了，\n请修理",
        f"2023-07-{n + 1:02d}",
        "市政局",
        f"第{n}件：您好，已经修好",
        f"2023-08-{n + 1:02d} 10:00:00",
    ]


def ids(*without: int) -> frozenset[str]:
    return frozenset(f"A{n:03d}" for n in range(COUNT) if n not in without)


def csv_line(cells: list[str], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerow(cells)
    return out.getvalue()


def _changed(n: int, **cells: str) -> list[str]:
    names = ["id", "text", "received", "unit", "reply", "replied"]
    return [cells.get(name, cell) for name, cell in zip(names, row(n), strict=True)]


#: name -> (the row's new cells or raw line, does the row still land, a word of the reason)
DEFECTS: dict[str, tuple[Callable[[int, str], list[str] | str], bool, str]] = {
    "too many": (lambda n, d: [*row(n), "多", "余"], False, "列"),
    "too few": (lambda n, d: row(n)[:4], False, "列"),
    "trailing delimiters": (lambda n, d: [*row(n), "", ""], True, ""),
    "unclosed quote": (lambda n, d: f'A{n:03d}{d}"开了引号{d}2023-07-01{d}局{d}答{d}2023-08-01\n', False, "引号"),
    "stray quote": (lambda n, d: f'A{n:03d}{d}五寸 5" 管子{d}2023-07-01{d}局{d}答复{d}2023-08-01\n', True, ""),
    "two stray quotes": (lambda n, d: f'A{n:03d}{d}五寸 "5" 管子{d}2023-07-01{d}局{d}答复{d}2023-08-01\n', True, ""),
    "no day": (lambda n, d: _changed(n, received="昨天"), False, "日期读不懂"),
    "13th month": (lambda n, d: _changed(n, received="2023-13-01"), False, "日期读不懂"),
    "ambiguous day": (lambda n, d: _changed(n, received="03/04/2023"), False, "日期读不懂"),
    "short year": (lambda n, d: _changed(n, received="23-07-01"), False, "日期读不懂"),
    "old year": (lambda n, d: _changed(n, received="1023-07-01"), False, "年份"),
    "future": (lambda n, d: _changed(n, replied="2203-07-01"), False, "晚于"),
    "year ago": (lambda n, d: _changed(n, received="2023-12-20", replied="2023-01-05"), False, "年份可能写错"),
    "before": (lambda n, d: _changed(n, replied="2023-06-25"), False, "早于"),
    "blank id": (lambda n, d: _changed(n, id=" "), False, "空"),
    "nul": (lambda n, d: _changed(n, text="有\x00空\x07字符"), True, ""),
    "control": (lambda n, d: _changed(n, reply="\x0b\x0c\x1b答复\u0085\ufeff"), True, ""),
    "huge": (lambda n, d: _changed(n, text="长" * 700_000), False, "上限"),
    "formula": (lambda n, d: _changed(n, text="=cmd|' /C calc'!A0"), True, ""),
    "carriage returns": (lambda n, d: _changed(n, text="一\r\n二\r三"), True, ""),
    "blank line before": (lambda n, d: "\n" + csv_line(row(n), d), True, ""),
    "only delimiters before": (lambda n, d: d * 5 + "\n" + csv_line(row(n), d), True, ""),
}


def csv_cases() -> Iterator[Case]:
    for codec, delimiter in (("utf-8", ","), ("gb18030", "\t"), ("utf-16", ";")):
        for at in (0, 5, COUNT - 1):
            for name, (make, lands, said) in DEFECTS.items():
                lines = [csv_line(HEADS, delimiter), *(csv_line(row(n), delimiter) for n in range(COUNT))]
                new = make(at, delimiter)
                lines[at + 1] = new if isinstance(new, str) else csv_line(new, delimiter)
                good = ids() if lands else ids(at)
                yield Case(
                    name=f"csv {codec} {name} at {at}",
                    file="信箱.csv",
                    data="".join(lines).encode(codec),
                    good=good,
                    said=said,
                    out=0 if lands else 1,
                )
            yield _twice(codec, delimiter, at, row(at), "完全相同")
            yield _twice(codec, delimiter, at, _changed(at, text="另一封信的内容"), "内容不同")


def _twice(codec: str, delimiter: str, at: int, again: list[str], said: str) -> Case:
    lines = [csv_line(HEADS, delimiter), *(csv_line(row(n), delimiter) for n in range(COUNT)), csv_line(again, delimiter)]
    return Case(name=f"csv {codec} twice {said} {at}", file="信箱.csv", data="".join(lines).encode(codec), good=ids(), said=said, out=1)


def mixed_cases() -> Iterator[Case]:
    for main, other in (("utf-8", "gb18030"), ("gb18030", "utf-8")):
        for at in (0, 5, COUNT - 1):
            lines = [csv_line(HEADS).encode(main), *(csv_line(row(n)).encode(other if n == at else main) for n in range(COUNT))]
            yield Case(name=f"mixed {main} {at}", file="混.csv", data=b"".join(lines), good=ids(), out=0)
            lines[at + 1] = f"A{at:03d},".encode() + b"\xff\xfe\xff" + ",2023-07-01,局,答,2023-08-01\n".encode(main)
            yield Case(name=f"undecodable {main} {at}", file="混.csv", data=b"".join(lines), good=ids(at), said="编码", out=1)


def whole(codec: str = "utf-8") -> bytes:
    return "".join([csv_line(HEADS), *(csv_line(row(n)) for n in range(COUNT))]).encode(codec)


def file_cases() -> Iterator[Case]:
    rng = random.Random(7)
    html = "<html><table><tr><td>编号</td></tr></table></html>"
    named = {
        "empty": ("a.csv", b"", "空"), "only blanks": ("a.csv", b"  \n\n \n", "表头"), "bom only": ("a.csv", b"\xef\xbb\xbf", ""),
        "no header": ("a.csv", "".join(csv_line(row(n)) for n in range(5)).encode(), "表头"),
        "html xls": ("a.xls", html.encode(), "HTML"), "html gbk": ("a.xls", f"<!DOCTYPE html>{html}".encode("gb18030"), "HTML"),
        "xml spreadsheet": ("a.xls", b'<?xml version="1.0"?><Workbook></Workbook>', "XML"), "pdf": ("a.xlsx", b"%PDF-1.7 x", "PDF"),
        "png": ("a.csv", b"\x89PNG\r\n\x1a\n", "图片"), "gzip": ("a.csv.gz", b"\x1f\x8b\x08\x00", "gzip"), "rar": ("a.xlsx", b"Rar!\x1a\x07", "RAR"),
        "laughs": ("a.xml", b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>', "XML"),
        "other columns": ("a.csv", "姓名,电话,地址\n张,1,x\n".encode(), "缺少列"), "one column": ("a.csv", "编号\nA1\n".encode(), "缺少列"),
        "encrypted": ("a.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "密码"),
        "ole junk": ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + rng.randbytes(4000), "读不出"),
        "zip junk": ("a.xlsx", b"PK\x03\x04" + rng.randbytes(3000), "zip"), "par1 junk": ("a.parquet", b"PAR1" + rng.randbytes(3000), "Parquet"),
        "not a list": ("a.json", b"[1, 2, 3]", ""), "deep": ("a.json", b'[{"a":' + b"[" * 100_000, ""), "null": ("a.json", b"[]", "没有一条"),
        "json text": ("a.json", b'{"a": 1', ""), "utf16 odd": ("a.csv", whole("utf-16")[:-3], ""),
    }  # fmt: skip
    for name, (file, data, said) in named.items():
        yield Case(name=name, file=file, data=data, said=said)
    for n in range(12):
        yield Case(
            name=f"junk {n}",
            file=rng.choice(["a.csv", "a.xls", "a.xlsx", "a.parquet", "a.json"]),
            data=rng.randbytes(rng.choice([3, 50, 5000])),
        )
    yield Case(name="twice a heading", file="a.csv", data=whole().replace("答复单位".encode(), "编号".encode(), 1), said="缺少列")
    yield Case(name="cr only", file="a.csv", data=whole().replace("，\n".encode(), "，".encode()).replace(b"\n", b"\r"), good=ids(), out=0)
    yield Case(name="csv called xls", file="a.xls", data=whole("gb18030"), good=ids(), out=0)
    yield Case(name="csv called parquet", file="a.parquet", data=whole(), good=ids(), out=0)
    yield Case(name="no last line end", file="a.csv", data=whole().rstrip(b"\n"), good=ids(), out=0)


def xlsx(rows: list[list[str]], title: bool = False) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for name in ("一", "二"):
        sheet = book.add_worksheet(name)
        for r, cells in enumerate([["2023年汇总"], [], HEADS, *rows] if title else [HEADS, *rows]):
            for c, cell in enumerate(cells):
                sheet.write_string(r, c, cell)
        rows = [[f"B{cells[0]}", *cells[1:]] for cells in rows]
    book.close()
    return out.getvalue()


def xls(rows: list[list[str]]) -> bytes:
    out, book = io.BytesIO(), xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("一")
    for r, cells in enumerate([HEADS, *rows]):
        for c, cell in enumerate(cells):
            sheet.write(r, c, cell)
    book.save(out)
    return out.getvalue()


def parquet() -> bytes:
    out = io.BytesIO()
    columns = zip(*(row(n) for n in range(COUNT)), strict=True)
    pq.write_table(pa.table([pa.array(c) for c in columns], names=HEADS), out)
    return out.getvalue()


def flipped(data: bytes, rng: random.Random) -> bytes:
    array = bytearray(data)
    for _ in range(rng.choice([1, 5, 40])):
        array[rng.randrange(len(array))] = rng.randrange(256)
    return bytes(array)


def binary_cases() -> Iterator[Case]:
    rng = random.Random(11)
    good = {"xlsx": xlsx([row(n) for n in range(COUNT)]), "xls": xls([row(n) for n in range(COUNT)]), "parquet": parquet()}
    for kind, data in good.items():
        for part in (0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.999):
            yield Case(name=f"{kind} cut at {part}", file=f"a.{kind}", data=data[: int(len(data) * part)])
        for n in range(25):
            yield Case(name=f"{kind} flipped {n}", file=f"a.{kind}", data=flipped(data, rng))
    yield Case(name="xlsx one sheet broken", file="a.xlsx", data=_one_sheet_broken(good["xlsx"]), good=ids(), said="工作表")
    yield Case(name="xlsx title", file="a.xlsx", data=xlsx([row(n) for n in range(COUNT)], title=True), good=ids(), out=0)
    yield Case(name="xlsx bomb", file="a.xlsx", data=_bomb(), said="炸弹")
    yield Case(name="zip of csv", file="a.zip", data=_zip({"a.csv": whole()}), said="解压")
    yield Case(name="docx", file="a.xlsx", data=_zip({"word/document.xml": b"<x/>"}), said="Word")
    yield Case(name="xlsx laughs", file="a.xlsx", data=_laughs(good["xlsx"]))
    for at in (0, 5, COUNT - 1):
        rows = [row(n) for n in range(COUNT)]
        rows[at] = _changed(at, received="昨天")
        yield Case(name=f"xlsx bad day {at}", file="a.xlsx", data=xlsx(rows), good=ids(at), said="日期读不懂", out=2)
        yield Case(name=f"xls bad day {at}", file="a.xls", data=xls(rows), good=ids(at), said="日期读不懂", out=1)


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return out.getvalue()


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def _one_sheet_broken(data: bytes) -> bytes:
    parts = _parts(data)
    parts["xl/worksheets/sheet2.xml"] = parts["xl/worksheets/sheet2.xml"][:400] + b"<<<&&"
    return _zip(parts)


def _laughs(data: bytes) -> bytes:
    parts = _parts(data)
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(b"?>", b"?>" + bomb, 1).replace("路灯".encode(), b"&b;")
    return _zip(parts)


def _bomb() -> bytes:
    return _zip({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b"0" * (80 << 20)})


def json_cases() -> Iterator[Case]:
    records = [json.dumps(dict(zip(HEADS, row(n), strict=True)), ensure_ascii=False) for n in range(COUNT)]
    bad = {
        "open": '{"编号": "X", "来信内容": ', "words": "什么", "number": "12", "single quotes": "{'编号': 1}",
        "nested": '{"编号": "X", "来信内容": {"a": 1}}', "list": '{"编号": ["X"]}', "surrogate": '{"编号": "\\ud83d", "来信内容": "半个", "来信时间": "昨天"}',
    }  # fmt: skip
    for name, text in bad.items():
        for at in (0, 5, COUNT - 1):
            changed = [*records[:at], text, *records[at + 1 :]]
            yield Case(name=f"jsonl {name} {at}", file="a.jsonl", data="\n".join(changed).encode(), good=ids(at), out=1)
            lost = None if name in ("open", "words", "single quotes") else ids(at)
            yield Case(name=f"json {name} {at}", file="a.json", data=f"[{', '.join(changed)}]".encode(), good=lost)
    for part in (0.2, 0.5, 0.9, 0.99):
        text = f"[{','.join(records)}]"
        yield Case(name=f"json cut {part}", file="a.json", data=text[: int(len(text) * part)].encode())


def cases() -> list[Case]:
    return [*csv_cases(), *mixed_cases(), *file_cases(), *binary_cases(), *json_cases()]
