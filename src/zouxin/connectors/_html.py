"""Pages as text: which encoding, which tree, what a reader reads."""

import re

from lxml import etree, html

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.I)
_BLOCK = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "table", "ul", "ol", "blockquote"}
_UNSEEN = ("script", "style", "noscript", "template", "head")
_CHINESE = {"gb2312", "gbk", "gb_2312-80", "gb18030", "x-gbk"}
_DROPPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def decode(body: bytes, kind: str = "") -> str:
    """Bytes of a page as text: byte order mark, server's word, the page's own, then UTF-8, then GB18030."""
    for mark, codec in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if body.startswith(mark):
            return _DROPPED.sub("", body.decode(codec, "replace"))
    said = _CHARSET.search(kind)
    meta = _META.search(body[:4096])
    names = [said.group(1) if said else "", meta.group(1).decode() if meta else "", "utf-8"]
    for name in filter(None, names):
        try:
            return _DROPPED.sub("", body.decode("gb18030" if name.casefold() in _CHINESE else name))
        except (UnicodeDecodeError, LookupError):
            continue
    return _DROPPED.sub("", body.decode("gb18030", "replace"))


def tree(page: str) -> html.HtmlElement | None:
    """A page as a tree; None where nothing can be made of it."""
    bare = re.sub(r"^\s*<\?xml[^>]*\?>", "", page)
    try:
        found = html.document_fromstring(bare, parser=html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return found


def text_of(fragment: str) -> str:
    """What a reader reads of a piece of HTML: no script, no style, a new line for each block."""
    root = tree(fragment) if "<" in fragment or "&" in fragment else None
    return said(root) if root is not None else "\n".join(filter(None, (" ".join(line.split()) for line in fragment.splitlines())))


def said(root: html.HtmlElement) -> str:
    """What a reader reads of a tree."""
    parts: list[str] = []
    for event, node in etree.iterwalk(root, events=("start", "end")):
        name = node.tag if isinstance(node.tag, str) else ""
        if event == "start":
            parts.append("\n" if name in _BLOCK else "")
            parts.append("" if _unseen(node) else node.text or "")
        else:
            parts.append("\n" if name in _BLOCK and name != "br" else "")
            parent = node.getparent()
            parts.append(node.tail or "" if node is not root and parent is not None and not _unseen(parent) else "")
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _unseen(node: html.HtmlElement) -> bool:
    return node.tag in _UNSEEN or any(a.tag in _UNSEEN for a in node.iterancestors())
