"""One draft placed beside a frozen source says what matching all replies at once says, the source's statistics frozen; and joins the groups it would."""

import numpy as np
import pyarrow as pa
import pytest
from bench.quality.frozen_bulk import joined
from hypothesis import given, settings
from hypothesis import strategies as st

from zouxin.functions import matching, near, near_frozen, placing
from zouxin.functions.code_points import Flat, arranged
from zouxin.functions.folding import fold
from zouxin.functions.hashing import stretch_hashes
from zouxin.functions.reply_days import NONE

PIECES = (
    "学府路路灯", "坏了半个月", "晚上不安全", "梧桐小区", "三号楼停水", "水泵房故障", "您反映的问题", "已收悉", "经核实", "已更换电缆", "恢复供水", "感谢来信", "您于2023年7月6日来信",
    "2023年8月2日", "垃圾站异味", "增加清运", "物业费公示", "A12号", "请尽快", "市政局", "公交延误", "滚", "",
)  # fmt: skip
NAMES = ("市政局", "水务局", "")
text = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@st.composite
def mailboxes(draw):
    """Letters, replies with the row of their letter, and drafts: each with a letter's row, a new letter, or none, or in the place of a reply."""
    letters = draw(st.lists(st.tuples(text, st.integers(0, 2), st.sampled_from([NONE, 19544, 19570])), min_size=1, max_size=14))
    replies = draw(st.lists(st.tuples(text, st.integers(-1, len(letters) - 1)), min_size=1, max_size=20))
    like = st.sampled_from([one for one, *_ in letters])
    new = st.tuples(st.one_of(text, like), st.integers(0, 3), st.sampled_from([NONE, 19544]))
    words = st.one_of(text, st.sampled_from([one for one, _ in replies]), like.map("您反映的{}已办".format))
    drafts = draw(st.lists(st.tuples(words, st.one_of(st.integers(-1, len(letters) - 1), new)), max_size=4))
    again = draw(st.lists(st.integers(0, len(replies) - 1), max_size=3))
    return letters, replies, drafts, again


def flat(texts):
    return fold(pa.array(list(texts), pa.large_string())).flat


def exact(texts):
    return stretch_hashes(texts.points, texts.starts)


def grouped(texts):
    return near.groups(near.signatures(texts), np.zeros(len(texts), np.uint64), exact(texts))


class Source:
    """A source read by both ways."""

    def __init__(self, letters, replies):
        self.letters, self.replies = flat(one for one, *_ in letters), flat(one for one, _ in replies)
        self.own = np.array([own for _, own in replies], np.int64)
        self.named = np.array([unit for _, unit, _ in letters], np.int64)
        self.received = np.array([day for *_, day in letters], np.int64)
        self.twin, self.near_same = grouped(self.letters), grouped(self.replies)
        self.frozen = self._frozen()
        self.like = near_frozen.stars(near.signatures(self.letters), exact(self.letters), self.twin)
        self.like_replies = near_frozen.stars(near.signatures(self.replies), exact(self.replies), self.near_same)

    @staticmethod
    def units(named):
        return (named + 1).astype(np.uint64)

    def _frozen(self):
        held = matching.hold(self.replies, self.letters, flat(NAMES), self.named)
        same = np.unique(exact(self.replies), return_inverse=True)[1].astype(np.int64)
        it = matching.learn(held, self.own, self.twin, same, unit=self.units(self.named), received=self.received)
        return placing.freeze(held, it, self.units(self.named), exact(self.replies), self.twin, self.near_same)

    def bulk(self, draft, letter):
        """Everything matched at once, the draft behind the source's replies."""
        n, m, extra = len(self.replies), len(self.letters), []
        named, received, twin, own = self.named, self.received, self.twin, letter
        if isinstance(letter, tuple):
            extra, own = [flat([letter[0]])], m
            named, received = np.append(named, letter[1] if letter[1] < len(NAMES) else -1), np.append(received, letter[2])
            twin = np.append(np.where(np.isin(twin, joined(self.letters, self.twin, extra[0])), m, twin), m)
        unit = self.units(named)
        if isinstance(letter, tuple):
            unit[-1] = letter[1] + 1
        replies, letters = arranged([self.replies, draft], np.arange(n + 1)), arranged([self.letters, *extra], np.arange(len(twin)))
        held = matching.hold(replies, letters, flat(NAMES), named)
        same = np.unique(exact(replies), return_inverse=True)[1].astype(np.int64)
        owns = np.append(self.own, own)
        apart = np.append(self.near_same, n)
        return matching.match(held, owns, twin, same, unit=unit, received=received, first=(n, m)), matching.takes_up(
            held, owns, twin, apart, first=(n, m)
        ).fit[-1]

    def placed(self, draft, letter, replaces=-1):
        if isinstance(letter, tuple):
            one = flat([letter[0]])
            twins = near_frozen.joins(self.like, near.signatures(one), exact(one)[0])
            letter = placing.NewLetter(
                one, np.uint64(letter[1] + 1), flat([NAMES[letter[1]] if letter[1] < len(NAMES) else ""]), letter[2], twins
            )
        return placing.place(self.frozen, draft, letter, replaces)


def same(one, row, other):
    for name in ("own", "best", "back", "odds"):
        assert getattr(one, name)[0] == pytest.approx(getattr(other, name)[row], rel=1e-9, abs=1e-9), name
    assert one.telling[0] == other.telling[row]
    assert one.letters == other.letters
    if np.isfinite(one.odds[0]):
        assert one.best_letter[0] == other.best_letter[row]


@settings(max_examples=60, deadline=None)
@given(mailboxes())
def test_a_draft_placed_alone_is_placed_as_all_at_once(mailbox):
    letters, replies, drafts, again = mailbox
    source = Source(letters, replies)
    for words, letter in drafts:
        draft = flat([words])
        (alone, fit), (whole, taken) = source.placed(draft, letter), source.bulk(draft, letter)
        same(alone, len(replies), whole)
        assert fit == pytest.approx(taken, nan_ok=True)
    if again:
        held = matching.hold(source.replies, source.letters, flat(NAMES), source.named)
        equal = np.unique(exact(source.replies), return_inverse=True)[1].astype(np.int64)
        audit = matching.match(held, source.own, source.twin, equal, unit=source.units(source.named), received=source.received)
        for row in again:  # what stands, sent again in its own place, is what the audit says of it
            same(source.placed(flat([replies[row][0]]), replies[row][1], row)[0], row, audit)


@settings(max_examples=60, deadline=None)
@given(st.lists(text, min_size=1, max_size=25), text)
def test_a_text_joins_the_groups_it_would_be_put_into(texts, one):
    every, one = flat(texts), flat([one])
    known = near_frozen.stars(near.signatures(every), exact(every), grouped(every))
    assert near_frozen.joins(known, near.signatures(one), exact(one)[0]).tolist() == joined(every, grouped(every), one).tolist()


def test_nothing_at_all_is_near_nothing():
    none = Flat(np.zeros(0, np.uint32), np.zeros(1, np.int64))
    known = near_frozen.stars(near.signatures(none), exact(none), np.zeros(0, np.int64))
    one = flat(["学府路路灯坏了"])
    assert near_frozen.joins(known, near.signatures(one), exact(one)[0]).tolist() == []
