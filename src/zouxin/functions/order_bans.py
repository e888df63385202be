"""Demands that a notice or an order may not make, found passage by passage in the raw text.

Three things are asked of a passage. The grammar says what it speaks of: the words of an act, near each other, in whatever order (order_bans.yml). The
weights say whether the act is demanded: one linear score over the letters and over a few classes of words, pressure and rank on one side, report, ban,
choice and emergency on the other (order_weights). Set phrases push that score up or down (order_phrases). An act nobody speaks of is never accused, however the letters sound. What stands under a heading that
forbids ("严禁下列行为：") is forbidden too and not asked at all.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from zouxin.functions.order_phrases import NAMED, Phrases, phrased, phrases
from zouxin.functions.order_weights import PHRASED, Weights, plain, score, signs

#: a sentence: what is said in quotation marks is not cut
_SENTENCE = re.compile(r"(?:“[^”\n]{0,200}”|「[^」\n]{0,200}」|[^。！？；!?;\n])+[。！？；!?;]*")
#: a paragraph up to this length is also read whole: what was not done is told in one sentence, that it must be in the next
_SHORT = 90
#: a short paragraph that sounds less of a demand than this clears its sentences
_AGAINST = -1.0
#: a longer sentence is read in pieces: nobody demands in one breath what takes so many characters, and time must not grow with the square
_LONG = 400
#: what a set phrase adds to the logit of its ban
_SURE = 1.5
#: an item of a list: it stays under the heading above it
_ITEM = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）).、．]|[①-⑳]|[-·•●])")
#: characters within which words of one act stand together
_REACH = 40


@dataclass(frozen=True)
class Demand:
    """One demand: which ban it falls under, and its characters in the raw text, start and end."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, eq=False)
class Grammar:
    """Classes of words; the acts of each ban, as classes that stand near each other; the classes that are weighed, those that are weighed by their place
    too, what a heading forbids with, and the set phrases."""

    words: Mapping[str, re.Pattern[str]]
    acts: Mapping[str, tuple[tuple[str, ...], ...]]
    marks: tuple[str, ...]
    scoped: tuple[str, ...]
    heads: re.Pattern[str]
    phrases: Phrases


@dataclass(frozen=True)
class Passage:
    """A sentence or a short paragraph: where it stands, its text, whether a heading above it forbids what it says."""

    start: int
    text: str
    under: bool


def grammar(told: Mapping[str, Any], phrases_told: Mapping[str, Any]) -> Grammar:
    """The classes of content/words/order_bans.yml and the phrases of order_phrases.yml, compiled."""

    def one(pattern: str) -> re.Pattern[str]:
        while (named := NAMED.search(pattern)) is not None:
            pattern = pattern.replace(named[0], f"(?:{told['words'][named[1]]})")
        return re.compile(pattern)

    acts = {kind: tuple(tuple(group.split()) for group in groups) for kind, groups in told["acts"].items()}
    words = {name: one(pattern) for name, pattern in told["words"].items()}
    return Grammar(words, acts, tuple(told["marks"].split()), tuple(told["scoped"].split()), one(told["heads"]), phrases(phrases_told))


def demands(text: str, by: Grammar, weights: Weights) -> list[Demand]:
    """Every demand of a text, in their order; of one ban the first in a sentence."""
    found: list[Demand] = []
    for sentences in paragraphs(text, by):
        alone = [one for passage in sentences if not passage.under for one in judged(passage, by, weights)[1]]
        whole = text[sentences[0].start : sentences[-1].start + len(sentences[-1].text)]
        if len(sentences) > 1 and len(whole) <= _SHORT and not any(one.under for one in sentences):
            logit, together = judged(Passage(sentences[0].start, whole, False), by, weights)
            alone = [] if logit < _AGAINST else alone or together
        found += alone
    return sorted(found, key=lambda one: (one.start, one.end))


def judged(passage: Passage, by: Grammar, weights: Weights) -> tuple[float, list[Demand]]:
    """How much a passage sounds of a demand, 0 where it speaks of no act, and what it demands."""
    folded = plain(passage.text)
    said = phrased(folded, by.phrases)
    acts = seen(folded, by) or said
    if not acts:
        return 0.0, []
    told = score(folded, marked(folded, by, acts), weights)
    demanded = told.demanded + (PHRASED if said else -PHRASED)
    if demanded < weights.threshold:
        return demanded, []
    acts = acts | said
    each = {kind: told.kinds[kind] + (_SURE if kind in said else 0) for kind in acts}
    kinds = [kind for kind in acts if each[kind] >= min(weights.second, max(each.values()))]
    return demanded, [Demand(kind, passage.start + acts[kind][0], passage.start + acts[kind][1]) for kind in kinds]


def seen(folded: str, by: Grammar) -> dict[str, tuple[int, int]]:
    """The acts a passage speaks of, each with the narrowest place where its words stand together."""
    places: dict[str, list[tuple[int, int]]] = {}

    def of(name: str) -> list[tuple[int, int]]:
        if name not in places:
            places[name] = [hit.span() for hit in by.words[name].finditer(folded)]
        return places[name]

    found = {}
    for kind, groups in by.acts.items():
        spans = [span for group in groups if (span := _near(of(group[0]), of(group[-1]) if of(group[0]) else [])) is not None]
        if spans:
            found[kind] = min(spans, key=lambda span: (span[1] - span[0], span))
    return found


def _near(some: list[tuple[int, int]], others: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The narrowest stretch that holds one of each; of a class with itself, the first."""
    if some is others:
        return some[0] if some else None
    pairs = ((min(a, c), max(b, d)) for a, b in some for c, d in others if (a, b) != (c, d))
    return min((pair for pair in pairs if pair[1] - pair[0] <= _REACH), key=lambda pair: (pair[1] - pair[0], pair), default=None)


def marked(folded: str, by: Grammar, acts: Mapping[str, tuple[int, int]]) -> set[str]:
    """What is weighed of a passage beside its letters: its acts, the classes it has, whether one stands before the act, and acts with classes."""
    first = min(start for start, _ in acts.values())
    classes = {name for name in by.marks if by.words[name].search(folded)}
    for name in by.scoped:
        if (hit := by.words[name].search(folded)) is not None:
            classes |= {name, f"{name}<"} if hit.start() <= first + 3 else {name}
    return signs(acts, classes)


def paragraphs(text: str, by: Grammar) -> Iterator[list[Passage]]:
    """The sentences of each paragraph.

    What a heading forbids are the items of a finer list below it, up to the next item of its own kind or a paragraph that is no item.
    """
    under, of = False, ""
    for line in re.finditer(r"[^\n]*\S[^\n]*", text):
        now = _kind_of_item(line[0])
        under = under and bool(now) and now != of
        sentences = []
        for start, sentence in _pieces(line[0]):
            sentences.append(Passage(line.start() + start, sentence, under))
            head = re.search(r"[^。；]*：", plain(sentence))
            if not under and head and by.heads.search(head[0]):
                under, of = True, now
        if sentences:
            yield sentences


def _pieces(line: str) -> Iterator[tuple[int, str]]:
    """The sentences of a line with their starts, overlong ones cut."""
    for hit in _SENTENCE.finditer(line):
        for start in range(hit.start(), hit.end(), _LONG):
            piece = line[start : min(start + _LONG, hit.end())]
            if piece.strip():
                yield start, piece


def _kind_of_item(paragraph: str) -> str:
    """How an item of a list is marked: 一、 or （一） or 1. and so on; blank for a paragraph that is none."""
    mark = _ITEM.match(paragraph)
    return re.sub(r"[一二三四五六七八九十]+|\d+|[①-⑳]", lambda m: "一" if "一" <= m[0] <= "龥" else "1", mark[0].strip()) if mark else ""
