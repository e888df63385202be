"""Stretches of a page that somebody else slipped in: link farms, gambling, invoices, spam in another language.

A text is cut into clauses. Each clause gets a score: the weights of the foreign words in it (spotting.py), of addresses
outside officialdom and of contact lines, of letters of a script the page is not written in, of keyword lists; less what
official prose would say. The best way through the clauses between "official" and "foreign" is found exactly (Viterbi):
changing sides costs little at a line's end, more inside a sentence. A stretch is foreign when its own evidence is strong
enough; then its line break or space goes with it, so that what is left is the text as it was before.

Nothing is folded: spans are characters of the raw text.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa

from zouxin.functions.edges import dressed, trimmed
from zouxin.functions.pages import Read, Unseen
from zouxin.functions.spotting import Hits, Spotter, spot, spotter
from zouxin.functions.stretches import COST, DENSE, Clause, peeled, runs

Span = tuple[int, int]

SUSPECT = 3.5  # weights in a text below which it is not read closely
LISTED = 8  # words from which a text may be a list of them
_CUE = r"(?i)(q{1,2}|扣扣|抠抠|企鹅|加扣|微信|薇信|威信|徽信|溦信|维信|薇芯|v信|vx|wx|weixin|电报|飞机|telegram|tg|whatsapp|skype).{0,8}[0-9a-z@_+①-⑳０-９Ａ-ｚ]|(电话|热线|手机|联系|咨询|请电|tel).{0,8}[1１①][3-9３-９③-⑨]|https?://|www\\.|\\.(com|net|cc|top|example|xyz|vip)"
ENOUGH = 5.0  # evidence of a stretch from which it is foreign: a strong word and a plain one, or an address
_HAN = -0.06  # a Chinese character outside any foreign word
_OFFICIAL = -1.1
_WARNED = 0.15  # what a word still counts for where the trade is warned of
_LINES = 40  # characters a warning reaches
_PROSE = re.compile(
    r"我们|他们|你们|因此|所以|但是|如果|由于|已经|没有|无法|不能|可以|为了|以及|[我您他她的了是在被把将已并及其这那没不因于请后时]"
)
_GRAMMAR = -0.3  # a word of grammar: prose has them, lists of keywords have none
_AGAIN = (1.0, 0.5, 0.25)  # what a plain word counts for the first, second and later time

_CUT = re.compile(
    r"(?P<line>\s*[\r\n]\s*)|(?P<stop>[。！？!?；;…]+[”’」』】）)\"]*)|(?P<space>[ \t\u3000\u00a0]+|[|｜丨_+█▌■◆●★☆※►▶→~～]+)|(?P<comma>[，,、：:]+)"
)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[a-z0-9._~:/?#@!$&()*+;=%-]{4,}|(?<![a-z0-9@.])[a-z0-9-]{2,30}(?:\.[a-z0-9-]{2,30}){0,3}\.(?:com|net|cc|top|xyz|vip|club|info|org|biz|me|tv|shop|site|online|example|ru|co|io|app|win|bet|live|fun|ltd|cn)(?![a-z0-9])(?:/[a-z0-9._~/?=&%-]*)?",
    re.I,
)
_CONTACT = re.compile(
    r"(?:q{1,2}|扣扣|抠抠|企鹅|扣)(?:群|号)?[ :：=+加]{0,4}(?!400|800)(?:[0-9一二三四五六七八九零][ -]?){6,11}|(?:加|\+)?(?:微信|薇信|威信|徽信|溦信|维信|薇芯|v信|vx|wx|weixin|微|薇|微信号|v)(?:号|同号|号码)?[ :：=+]{0,3}(?=[a-z0-9_-]*[0-9_-])[a-z][a-z0-9_-]{4,19}"
    r"|(?:电报|飞机|telegram|tg|whatsapp|skype)[ :：@+]{1,4}[a-z0-9_+][a-z0-9_ -]{4,19}|(?:电话|热线|手机|联系|咨询|请电|tel)[^0-9\n]{0,8}1[3-9][0-9](?:[ -]?[0-9]){8}", re.I)  # fmt: skip
_PERSON = re.compile(r"[\u4e00-\u9fff](?:经理|先生|小姐|女士|老板|主管)(?![:：您])")
_QUOTED = re.compile(r"“[^“”\n]{1,24}”|「[^「」\n]{1,24}」|『[^『』\n]{1,24}』")
_GREETS = re.compile(r"\s*[\u4e00-\u9fff]{0,8}(?:先生|女士|同志|网友|市民|朋友)[^\w]{0,3}(?:您好)?[:：!！,，]")
_DATE = re.compile(r"(?:19|20)\d\d[-年./]\d{1,2}[-月./]\d{1,2}")
_TURN = re.compile(
    r"(?<=[\u3400-\u9fff])(?=[A-Za-z\u00c0-\u1eff\u3040-\u30ff\uac00-\ud7af])|(?<=[A-Za-z\u00c0-\u1eff\u3040-\u30ff\uac00-\ud7af])(?=[\u3400-\u9fff])"
)
_SCRIPTS = ((0x400, 0x52F, 0.12), (0xE00, 0xE7F, 0.12), (0x3040, 0x30FF, 0.10), (0x1E00, 0x1EFF, 0.15), (0x900, 0x97F, 0.12),
            (0x590, 0x5FF, 0.12), (0x370, 0x3FF, 0.08), (0x100, 0x24F, 0.12), (0xAC00, 0xD7AF, 0.03))  # fmt: skip


@dataclass(frozen=True, eq=False)
class Instrument:
    """Words with their weights: `weight` float64, `sort` uint8 (0 foreign, 1 official, 2 warning), `kind` by number of the word."""

    spotter: Spotter
    weight: np.ndarray
    sort: np.ndarray
    kind: tuple[str, ...]
    domains: tuple[str, ...]


def instrument(content: Mapping[str, Any]) -> Instrument:
    """The instrument of content/words/post_foreign.yml. A word listed twice counts with its first weight."""
    words: dict[str, tuple[float, int, str]] = {}
    for kind, tiers in content["kinds"].items():
        for tier, listed in tiers.items():
            for word in listed:
                words.setdefault(str(word), (float(content["weights"][tier]), 0, kind))
    for word in content["denounces"]:
        words.setdefault(str(word), (0.0, 2, "warning"))
    for word in content["official"]:
        words.setdefault(str(word), (0.0, 1, "official"))
    made = spotter(tuple(words), content["alike"])
    told = list(words.values())
    return Instrument(made, np.array([t[0] for t in told]), np.array([t[1] for t in told], np.uint8), tuple(t[2] for t in told),
                      tuple(map(str, content["official_domains"])))  # fmt: skip


def leads_away(address: str, by: Instrument) -> bool:
    """Whether an address names a host outside officialdom."""
    host = _host(address)
    return bool(host) and not any(host == d or host.endswith("." + d) or f".{d}." in f".{host}." for d in by.domains)


@dataclass(frozen=True, kw_only=True)
class Tampering:
    """What is foreign in one text: spans, the kinds of words in them, how strong the evidence is (its weights added up)."""

    spans: tuple[Span, ...] = ()
    kinds: tuple[str, ...] = ()
    evidence: float = 0.0


def foreign(texts: pa.Array, by: Instrument, *, seen: Mapping[int, Read] | None = None) -> list[Tampering | None]:
    """Tampering of each text (n); None where there is none. `seen`: by row, what is known of the pages the texts come from."""
    hits, seen = spot(texts, by.spotter), seen or {}
    found: list[Tampering | None] = [None] * len(texts)
    for row in np.flatnonzero(
        suspects(texts, hits, by) | np.isin(np.arange(len(texts)), [r for r, page in seen.items() if page.unseen or page.links])
    ):
        text = texts[int(row)].as_py()
        if text:
            found[row] = Page(text, hits.of(int(row)), by, seen.get(int(row))).read()
    return found


def suspects(texts: pa.Array, hits: Hits, by: Instrument) -> np.ndarray:
    """Which texts are read closely, bool (n): enough weight of foreign words and a strong one, a way to call or many, or another script."""
    rows = np.repeat(np.arange(len(texts)), np.diff(hits.starts))
    each = by.weight[hits.word]
    weight, strong, many = (np.bincount(rows, w, minlength=len(texts)) for w in (each, each >= 2.5, each > 0))
    some = weight >= SUSPECT
    some[some] = (strong[some] > 0) | (many[some] >= LISTED) | _calls(texts.filter(pa.array(some)))
    return some | other_script(texts)


def _calls(texts: pa.Array) -> np.ndarray:
    """Texts that hold what a way to call is made of, bool (n)."""
    found = pa.compute.match_substring_regex(texts, _CUE)
    return found.fill_null(False).to_numpy(zero_copy_only=False)


def other_script(texts: pa.Array) -> np.ndarray:
    """Texts with letters of scripts that official pages are seldom written in, bool (n)."""
    rare = pa.compute.match_substring_regex(
        texts, r"[\x{400}-\x{52f}\x{e00}-\x{e7f}\x{3040}-\x{30ff}\x{1e00}-\x{1eff}\x{900}-\x{97f}\x{590}-\x{5ff}\x{ac00}-\x{d7af}]{3}"
    )
    return rare.fill_null(False).to_numpy(zero_copy_only=False)


class Page:
    """One suspect text, read closely."""

    def __init__(self, text: str, hits: Sequence[tuple[int, int, int]], by: Instrument, page: Read | None = None) -> None:
        self.text, self.by = text, by
        self.official = [(a, b) for a, b, w in hits if by.sort[w] == 1]
        # 视频 within 的微博视频 is the page's own
        within = {at for a, b in self.official if b - a >= 3 for at in range(a, b)}
        within |= {
            at
            for m in _ADDRESS.finditer(text)
            if not leads_away(m.group() if "//" in m.group() else "//" + m.group(), by)
            for at in range(*m.span())
        }
        self.warned = [a for a, b, w in hits if by.sort[w] == 2]
        mentioned = self._mentioned()
        self.foreign = [(a, b, w) for a, b, w in hits if by.sort[w] == 0 and a not in within and a not in mentioned]
        self.codes = np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)
        read = by.spotter.letters[np.minimum(self.codes, len(by.spotter.letters) - 1)]
        # letter by letter what it is read as, the rest as it stands: as long as the text
        self.plain = np.where(read > 0, read, self.codes).astype("<u4").tobytes().decode("utf-32-le", "replace")
        self.links = [(k.start, k.end, k.to) for k in page.links if _host(k.to) and not self._ours(k.to)] if page else []
        self.hidden = [(u.start, u.end) for u in page.unseen if self._means(u)] if page else []

    def _means(self, one: Unseen) -> bool:
        """Whether a hidden stretch is more than a template or a menu: hidden by a trick, or holding links away or foreign words."""
        away = any(one.start <= a < one.end for a, _, _ in (*self.links, *self.points))
        words = sum(float(self.by.weight[w]) for a, _, w in self.foreign if one.start <= a < one.end)
        strange = sum(any(low <= ord(c) <= high for low, high, _ in _SCRIPTS) for c in self.text[one.start : one.end])
        return away or words >= 1.5 or strange >= 6 or (one.hard and one.end - one.start >= 10)

    def _mentioned(self) -> set[int]:
        """Places in quotation marks: who puts a trade's words in them speaks of the trade, unless the text says whom to call."""
        if _CONTACT.search(self.text):
            return set()
        return {at for m in _QUOTED.finditer(self.text) for at in range(*m.span())}

    def read(self) -> Tampering | None:
        """The foreign stretches of the text, or None."""
        clauses = self.clauses()
        if not clauses:
            return None
        found = runs([c.score for c in clauses], [COST[c.cut] for c in clauses])
        kept = [(a, b) for a, b in (peeled(clauses, a, b) for a, b in found) if a < b and self._enough(clauses[a:b])]
        if not kept:
            return None
        spans = trimmed(self.text, [dressed(self.text, clauses[a].start, clauses[b - 1].end) for a, b in kept])
        inside = [w for a, b, w in self.foreign if any(s <= a and b <= e for s, e in spans)]
        kinds = tuple(dict.fromkeys(self.by.kind[w] for w in inside)) or ("address",)
        return Tampering(spans=spans, kinds=kinds, evidence=round(sum(c.evidence for a, b in kept for c in clauses[a:b]), 2))

    def _enough(self, run: Sequence[Clause]) -> bool:
        """Strong words or addresses, several of them, close together; or a list of trade words that repeat each other."""
        start, end = run[0].start, run[-1].end
        evidence = sum(c.evidence for c in run)
        if evidence < ENOUGH or evidence < DENSE * (end - start):
            return False
        words = {w for a, b, w in self.foreign if start <= a and b <= end}
        calls = sum(start <= a < end for a, _, _ in self.calls)
        places = len({self.plain[a:b] for a, b, _ in self.addresses if start <= a < end})
        unseen = any(a < end and start < b for a, b in self.hidden)
        others = calls + places + unseen
        strong = sum(self.by.weight[w] >= 2.5 for w in words) + calls + places // 3 + unseen + sum(c.strange for c in run) // 12
        ours = sum(start <= a < end for a, _ in self.official)
        if ours > len(words) + 2 * others:
            return False
        return (strong >= 1 and len(words) + others + strong >= 3) or (sum(c.listed for c in run) >= 5 and ours <= 1)

    @cached_property
    def chinese(self) -> bool:
        """Whether the page is mostly written in Hanzi."""
        return int(((self.codes >= 0x3400) & (self.codes <= 0x9FFF)).sum()) * 3 > len(self.text)

    @cached_property
    def calls(self) -> list[tuple[int, int, float]]:
        """Lines to call or write to: start, end, weight."""
        return [(m.start(), m.end(), 3.0) for m in _CONTACT.finditer(self.plain)]

    @cached_property
    def addresses(self) -> list[tuple[int, int, float]]:
        """Addresses outside officialdom: start, end, weight."""
        return [(m.start(), m.end(), 1.8) for m in _ADDRESS.finditer(self.plain) if not self._ours(m.group())] + [
            (a, b, 1.8) for a, b, _ in self.links
        ]

    @cached_property
    def points(self) -> list[tuple[int, int, float]]:
        """Both, in the order of the text."""
        return sorted(self.calls + self.addresses)

    @cached_property
    def weights(self) -> list[tuple[int, float]]:
        """Where each foreign word begins and what it weighs; plain words weigh less each time they are said again."""
        said: dict[int, int] = {}
        found = []
        for start, _, word in self.foreign:
            nth = said[word] = said.get(word, -1) + 1
            full = float(self.by.weight[word])
            found.append((start, full if full >= 2.5 else full * _AGAIN[min(nth, 2)]))
        near = [at for start, end, _ in self.calls for at in (start, end)]
        return found + [(m.start(), 2.0) for m in _PERSON.finditer(self.plain) if any(abs(m.start() - at) <= 12 for at in near)]

    def _ours(self, address: str) -> bool:
        host = _host(address) or re.sub(r"^(?:www\.)?", "", address.lower()).split("/")[0].split(":")[0]
        return not leads_away(f"//{host}", self.by)

    def clauses(self) -> list[Clause]:
        """The text cut into clauses with their scores."""
        starts, cuts = self._cut()
        at = np.array(starts)
        repeated = np.array(self._lists(starts, cuts))
        words = self._summed(self.weights, at) + repeated
        words *= [self._believed(a, b) for a, b in pairwise(starts)] if self.warned else 1.0
        strange, share = self._strange()
        evidence = words + self._summed([(a, w) for a, _, w in self.points], at) + self._within(share, at) + self._unseen(at)
        score = evidence + self._against(at)
        many = self._within(strange, at)
        rows = zip(starts[:-1], starts[1:], cuts, score.tolist(), evidence.tolist(), (repeated > 0).tolist(), many.tolist(), strict=True)
        return [Clause(start=a, end=b, cut=c, score=s, evidence=e, listed=r, strange=int(m)) for a, b, c, s, e, r, m in rows]

    def _within(self, of: np.ndarray, at: np.ndarray) -> np.ndarray:
        """Sum of a figure of every character over each clause."""
        return np.diff(np.concatenate([[0.0], np.cumsum(of)])[at])

    def _summed(self, points: Sequence[tuple[int, float]], at: np.ndarray) -> np.ndarray:
        """Sum of the weights that begin in each clause."""
        of = np.zeros(len(self.codes))
        for start, weight in points:
            of[start] += weight
        return self._within(of, at)

    def _strange(self) -> tuple[np.ndarray, np.ndarray]:
        """Of each character, whether it is of a script official pages are seldom written in, and what that weighs."""
        strange, share = np.zeros(len(self.codes)), np.zeros(len(self.codes))
        if self.codes.max(initial=0) >= 0x100:
            for low, high, weight in _SCRIPTS:
                inside = (self.codes >= low) & (self.codes <= high)
                strange += inside
                share += inside * weight
        return strange, share

    def _unseen(self, at: np.ndarray) -> np.ndarray:
        mask = np.zeros(len(self.codes))
        for a, b in self.hidden:
            mask[a:b] = 1
        return 12.0 * (self._within(mask, at) > 0)

    def _against(self, at: np.ndarray) -> np.ndarray:
        """What official prose, Hanzi outside foreign words and grammar say against each clause; Latin goes with its neighbours."""
        han = (self.codes >= 0x3400) & (self.codes <= 0x9FFF)
        for a, b, _ in self.foreign:
            han[a:b] = False
        ours = [(a, _OFFICIAL) for a, _ in self.official] + [(m.start(), 2 * _OFFICIAL) for m in _DATE.finditer(self.text)]
        ours += [(a, _OFFICIAL) for a in at[:-1].tolist() if _GREETS.match(self.text, a)]
        ours += [(m.start(), _GRAMMAR) for m in _PROSE.finditer(self.text)]
        latin = ((self.codes | 0x20) >= 0x61) & ((self.codes | 0x20) <= 0x7A)
        beside = np.minimum(0.03 * self._within(latin, at), 0.6) if self.chinese else 0.0
        return np.maximum(_HAN * self._within(han, at) + self._summed(ours, at), -6.0) + beside

    def _cut(self) -> tuple[list[int], list[str]]:
        """Where clauses begin (and the end of the text), and what stands behind each."""
        shown = {(a, b) for a, b, _ in self.links}
        held = [(a, b) for a, b, _ in self.points if (a, b) not in shown]
        places = {m.end(): str(m.lastgroup) for m in _CUT.finditer(self.text) if not any(a < m.start() and m.end() < b for a, b in held)}
        for at in (m.start() for m in re.finditer(r"[【「『\[(（《<]", self.text)):
            places.setdefault(at, "comma")
        for a, b in self.hidden:
            places |= {a: "line", b: "line"}
        for a, b in shown:
            places.setdefault(a, "contact")
            places.setdefault(b, "contact")
        for a, b in held:
            places.setdefault(a, "hit")
            places.setdefault(b, "contact")
        for m in _TURN.finditer(self.text):
            places.setdefault(m.start(), "script")
        for a, b, _ in self.foreign:
            places.setdefault(a, "hit")
            places.setdefault(b, "hit")
        for m in _PERSON.finditer(self.plain):
            places.setdefault(m.end(), "hit")
        places = {at: cut for at, cut in places.items() if 0 < at < len(self.text) and not any(a < at < b for a, b in held)}
        order = sorted(places)
        return [0, *order, len(self.text)], [*(places[at] for at in order), "line"]

    def _believed(self, start: int, end: int) -> float:
        """How far the words of a clause count: little where the same line warns of the trade, unless it mostly plies it."""
        low = max(self.text.rfind("\n", 0, start) + 1, start - _LINES)
        high = self.text.find("\n", end)
        high = min(high if high >= 0 else len(self.text), end + _LINES)
        warned = sum(low <= a < high for a in self.warned)
        strong = len({w for a, _, w in self.foreign if low <= a < high and self.by.weight[w] >= 2.5})
        return 1.0 if not warned or strong > 3 * warned else _WARNED

    def _lists(self, starts: Sequence[int], cuts: Sequence[str]) -> list[float]:
        """What each clause gains by ending an entry of a list of keywords: entries that repeat their neighbours' words."""
        ends = [k for k, cut in enumerate(cuts) if cut not in ("hit", "contact", "script")]
        begins = [0, *(k + 1 for k in ends[:-1])]
        bare = [re.sub(r"[^\w]|_", "", self.plain[starts[a] : starts[b + 1]]) for a, b in zip(begins, ends, strict=True)]
        grams = [{s[i : i + 2] for i in range(len(s) - 1)} if 2 <= len(s) <= 16 else set() for s in bare]
        gain = [0.0] * len(cuts)
        for at, (a, b) in enumerate(zip(begins, ends, strict=True)):
            around = [grams[k] for k in range(max(at - 4, 0), min(at + 5, len(ends))) if k != at and grams[k]]
            shared = sum(bool(grams[at] & other) for other in around)
            trade = any(starts[a] <= start < starts[b + 1] for start, _, _ in self.foreign)
            if len(around) >= 3 and shared >= 3 and trade:
                gain[b] = 0.8
        return gain


def _host(address: str) -> str:
    """The host an absolute address names, less its www; empty where it names none."""
    m = re.match(r"(?:https?:)?//(?:www\.)?([^/:?#\s]+)", address.strip().lower())
    return m.group(1) if m else ""


def without(text: str, spans: Sequence[Span]) -> str:
    """The text less the spans, exactly."""
    kept, at = [], 0
    for start, end in spans:
        kept.append(text[at:start])
        at = end
    return "".join([*kept, text[at:]])
