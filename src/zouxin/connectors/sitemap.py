"""Sitemaps: the pages a site lists of itself, with index files and gzip. A page's day of change is not its day of publishing."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from zouxin.connectors._html import decode
from zouxin.connectors._http import Fetcher, body_of, fetcher, is_address, name_of
from zouxin.connectors.batch import Batch, Broken, batch_of
from zouxin.connectors.cells import strings
from zouxin.connectors.feed import local, xml
from zouxin.model.errors import SourceError

#: news sitemaps say title and day of publishing; others only when a page last changed
HEADS = ("文章编号", "平台类型", "文章链接", "修改时间", "文章标题", "发布时间")
_FILES = 1_000
_DEEP = 3


def read(place: object, options: Mapping[str, object]) -> Iterator[Batch]:
    """One batch a file; row 1 is a file's first page. An index's files are read in their order, at most 1,000, three deep.

    Options: those of `_http.fetcher`. A file of an index that cannot be read, or stands on another host, is a Broken
    row. Raises SourceError where the first file is no sitemap.
    """
    web = fetcher(options)
    waiting: list[tuple[object, int]] = [(place, 0)]
    taken: set[str] = set()
    while waiting:
        one, depth = waiting.pop(0)
        if str(one) in taken:
            continue
        taken.add(str(one))
        try:
            if len(taken) > _FILES or depth > _DEEP:
                raise SourceError(f"{name_of(one)}：站点地图超过 {_FILES} 个文件或 {_DEEP} 层，没有再读")
            root = _root(one, options, web)
        except SourceError as error:
            if depth == 0:
                raise
            broken = Broken(row=0, reason=error.sentence, remedy="请网站更正站点地图", value=name_of(one))
            yield batch_of([], names=[], numbers=[], file=name_of(one), broken=[broken])
            continue
        if local(root.tag) == "urlset":
            yield _pages(root, one)
        else:
            inside, outside = _inside(root, place)
            waiting += [(file, depth + 1) for file in inside]
            if outside:
                yield batch_of([], names=[], numbers=[], file=name_of(one), broken=outside)


def _root(one: object, options: Mapping[str, object], web: Fetcher) -> Element:
    found = body_of(one, options, web)
    root = xml(decode(found.body, found.kind), name=name_of(one))
    if local(root.tag) not in ("urlset", "sitemapindex"):
        raise SourceError(f"{name_of(one)}：不是站点地图，最外层是 <{local(root.tag)[:40]}>，请核对网址")
    return root


def _inside(root: Element, place: object) -> tuple[list[object], list[Broken]]:
    """The files of an index, on the same host or beside the index where that is a file; and those that may not be asked."""
    inside: list[object] = []
    outside: list[Broken] = []
    for nth, entry in enumerate((e for e in root if local(e.tag) == "sitemap"), start=1):
        address = next(((e.text or "").strip() for e in entry if local(e.tag) == "loc"), "")
        try:
            parts = urlsplit(address)
        except ValueError:
            parts = urlsplit("")
        if parts.path and not is_address(place):
            inside.append(Path(str(place)).parent / Path(parts.path).name)
        elif parts.hostname and is_address(place) and parts.hostname == urlsplit(str(place)).hostname:
            inside.append(address)
        else:
            why = "在别的网站上，没有读" if parts.hostname and is_address(place) else "没有写清网址，没有读"
            outside.append(Broken(row=nth, reason=f"站点地图索引的第 {nth} 项{why}", remedy="请网站更正站点地图", value=name_of(address)))
    return inside, outside


def _pages(root: Element, one: object) -> Batch:
    rows = [_page(entry) for entry in root if local(entry.tag) == "url"]
    columns = [strings([row[n] for row in rows]) for n in range(len(HEADS))]
    told = (f"站点地图 {len(rows):,} 页",)
    batch = batch_of(columns, names=HEADS, numbers=range(1, len(rows) + 1), file=name_of(one), stated=told)
    return Batch(
        rows=batch.rows, first_row=batch.first_row, numbers=batch.numbers, file=batch.file, stated=told, broken=batch.broken, whole=False
    )


def _page(entry: Element) -> tuple[str | None, ...]:
    said = {local(e.tag): (e.text or "").strip() for e in entry.iter()}
    loc, *more = (said.get(name) or None for name in ("loc", "lastmod", "title", "publication_date"))
    return loc, "网站", loc, *more
