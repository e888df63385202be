"""Which connector reads a place: its content decides, since a .xls is often something else."""

import os
import re
import stat
from pathlib import Path

from zouxin.connectors.zipped import members
from zouxin.model.errors import SourceError

_SAVE = "请用 Excel 或 WPS 打开后另存为 .xlsx 或 .csv"
#: first bytes -> what it is, said to a person
_FOREIGN = (
    (b"%PDF", "是 PDF", "请向数据提供方要 xlsx 或 csv 的导出"),
    (b"\x1f\x8b", "是 gzip 压缩包", "请先解压"),
    (b"7z\xbc\xaf", "是 7z 压缩包", "请先解压"),
    (b"Rar!", "是 RAR 压缩包", "请先解压"),
    (b"SQLite format 3", "是 SQLite 数据库", "请导出成 csv"),
    (b"\x89PNG", "是图片", "请要文字版的导出"),
    (b"\xff\xd8\xff", "是图片", "请要文字版的导出"),
    (b"{\\rtf", "是 RTF 文档", _SAVE),
)
_HTML = re.compile(rb"^\s*(<!doctype html|<html|<table|<meta|<head|<body|<style|<div)", re.I)
_FEED = re.compile(rb"^(?:\s*<[!?][^>]*>)*\s*<(?:rss|feed|rdf:RDF)[\s>]")
_SITEMAP = re.compile(rb"^(?:\s*<[!?][^>]*>)*\s*<(?:urlset|sitemapindex)[\s>]")
_JSON_ARRAY = re.compile(rb"^\[\s*[\{\]]")
_JSON_NAMES = (".json", ".jsonl", ".ndjson")
#: the first record may be the broken one; under such a name any later one is enough
_JSON_HINT = re.compile(rb"^[\[{]|[\n,]\s*\{\s*\"")
_JSON_LINE = re.compile(rb"^\{\s*[\"}]")


def detect(place: Path) -> str:
    """Name of the connector for a file or folder. Raises SourceError, with what would be right, where there is none."""
    head = _head(place)
    if head is None:
        return "folder"
    if not head:
        raise SourceError(f"{place.name}：文件是空的，请重新导出")
    for first, what, remedy in _FOREIGN:
        if head.startswith(first):
            raise SourceError(f"{place.name}：内容{what}，不是表格，{remedy}")
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"PK"):
        return _zipped(place)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return _compound(place)
    return _text(place, head)


def _head(place: Path) -> bytes | None:
    try:
        mode = os.stat(place).st_mode
        if stat.S_ISDIR(mode):
            return None
        if not stat.S_ISREG(mode):
            raise SourceError(f"{place.name}：不是普通文件，请给出文件或文件夹")
        with place.open("rb") as file:
            return file.read(1 << 16)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise SourceError(f"{place.name}：打不开（{why}），请检查文件是否存在、是否有读取权限") from error


def _zipped(place: Path) -> str:
    names = members(place)
    if any(name.startswith("xl/") or name == "content.xml" for name in names):
        return "excel"
    if any(name.startswith("word/") for name in names):
        raise SourceError(f"{place.name}：内容是 Word 文档，不是表格，{_SAVE}")
    raise SourceError(f"{place.name}：内容是 zip 压缩包，不是工作簿，请先解压")


def _compound(place: Path) -> str:
    data = place.read_bytes() if place.stat().st_size < 64 << 20 else b""
    if "WordDocument".encode("utf-16-le") in data and "Workbook".encode("utf-16-le") not in data:
        raise SourceError(f"{place.name}：内容是 Word 文档，不是表格，{_SAVE}")
    return "excel"


def _text(place: Path, head: bytes) -> str:
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _HTML.match(bare) or (bare.startswith(b"<?xml") and b"<html" in bare.lower()):
        raise SourceError(f"{place.name}：内容是 HTML 网页，不是 Excel 工作簿，{_SAVE}")
    if _FEED.search(bare[:2048]):
        return "feed"
    if _SITEMAP.search(bare[:2048]):
        return "sitemap"
    if bare.startswith(b"<"):
        raise SourceError(f"{place.name}：内容是 XML，不是表格，{_SAVE}")
    if place.name == "datapackage.json":
        return "datapackage"
    if _JSON_ARRAY.match(bare) or _JSON_LINE.match(bare) or (place.suffix.lower() in _JSON_NAMES and _JSON_HINT.search(bare)):
        return "json"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or _sixteen(head):
        return "csv"
    control = sum(head.count(bytes([c])) for c in (*range(9), *range(14, 32)))
    if control > len(head) * 0.05:
        raise SourceError(f"{place.name}：内容是二进制数据，不是表格，请导出成 xlsx 或 csv")
    return "csv"


def _sixteen(head: bytes) -> bool:
    """UTF-16 without a BOM: the ASCII signs of a table have a zero beside them, always on the same side."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    return max(even, odd) * 10 > len(head) // 2 and min(even, odd) * 20 < len(head) // 2
