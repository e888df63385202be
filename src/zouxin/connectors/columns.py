"""Columns of a site: lists of items in HTML, read by a file of selectors that says where an item's parts stand.

```yaml
column: 通知公告            # name of the column
item: ul.news > li          # CSS; one match an item
title: a                    # inside an item; default a
link: a@href                # default a@href
date: span.date             # optional
next: a.next@href           # optional; without it only the first page is read
pages: 20                   # at most so many
```
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from cssselect import SelectorError
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from zouxin import content
from zouxin.connectors._html import decode, said, tree
from zouxin.connectors._http import body_of, fetcher, is_address, name_of
from zouxin.connectors.batch import Batch, Broken, batch_of
from zouxin.connectors.cells import strings
from zouxin.model.errors import ContentError, SourceError, UsageError

HEADS = ("平台名称", "平台类型", "文章标题", "文章链接", "发布时间")
_KEYS = ("column", "item", "title", "link", "date", "next", "pages")
_DAY = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:[T\s]*\d{1,2}:\d{2}(?::\d{2})?)?|\b20\d{6}\b")


@dataclass(frozen=True, kw_only=True)
class _Part:
    """A selector and, after @, the attribute that is meant; without one the text."""

    select: CSSSelector | None
    attribute: str

    def of(self, node: HtmlElement) -> str:
        return self.found(node) or ""

    def found(self, node: HtmlElement) -> str | None:
        """The text or attribute, empty where it is blank; None where nothing is selected."""
        found = self.select(node)[:1] if self.select else [node]
        if not found:
            return None
        return (found[0].get(self.attribute) or "").strip() if self.attribute else " ".join(said(found[0]).split())


@dataclass(frozen=True, kw_only=True)
class Selectors:
    """Where the parts of a list stand."""

    column: str
    item: CSSSelector
    title: _Part
    link: _Part
    date: _Part | None
    next: _Part | None
    pages: int


def read(place: object, options: Mapping[str, object]) -> Iterator[Batch]:
    """One batch a page; row 1 is a page's first item. All of the column was seen where paging came to its own end.

    Options: selectors (a YAML file in the source's folder), and those of `_http.fetcher`. Raises SourceError where
    the selectors fit nothing on the first page: that is a changed page, not an empty column.
    """
    rules, web = _selectors(options), fetcher(options)
    seen: list[str] = []
    here: object = place
    while here and len(seen) < rules.pages:
        seen.append(str(here))
        found = body_of(here, options, web)
        page = tree(decode(found.body, found.kind))
        items = rules.item(page) if page is not None else []
        if not items and len(seen) == 1:
            raise SourceError(f"{name_of(here)}：没有一处符合选择器 item，页面可能改版了；请核对选择器文件")
        after = rules.next.found(page) if rules.next and page is not None and items else None
        following, ended = _next(after, found.url or str(here), seen)
        ended = ended and rules.next is not None and bool(items)
        yield _batch(items, rules, place=here, base=found.url or str(here), whole=ended or bool(following and len(seen) < rules.pages))
        here = following


def _selectors(options: Mapping[str, object]) -> Selectors:
    name = str(options.get("selectors") or "")
    if not name or Path(name).is_absolute() or ".." in Path(name).parts:
        raise UsageError("reads: columns 要在 options 里写 selectors: 选择器文件名（和 source.yml 放在一起）")
    path = Path(str(options.get("folder") or ".")) / name
    said_ = content.read(path)
    if unknown := set(said_) - set(_KEYS):
        raise ContentError(f"没有“{sorted(unknown)[0]}”这个键，可以写的是 {'、'.join(_KEYS)}", where=str(path))
    if not said_.get("item"):
        raise ContentError("缺少 item，应写每一条所在的选择器，如 item: ul.news > li", where=str(path))
    part = {key: _part(str(said_.get(key, default)), path) for key, default in (("title", "a"), ("link", "a@href"))}
    more = {key: _part(str(said_[key]), path) if key in said_ else None for key in ("date", "next")}
    pages = int(str(said_.get("pages", 20)))
    return Selectors(column=str(said_.get("column", "")), item=_css(str(said_["item"]), path), pages=pages, **part, **more)


def _part(text: str, path: Path) -> _Part:
    select, _, attribute = text.partition("@")
    return _Part(select=_css(select, path) if select.strip() else None, attribute=attribute.strip())


def _css(text: str, path: Path) -> CSSSelector:
    try:
        return CSSSelector(text.strip(), translator="html")
    except (SelectorError, ValueError) as error:
        raise ContentError(f"选择器“{text}”写法不对，应是 CSS 选择器，如 ul.news > li", where=str(path)) from error


def _next(after: str | None, base: str, seen: list[str]) -> tuple[str, bool]:
    """The following page, on the same host or in the same folder, or nothing; and whether the column ends here.

    It ends where there is no link, or one that leads to a page already read. A link that cannot be followed (a script,
    a bare #, another host) hides pages nobody knows of.
    """
    if after is None:
        return "", True
    web = is_address(base)
    try:
        there = urljoin(base, after) if web else str(Path(base).parent / Path(after).name)
        parts, home = urlsplit(there if web else after), urlsplit(base)
        same = parts.scheme in ("http", "https", *(() if web else ("",))) and (not web or parts.hostname == home.hostname)
    except ValueError:
        return "", False
    if not after or after.startswith("#") or not same:
        return "", False
    return ("", True) if there in seen else (there, False)


def _batch(items: list[HtmlElement], rules: Selectors, *, place: object, base: str, whole: bool) -> Batch:
    rows, numbers, broken = [], [], []
    for number, item in enumerate(items, start=1):
        title, link = rules.title.of(item), rules.link.of(item)
        if not title and not link:
            broken.append(Broken(row=number, reason="这一条没有标题也没有链接", remedy="核对选择器 title 和 link"))
            continue
        day = rules.date.of(item) if rules.date else ""
        found = _DAY.search(day)
        rows.append(
            (
                rules.column or None,
                "栏目",
                title,
                urljoin(base, link) if is_address(base) else link,
                found.group(0) if found else day or None,
            )
        )
        numbers.append(number)
    columns = [strings([row[n] for row in rows]) for n in range(len(HEADS))]
    batch = batch_of(columns, names=HEADS, numbers=numbers, file=name_of(place), broken=broken, stated=(f"栏目列表 {len(rows)} 条",))
    return Batch(
        rows=batch.rows,
        first_row=batch.first_row,
        numbers=batch.numbers,
        file=batch.file,
        stated=batch.stated,
        broken=batch.broken,
        whole=whole,
    )
