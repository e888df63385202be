"""Feeds: RSS 2.0, RSS 1.0 and Atom, from a file or an address. A feed shows the newest only, so it is a look at a part."""

import html
import re
from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from zouxin.connectors._html import decode, text_of
from zouxin.connectors._http import body_of, fetcher, name_of
from zouxin.connectors.batch import Batch, batch_of
from zouxin.connectors.cells import strings
from zouxin.model.errors import SourceError

HEADS = ("文章编号", "账号", "文章标题", "正文", "网页源码", "文章链接", "发布时间", "稿件来源")
_ENTITY = re.compile(r"&(?!amp;|lt;|gt;|quot;|apos;|#)([A-Za-z][A-Za-z0-9]{1,30});")
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_DC = "{http://purl.org/dc/elements/1.1/}"


def read(place: object, options: Mapping[str, object]) -> Iterator[Batch]:
    """One batch of the feed's items; row 1 is the first item.

    Options: account (name of the platform, default the feed's own title), and those of `_http.fetcher`. Raises
    SourceError for what is no feed, or declares entities.
    """
    found = body_of(place, options, fetcher(options))
    root = xml(decode(found.body, found.kind), name=name_of(place))
    kind = local(root.tag)
    if kind not in ("rss", "RDF", "feed"):
        raise SourceError(f"{name_of(place)}：不是订阅源（RSS 或 Atom），最外层是 <{kind[:40]}>，请核对网址")
    channel = next((c for c in root if local(c.tag) == "channel"), root)
    items = [e for e in root.iter() if local(e.tag) in ("item", "entry")]
    account = str(options.get("account") or "") or _said(channel, "title")
    base = found.url or _said(channel, "link")
    rows = [(_atom if kind == "feed" else _item)(item, account=account, base=base) for item in items]
    told = f"{ {'rss': 'RSS 2.0', 'RDF': 'RSS 1.0', 'feed': 'Atom'}[kind] }，{len(rows)} 条；订阅源只列最新的，按看了一部分算"
    columns = [strings([row[n] for row in rows]) for n in range(len(HEADS))]
    batch = batch_of(columns, names=HEADS, numbers=range(1, len(rows) + 1), file=name_of(place), stated=(told,))
    yield Batch(
        rows=batch.rows,
        first_row=batch.first_row,
        numbers=batch.numbers,
        file=batch.file,
        stated=batch.stated,
        broken=batch.broken,
        whole=False,
    )


def xml(text: str, *, name: str) -> Element:
    """The root of an XML text that declares no entities. Raises SourceError."""
    # an encoding it declares no longer holds for text; names of HTML characters are common in feeds, and harmless
    bare = _ENTITY.sub(
        lambda m: html.unescape(m.group(0)) if html.unescape(m.group(0)) != m.group(0) else m.group(0), _DECLARED.sub("", text)
    )
    try:
        return fromstring(bare, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise SourceError(f"{name}：XML 里声明了实体，可能用来攻击读它的程序，没有读；请向发布者核实") from error
    except (ParseError, ValueError, RecursionError) as error:
        raise SourceError(f"{name}：不是完整的 XML（{str(error)[:80]}），请重新取得") from error


def local(tag: object) -> str:
    """The name of an element without its namespace."""
    return str(tag).rpartition("}")[2]


def _said(parent: Element, name: str) -> str:
    return next(("".join(e.itertext()).strip() for e in parent if local(e.tag) == name and "".join(e.itertext()).strip()), "")


def _when(text: str) -> str | None:
    """A day of a feed as ISO; what cannot be read stays as it is and is kept out by name later."""
    try:
        return parsedate_to_datetime(text).isoformat()
    except (TypeError, ValueError):
        return text or None


def _item(item: Element, *, account: str, base: str) -> tuple[str | None, ...]:
    link = urljoin(base, _said(item, "link"))
    encoded = item.find(_CONTENT)
    markup = (encoded.text or "") if encoded is not None else _said(item, "description")
    day = _said(item, "pubDate") or (item.findtext(f"{_DC}date") or "").strip()
    one = _said(item, "guid") or link
    return (
        one or None,
        account or None,
        text_of(_said(item, "title")),
        text_of(markup),
        markup,
        link or None,
        _when(day),
        _said(item, "source") or None,
    )


def _atom(entry: Element, *, account: str, base: str) -> tuple[str | None, ...]:
    links = [e for e in entry if local(e.tag) == "link"]
    best = next((e for e in links if e.get("rel", "alternate") == "alternate"), links[0] if links else None)
    link = urljoin(base, best.get("href", "")) if best is not None else ""
    markup = _said(entry, "content") or _said(entry, "summary")
    day = _said(entry, "published") or _said(entry, "updated")
    author = next((e for e in entry if local(e.tag) == "author"), None)
    by = _said(author, "name") if author is not None else ""
    return (
        _said(entry, "id") or link or None,
        account or None,
        text_of(_said(entry, "title")),
        text_of(markup),
        markup,
        link or None,
        day or None,
        by or None,
    )
