"""What a page that came says: whether it is one, an error dressed as one, blank, or a way elsewhere."""

import re
from contextlib import suppress
from html.parser import HTMLParser

from zouxin.connectors._html import decode

#: pages of servers and frames that report an error with status 200; only believed in a title or on a page that says little else
_ERROR = re.compile(
    r"\b(?:40[0134]|50[0234])\b.{0,20}(?:error|错误|forbidden|not found|unavailable|bad gateway|time-?out)|not found|页面(?:不存在|未找到|找不到|出错|已删除)|找不到.{0,8}(?:页面|网页|文件)|(?:网页|站点|网站).{0,6}(?:不存在|无法访问|暂停服务|已关闭|维护中|关闭中)"
    r"|internal server error|bad gateway|service (?:temporarily )?unavailable|gateway time-?out|服务器(?:内部)?(?:错误|异常|繁忙|出错)|系统(?:错误|异常|维护|升级|繁忙)"
    r"|数据库连接(?:失败|错误|异常)|error establishing a database connection|welcome to nginx|apache2? .{0,20}(?:test|default) page|iis\s?(?:\d|windows)|it works!|站点创建成功|没有找到站点|域名.{0,6}(?:过期|未备案|未绑定)|暂时无法(?:进行)?访问|runtime error",
    re.I,
)
_LOGIN = re.compile(r"/(?:login|signin|sso|cas|oauth2?|passport|uaa)(?:[/?.#]|$)", re.I)
_REFRESH = re.compile(r"^\s*\d{0,2}\s*;\s*url\s*=\s*[\"']?([^\"'\s>]+)", re.I)
_LITTLE = 400  # characters: an error page rarely says more, a home page rarely less
_QUIET = {"script", "style", "noscript", "template", "title"}
_SHOWS = {"script", "img", "iframe", "frame", "object", "embed", "video", "canvas", "svg", "input"}


class _Page(HTMLParser):
    """Visible text, title, what shows something without text, and where a refresh leads."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.title: list[str] = []
        self.open: list[str] = []
        self.shows = False
        self.refresh = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.shows |= tag in _SHOWS
        if tag in _QUIET:
            self.open.append(tag)
        told = {name: value or "" for name, value in attrs}
        if tag == "meta" and told.get("http-equiv", "").lower() == "refresh":
            found = _REFRESH.match(told.get("content", ""))
            self.refresh = found[1] if found else ""

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            del self.open[self.open.index(tag) :]

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "title":
            self.title.append(data)
        elif not self.open:
            self.text.append(data)


def judge(body: bytes, kind: str) -> tuple[str, str]:
    """(detail, refresh) of a page: detail "", "error_page" or "blank_page"; refresh is where it sends the reader at once, or ""."""
    text = decode(body, kind)
    if kind and not any(word in kind.lower() for word in ("html", "xml", "text")):
        return ("" if body else "blank_page"), ""
    page = _Page()
    with suppress(AssertionError):  # an unknown <![…; what stands before it is enough
        page.feed(text[: 1 << 20])
    said, title = " ".join("".join(page.text).split()), " ".join("".join(page.title).split())
    if _ERROR.search(title) or (len(said) <= _LITTLE and _ERROR.search(said)):
        return "error_page", ""
    if not said and not page.shows and not page.refresh:
        return "blank_page", ""
    return "", page.refresh


def asks_to_log_in(url: str) -> bool:
    """Whether an address is one of a place to log in."""
    return bool(_LOGIN.search(url))
