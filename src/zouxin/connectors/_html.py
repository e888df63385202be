"""Pages of the web: their characters, their tree, and what is read of a piece of them."""

import re

from lxml import etree, html

from zouxin.connectors.encodings import decode_whole
from zouxin.functions import pages

_DROPPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def decode(body: bytes, kind: str = "") -> str:
    """Bytes of a page as text fit for a tree; `kind`: the content type its server gave. What fits no encoding is read as GB18030 with gaps."""
    told = decode_whole(body, kind=kind)
    return _DROPPED.sub("", told[0] if told else body.decode("gb18030", "replace"))


def tree(page: str) -> html.HtmlElement | None:
    """A page as a tree; None where nothing can be made of it."""
    bare = re.sub(r"^\s*<\?xml[^>]*\?>", "", page)
    try:
        found = html.document_fromstring(bare, parser=html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return found


def text_of(fragment: str) -> str:
    """The text of a piece of HTML as of every page (`functions.pages`); of a piece without any markup its lines."""
    root = tree(fragment) if "<" in fragment or "&" in fragment else None
    return said(root) if root is not None else "\n".join(filter(None, (" ".join(line.split()) for line in fragment.splitlines())))


def said(root: html.HtmlElement) -> str:
    """The text of a tree."""
    return pages.read(html.tostring(root, encoding="unicode", with_tail=False)).text
