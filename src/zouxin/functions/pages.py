"""The text of a web page, with what no reader of it sees.

How a page becomes text: what stands in the body, tags taken away, hidden blocks, noscript and iframe content included;
head, script, style, template and comments left out; entities replaced. A block element (p, div, li, tr, h1 …) and br begin a new line;
a table cell is set off by one space. Runs of space, tab and line feed are one space; lines have no such space at either end,
and empty lines are left out; other characters, the full-width space among them, stay as they are. Lines are joined by a line feed.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

Span = tuple[int, int]

_SILENT = {"script", "style", "template", "head"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
_BLOCKS = frozenset(
    {
        "t",
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "iframe",
        "li",
        "main",
        "marquee",
        "nav",
        "noscript",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "select",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "title",
        "tr",
        "ul",
    }
)
_CELLS = {"td", "th"}
#: an open element that one of these closes by beginning
_CLOSES = {
    "p": _BLOCKS - {"br"},
    "li": {"li"},
    "tr": {"tr"},
    "td": {"td", "th", "tr"},
    "th": {"td", "th", "tr"},
    "option": {"option"},
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
}
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE = re.compile(r"[a-z0-9]*(?:[.#][\w-]+)?$", re.I)
_SIZE = re.compile(r"(-?\d*\.?\d+)\s*(px|pt|em|rem|%|vw|vh|ex)?")
_WHITE = {"white": "ffffff", "black": "000000", "transparent": "", "red": "ff0000"}
_PACKED = re.compile(
    r"eval\s*\(\s*(?:function\s*\(\s*p\s*,\s*a|unescape|atob|String\.fromCharCode)|document\.write\s*\(\s*(?:unescape|String\.fromCharCode|atob)",
    re.I,
)


@dataclass(frozen=True, kw_only=True)
class Link:
    """A link: the stretch of text it covers and where it leads."""

    start: int
    end: int
    to: str


@dataclass(frozen=True, kw_only=True)
class Unseen:
    """A stretch of text that is kept from readers: how, and whether that way has hardly an innocent use."""

    start: int
    end: int
    how: str
    hard: bool
    whose: int = 0  # where the element that hides it begins: a block is judged whole


@dataclass(frozen=True, kw_only=True)
class Read:
    """A page read: its text, title, the words of its head meant for search engines, links, unseen stretches, frames of no size, packed scripts."""

    text: str
    title: str = ""
    head: str = ""
    links: tuple[Link, ...] = ()
    unseen: tuple[Unseen, ...] = ()
    frames: tuple[str, ...] = ()
    packed: int = 0


def read(markup: str) -> Read:
    """The page of a markup of any quality; never raises."""
    reader = _Reader(_sheet(markup))
    reader.feed(markup)
    reader.close()
    return reader.done()


@dataclass
class _Element:
    tag: str
    hidden: tuple[str, bool] | None = None
    back: str | None = None
    href: str | None = None
    start: int = 0


@dataclass
class _Reader(HTMLParser):
    sheet: dict[str, dict[str, str]]
    out: list[str] = field(default_factory=list)
    size: int = 0
    stack: list[_Element] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    unseen: list[Unseen] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)
    title: str = ""
    words: list[str] = field(default_factory=list)
    packed: int = 0
    pending: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens an element."""
        given = {name: value or "" for name, value in attrs}
        while self.stack and tag in _CLOSES.get(self.stack[-1].tag, ()):
            self._close()
        if tag == "body":  # a head that was never closed ends here
            while self.stack and self.stack[-1].tag in ("head", "title", "style"):
                self._close()
        self._break(tag)
        if tag == "meta":
            self._meta(given)
        if tag in _VOID:
            return
        if tag == "iframe" and _tiny(given, _style(given.get("style", ""))) and given.get("src"):
            self.frames.append(given["src"])
        self.stack.append(self._element(tag, given))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that closes itself only where elements are void."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Closes the element and what was left open in it; an end without a beginning is none."""
        if any(e.tag == tag for e in self.stack):
            while self._close() != tag:
                pass
        self._break(tag)

    def handle_data(self, data: str) -> None:
        """Takes text where it is text."""
        inside = {e.tag for e in self.stack}
        if "title" in inside and "svg" not in inside:
            self.title += data
            return
        if "script" in inside:
            self.packed += bool(_PACKED.search(data))
        if inside & _SILENT:
            return
        body = re.sub(r"[ \t\r\n\f]+", " ", data)
        if body.startswith(" ") and not self.pending:
            self.pending = " "
        said = body.strip(" ")
        if not said:
            return
        if self.pending and self.size:
            self._say(self.pending)
        self.pending = " " if body.endswith(" ") else ""
        self._say(said)

    def _say(self, text: str) -> None:
        start, self.size = self.size, self.size + len(text)
        self.out.append(text)
        hider = next((e for e in self.stack if e.hidden), None)
        if hider and hider.hidden and text.strip():
            self.unseen.append(Unseen(start=start, end=self.size, how=hider.hidden[0], hard=hider.hidden[1], whose=hider.start))

    def _break(self, tag: str) -> None:
        if tag in _BLOCKS and not any(e.tag in _SILENT for e in self.stack):
            self.pending = "\n"
        elif tag in _CELLS and self.pending != "\n":
            self.pending = " "

    def _meta(self, given: dict[str, str]) -> None:
        if given.get("name", given.get("property", "")).lower() in ("keywords", "description", "og:title", "og:description"):
            self.words.append(given.get("content", ""))
        if given.get("http-equiv", "").lower() == "refresh" and "url" in given.get("content", "").lower():
            self.frames.append(re.split(r"url\s*=", given["content"], flags=re.I)[-1].strip("'\" "))

    def _element(self, tag: str, given: dict[str, str]) -> _Element:
        style: dict[str, str] = {}
        for key in (tag, *(f".{c}" for c in given.get("class", "").split()), f"#{given.get('id', '')}"):
            style |= self.sheet.get(key.lower(), {})
        style |= _style(given.get("style", ""))
        own = _colour(style.get("background-color", style.get("background", given.get("bgcolor", ""))))
        back = own if own is not None else next((e.back for e in reversed(self.stack) if e.back is not None), None)
        ink = _colour(style.get("color", given.get("color", "") if tag == "font" else ""))
        start = self.size + (1 if self.pending and self.size else 0)
        return _Element(
            tag=tag, hidden=_hidden(tag, given, style, ink, back), back=own, href=given.get("href") if tag == "a" else None, start=start
        )

    def _close(self) -> str:
        done = self.stack.pop()
        if done.href and self.size > done.start:
            self.links.append(Link(start=done.start, end=self.size, to=done.href))
        return done.tag

    def done(self) -> Read:
        """All that was found."""
        while self.stack:
            self._close()
        return Read(text="".join(self.out), title=" ".join(self.title.split()), head="\n".join(w for w in self.words if w), links=tuple(self.links),
                    unseen=tuple(_joined(self.unseen)), frames=tuple(self.frames), packed=self.packed)  # fmt: skip


def _joined(parts: list[Unseen]) -> list[Unseen]:
    """Neighbouring stretches hidden alike as one."""
    whole: list[Unseen] = []
    for one in parts:
        last = whole[-1] if whole else None
        if last and one.start - last.end <= 1 and (last.how, last.whose) == (one.how, one.whose):
            whole[-1] = Unseen(start=last.start, end=one.end, how=one.how, hard=one.hard, whose=one.whose)
        else:
            whole.append(one)
    return whole


def _sheet(markup: str) -> dict[str, dict[str, str]]:
    """Declarations of the page's own style sheets by simple selector: tag, .class or #id."""
    found: dict[str, dict[str, str]] = {}
    for sheet in re.findall(r"<style[^>]*>(.*?)</style", markup, re.I | re.S):
        for selectors, said in _RULE.findall(re.sub(r"/\*.*?\*/", "", sheet, flags=re.S)):
            for selector in selectors.split(","):
                if _SIMPLE.match(selector.strip()) and selector.strip():
                    key = re.sub(r"^[a-z0-9]+(?=[.#])", "", selector.strip().lower())
                    found.setdefault(key, {}).update(_style(said))
    return found


def _style(said: str) -> dict[str, str]:
    pairs = (part.split(":", 1) for part in said.lower().replace("!important", "").split(";") if ":" in part)
    return {name.strip(): value.strip() for name, value in pairs}


def _number(value: str) -> float | None:
    found = _SIZE.match(value.strip())
    return float(found.group(1)) if found else None


def _colour(value: str) -> str | None:
    """A colour as six hex digits; None where none is named."""
    for word in value.lower().split():
        if word in _WHITE:
            return _WHITE[word] or None
        if m := re.fullmatch(r"#([0-9a-f]{3}|[0-9a-f]{6})", word):
            digits = m.group(1)
            return digits if len(digits) == 6 else "".join(2 * d for d in digits)
    if m := re.match(r"rgba?\((\d+)[, ]+(\d+)[, ]+(\d+)", value.lower()):
        return "".join(f"{int(part):02x}" for part in m.groups())
    return None


def _tiny(given: dict[str, str], style: dict[str, str]) -> bool:
    sizes = [_number(style.get(k, given.get(k, ""))) for k in ("width", "height")]
    return any(s is not None and s <= 1 for s in sizes) or style.get("display") == "none" or style.get("visibility") == "hidden"


def _hidden(tag: str, given: dict[str, str], style: dict[str, str], ink: str | None, back: str | None) -> tuple[str, bool] | None:
    """How an element hides what is in it, and whether that way has hardly an innocent use; None where it does not."""
    if (
        style.get("display") == "none"
        or style.get("visibility") in ("hidden", "collapse")
        or "hidden" in given
        or tag in ("noscript", "iframe")
    ):
        return ("none" if tag not in ("noscript", "iframe") else tag), False
    sizes = {
        name: _number(style.get(name, ""))
        for name in (
            "font-size",
            "opacity",
            "left",
            "top",
            "right",
            "margin-left",
            "margin-top",
            "text-indent",
            "height",
            "max-height",
            "width",
            "line-height",
        )
    }
    if _at_most(sizes, "font-size", 1) or _at_most(sizes, "opacity", 0.01):
        return "size", True
    if any(_at_most(sizes, name, -400) for name in ("left", "top", "right", "margin-left", "margin-top", "text-indent")):
        return "place", True
    if any(_at_most(sizes, name, 1) for name in ("height", "max-height", "width")) and (
        "hidden" in style.get("overflow", "") or tag == "marquee"
    ):
        return "size", True
    if tag == "marquee" and any((_number(given.get(k, "")) or 99) <= 5 or given.get(k) == "0" for k in ("width", "height")):
        return "size", True
    if ink and (ink == back or (back is None and ink == "ffffff")):
        return "colour", ink == back
    return None


def _at_most(sizes: dict[str, float | None], name: str, most: float) -> bool:
    size = sizes[name]
    return size is not None and size <= most
