"""Demands that a notice or an order may not make, found sentence by sentence in the raw text.

A demand is told by its own words; a sentence that forbids it, takes it back, tells of it as a trouble, quotes it or leaves it to everybody's own choice
makes none. What stands under a heading that forbids ("严禁下列行为：") is forbidden too.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

#: where a sentence ends
_END = re.compile(r"[。！？；!?;\n]")
#: an item of a list: it stays under the heading above it
_ITEM = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）).、．]|[①-⑳]|[-·•●])")
#: a sentence that opens a quotation and does not close it is somebody's speech
_SPOKEN = re.compile(r"^\s*[“「][^”」]*$")
#: characters within which words of one demand stand together
_REACH = 35
#: a group of words named within a pattern
_NAMED = re.compile(r"\{([a-z_]+)\}")
#: marks that stand in one text full width and in the next half width; a place in the text stays what it was
_WIDE = str.maketrans(",:;!?()", "，：；！？（）")
_QUOTED = re.compile(r"[“「『\"]([^”」』\"]{7,})[”」』\"]")


@dataclass(frozen=True)
class Demand:
    """One demand: which ban it falls under, and its characters in the raw text, start and end."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Ban:
    """How one ban is recognised: any of some patterns, or groups of words that stand `together` in a sentence in whatever order, the act itself
    first; unless the sentence is of another matter; `need`: what must stand in the sentence too."""

    kind: str
    any: tuple[re.Pattern[str], ...]
    together: tuple[tuple[re.Pattern[str], ...], ...]
    unless: re.Pattern[str] | None
    need: re.Pattern[str] | None


@dataclass(frozen=True)
class Grammar:
    """Everything that is tried."""

    bans: tuple[Ban, ...]
    before: re.Pattern[str]
    after: re.Pattern[str]
    free: re.Pattern[str]
    urgent: re.Pattern[str]


def grammar(told: Mapping[str, Any]) -> Grammar:
    """The patterns of content/words/order_bans.yml, compiled."""

    known = {"things": told["things"], "everybody": told["everybody"], **told["words"]}

    def one(pattern: str) -> re.Pattern[str]:
        while (named := _NAMED.search(pattern)) is not None:
            pattern = pattern.replace(named[0], f"(?:{known[named[1]]})")
        return re.compile(pattern)

    bans = tuple(
        Ban(
            kind,
            tuple(map(one, said["any"])),
            tuple(tuple(one(known[name]) for name in group.split()) for group in said.get("together", ())),
            one(said["unless"]) if "unless" in said else None,
            one(said["need"]) if "need" in said else None,
        )
        for kind, said in told["bans"].items()
    )
    forbids = told["forbids"]
    return Grammar(bans, one(forbids["before"]), one(forbids["after"]), one(told["free"]), one(told["urgent"]))


def demands(text: str, by: Grammar) -> list[Demand]:
    """Every demand of a text, in their order; of one ban the first in a sentence."""
    found = []
    for start, sentence, under in _sentences(text, by):
        if under or _SPOKEN.match(sentence):
            continue
        quoted = [(m.start(1), m.end(1)) for m in _QUOTED.finditer(sentence)]
        for ban in by.bans:
            if (span := _made(sentence, ban, by, quoted)) is not None:
                found.append(Demand(ban.kind, start + span[0], start + span[1]))
    return found


def _made(sentence: str, ban: Ban, by: Grammar, quoted: list[tuple[int, int]]) -> tuple[int, int] | None:
    """Where a sentence makes a demand; None where it does not, or only speaks of it."""
    if (ban.unless and ban.unless.search(sentence)) or (ban.need and not ban.need.search(sentence)):
        return None
    if (ban.kind in ("install", "login", "likes", "points", "opening") and by.free.search(sentence)) or (
        ban.kind in ("checkin", "short", "forms", "reply") and by.urgent.search(sentence)
    ):
        return None
    for start, end in _hits(sentence, ban):
        inside = any(a <= start and end <= b for a, b in quoted)
        if not inside and not by.before.search(sentence[:end]) and not by.after.search(sentence[start:]):
            return start, end
    return None


def _hits(sentence: str, ban: Ban) -> Iterator[tuple[int, int]]:
    """Where a sentence has the words of a ban."""
    for pattern in ban.any:
        yield from (hit.span() for hit in pattern.finditer(sentence))
    for group in ban.together:
        found = [pattern.search(sentence) for pattern in group]
        spans = [one.span() for one in found if one is not None]
        start, end = (min(a for a, _ in spans), max(b for _, b in spans)) if spans else (0, 0)
        if len(spans) == len(group) and end - start <= _REACH:
            yield start, end


def _sentences(text: str, by: Grammar) -> Iterator[tuple[int, str, bool]]:
    """(start, sentence, whether a heading above it forbids what it says) of a text.

    What a heading forbids are the items of a finer list below it, up to the next item of its own kind or a paragraph that is no item.
    """
    under, of, now, start = False, "", "", 0
    for end in [*(m.end() for m in _END.finditer(text)), len(text)]:
        sentence = text[start:end].translate(_WIDE)
        if sentence.strip():
            if not text[text.rfind("\n", 0, start) + 1 : start].strip():
                now = _kind_of_item(sentence)
                under = under and bool(now) and now != of
            yield start, sentence, under
            head = re.search(r"[^。；]*[：:]", sentence)
            if not under and head and by.before.search(head[0]):
                under, of = True, now
        start = end


def _kind_of_item(paragraph: str) -> str:
    """How an item of a list is marked: 一、 or （一） or 1. and so on; blank for a paragraph that is none."""
    mark = _ITEM.match(paragraph)
    return re.sub(r"[一二三四五六七八九十]+|\d+|[①-⑳]", lambda m: "一" if "一" <= m[0] <= "龥" else "1", mark[0].strip()) if mark else ""
