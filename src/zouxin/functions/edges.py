"""Where a stretch that was slipped into a text begins and ends, to the character: ornaments, headings, white space."""

import re
import unicodedata
from collections.abc import Sequence

Span = tuple[int, int]

#: Latin words and ends of tags that a cut between Hanzi and Latin left behind
_TAIL = re.compile(
    r"(?:[ ·.,'’&-]{0,2}(?:</?[a-z][^<>\n]{0,80}>|(?=[\w-]*[A-Za-z\u00c0-\u1eff])[\w-]+(?<![\u3400-\u9fff]))){1,8}(?=[\s\u3400-\u9fff“《【]|$)",
    re.ASCII,
)
_HEADING = re.compile(
    r"(?:^|\n)[^\S\n]*(?:友情链接|相关链接|友情鏈接|相關鏈接|合作伙伴|推荐阅读|热门搜索|热门推荐|关键词|热搜|标签|tags?|links?)\s*[:：]?\s*\Z",
    re.I,
)


def dressed(text: str, start: int, end: int) -> Span:
    """A stretch with the ornaments around it (★★★ … ►►►) and the heading of its list."""
    while end < len(text) and unicodedata.category(text[end]) in ("So", "Sm", "Sk", "Co"):
        end += 1
    while start and unicodedata.category(text[start - 1]) in ("So", "Sm", "Sk", "Co"):
        start -= 1
    if (tail := _TAIL.match(text, end)) and end < len(text) and text[end - 1] not in "\n。！？!?":
        end = tail.end()
    heading = _HEADING.search(text[max(0, start - 20) : start])
    return (max(0, start - 20) + heading.start() if heading else start), end


def trimmed(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans with the white space that came with them: what is left reads as it did before anything was slipped in."""
    return _merged(text, [_one(text, start, end) for start, end in spans])


def _one(text: str, start: int, end: int) -> Span:
    """A stretch takes one of the two breaks around it; at the text's end the one before it."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    before, after = start, end
    while before > 0 and text[before - 1].isspace():
        before -= 1
    while after < len(text) and text[after].isspace():
        after += 1
    left, right = text[before:start], text[end:after]
    if before == 0:
        return 0, after
    if after == len(text):
        # a final line break belongs to the file and not to what stands before it
        return (
            (before, end)
            if "\n" in left and "\n" in right
            else (before, after)
            if not right
            else (start, after)
            if "\n" in left
            else (before, end)
        )
    if "\n" in left and "\n" in right:
        return _line(text, before, start, end, after)
    if "\n" in left:
        return start, after  # the stretch opens a line that goes on
    if "\n" in right:
        return before, end  # it ends one
    # a space on one side only may have stood there before: so it did where the page spaces its sentences elsewhere
    rest = text[:before] + "\n" + text[after:]
    if bool(left) != bool(right) and re.search(r"[。！？；][ \u3000]+\S|[ \u3000]\d{4}年", rest[max(0, before - 2000) :]):
        return start, end
    return before, after


def _line(text: str, before: int, start: int, end: int, after: int) -> Span:
    """Whole lines within a text: they go with the break behind them; what indents the next line stays."""
    left, right = text[before:start], text[end:after]
    breaks = right[: right.rfind("\n") + 1]
    if left.count("\n") < right.count("\n"):
        return before + left.rfind("\n") + 1 if left.count("\n") else start, end + len(breaks)
    line = start - (len(left) - left.rfind("\n") - 1)
    return line, end + len(breaks)


def _merged(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    whole: list[Span] = []
    for start, end in spans:
        if whole and (start <= whole[-1][1] or not text[whole[-1][1] : start].strip()):
            whole[-1] = whole[-1][0], max(end, whole[-1][1])
        else:
            whole.append((start, end))
    return tuple(whole)
