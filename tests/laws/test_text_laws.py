"""What holds of the functions that read text, whatever the text."""

from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zouxin import content
from zouxin.functions import acts, near, reading
from zouxin.functions.code_points import utf8
from zouxin.functions.copied import BRIDGE, GRAM, copied, spans
from zouxin.functions.folding import fold, fold_strings, pinyin_noise, spelling, table
from zouxin.functions.hashing import stretch_hashes

HANZI = "路灯坏了请问何时修复小区门口积水严重您好来信收悉感谢支持我局已派人核实回复办理"
MARKS = "，。？！、\n 　《》（）：；"
OTHER = "0123456789ABCabcＡｂ１２三壹貳點發臺灣燈壞𠮷😀é—…①"
TEXTS = st.text(alphabet=HANZI * 3 + MARKS + OTHER, max_size=80)
PLAIN = st.text(alphabet=HANZI + MARKS, max_size=80)


def strings(*texts: str) -> pa.Array:
    return pa.array(texts, pa.large_string())


def test_what_a_character_folds_to_folds_to_itself() -> None:
    known = table()
    kept = known[known != 0]
    assert (known[kept[kept < len(known)]] == kept[kept < len(known)]).all()


@given(text=st.text(alphabet=HANZI + MARKS + "ＡＢ１２三貳點發臺灣燈壞𠮷—…", max_size=80))
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold_strings(strings(text))
    assert fold_strings(once).to_pylist() == once.to_pylist()


@given(text=TEXTS)
def test_positions_point_at_the_characters_that_were_kept(text: str) -> None:
    folded = fold(strings(text))
    assert list(folded.position) == sorted(set(folded.position))
    assert all(0 <= at < len(text) for at in folded.position)
    assert [table()[ord(text[at])] for at in folded.position] == list(folded.flat.points)


@given(text=PLAIN)
def test_what_is_left_out_is_no_text(text: str) -> None:
    said = set(fold(strings(text)).position)
    assert all(char in MARKS for at, char in enumerate(text) if at not in said)


@st.composite
def spelled(draw: st.DrawFn) -> str:
    """A text with Latin runs that spell the Hanzi around them, or nearly."""
    hanzi = draw(st.text(alphabet="走心注音女装逼安全", min_size=1, max_size=4))
    readings = st.sampled_from(["zǒu", "xīn", "zhù", "yīn", "zou", "xin", "nü", "nǚ", "zhuang", "bī", "ān", "quán", "app", "wifi", "a"])
    runs = draw(st.lists(st.tuples(readings, st.sampled_from(["", " ", "'", "·", "　", "，", "ß"])), max_size=4))
    before, behind = draw(st.sampled_from(["", "(", "（ ", "，"])), draw(st.sampled_from(["", ")", " ）", "音", "安", "，"]))
    return hanzi + before + "".join(run + mark for run, mark in runs) + behind


@given(parts=st.lists(st.lists(spelled(), max_size=4).map("".join), max_size=5))
def test_only_what_spells_a_hanzi_is_searched_for_pinyin(parts: list[str]) -> None:
    data, offsets = utf8(strings(*parts))
    found = spelling(data, offsets, np.arange(len(parts)))
    assert {row for row, text in enumerate(parts) if pinyin_noise(text)} <= set(found)


@given(parts=st.lists(st.lists(spelled(), max_size=4).map("".join), max_size=5))
def test_a_text_folds_alike_in_any_company(parts: list[str]) -> None:
    together, alone = fold(strings(*parts)), [fold(strings(part)) for part in parts]
    starts = together.flat.starts
    assert [part.flat.points.tolist() for part in alone] == [together.flat.points[a:b].tolist() for a, b in pairwise(starts)]
    assert [at for part in alone for at in part.position.tolist()] == together.position.tolist()


@given(masks=st.lists(st.lists(st.booleans(), max_size=8), max_size=6))
def test_spans_are_the_true_stretches_of_each_text(masks: list[list[bool]]) -> None:
    flat = fold(strings(*("路" * len(mask) for mask in masks))).flat
    position = np.concatenate([np.arange(len(mask)) for mask in masks] or [np.zeros(0)]).astype(np.int32)
    found, begins = spans(np.array([value for mask in masks for value in mask], bool), flat, position)
    expected = [[edge for stretch in runs(np.array(mask, bool)) for edge in stretch] for mask in masks]
    assert [found[a:b].tolist() for a, b in pairwise(begins)] == expected


@st.composite
def letter_and_reply(draw: st.DrawFn) -> tuple[str, str]:
    """A letter and a reply that quotes some of it."""
    letter = draw(TEXTS)
    parts = []
    for _ in range(draw(st.integers(0, 3))):
        first = draw(st.integers(0, len(letter)))
        parts += [letter[first : first + draw(st.integers(0, 20))], draw(st.text(alphabet=HANZI + MARKS, max_size=6))]
    return letter, "".join(parts)


@given(both=letter_and_reply())
def test_every_copied_stretch_stands_in_the_letter(both: tuple[str, str]) -> None:
    letter, reply = (fold(strings(text)).flat for text in both)
    said, asked = list(reply.points), list(letter.points)
    held = {tuple(asked[i : i + GRAM]) for i in range(len(asked) - GRAM + 1)}
    sure = np.zeros(len(said), bool)
    for i in range(len(said) - GRAM + 1):
        if tuple(said[i : i + GRAM]) in held:
            sure[i : i + GRAM] = True
    mask = copied(reply, letter)
    assert (mask | ~sure).all()  # what stands there is marked
    bridged = mask & ~sure
    for start, end in runs(bridged):  # and what is marked besides is a short gap between two copies
        assert end - start <= BRIDGE
        assert sure[start - 1]
        assert sure[end]


def runs(mask: np.ndarray) -> list[tuple[int, int]]:
    """True stretches as (start, end)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    return list(zip(edges[::2], edges[1::2], strict=True))


@pytest.fixture(scope="module")
def grammar() -> acts.Grammar:
    return acts.grammar(content.reply_acts())


def read(pairs: list[tuple[str, str]], grammar: acts.Grammar, phrases: np.ndarray) -> reading.Read:
    letters, replies = (strings(*texts) for texts in zip(*pairs, strict=True))
    return reading.read(replies, letters, grammar=grammar, scope=np.zeros(len(pairs), np.uint64), phrases=phrases)


@given(pairs=st.lists(letter_and_reply(), min_size=1, max_size=5), usual=st.booleans())
def test_the_parts_of_a_reply_add_up(pairs: list[tuple[str, str]], usual: bool, grammar: acts.Grammar) -> None:
    nothing = np.zeros(0, np.uint64)
    first = read(pairs, grammar, nothing)
    keys = stretch_hashes(first.clauses.folded.flat.points, first.clauses.starts)
    phrases = np.unique(reading.mix(np.zeros(len(keys), np.uint64), keys))[::2] if usual else nothing
    counts = reading.counts(read(pairs, grammar, phrases))
    assert (sum(counts[part] for part in ("copied", "formal", "phrase", "novel")) == counts["chars"]).all()
    assert (counts["letter_copied"] <= counts["letter_chars"]).all()
    assert (counts["substance"] <= counts["chars"]).all()


@given(pairs=st.lists(letter_and_reply(), min_size=1, max_size=5))
def test_spans_lie_in_the_text_in_order(pairs: list[tuple[str, str]], grammar: acts.Grammar) -> None:
    marks = reading.marks(read(pairs, grammar, np.zeros(0, np.uint64)))
    for name, step in (("copied_spans", 2), ("novel_spans", 2), ("acts_spans", 3), ("letter_spans", 2)):
        for (letter, reply), found in zip(pairs, marks[name].to_pylist(), strict=True):
            text = letter if name == "letter_spans" else reply
            ends = [at for k in range(0, len(found), step) for at in found[k : k + 2]]
            assert ends == sorted(ends)
            assert all(0 <= at <= len(text) for at in ends)
            assert all(found[k] < found[k + 1] for k in range(0, len(found), step))


@given(pairs=st.lists(letter_and_reply(), min_size=2, max_size=6), data=st.data())
def test_a_reply_is_read_alike_in_any_company(pairs: list[tuple[str, str]], data: st.DataObject, grammar: acts.Grammar) -> None:
    order = data.draw(st.permutations(range(len(pairs))))
    nothing = np.zeros(0, np.uint64)
    here, there = reading.counts(read(pairs, grammar, nothing)), reading.counts(read([pairs[k] for k in order], grammar, nothing))
    for name, values in here.items():
        assert [values[k] for k in order] == list(there[name])


@given(data=st.data(), seeds=st.lists(st.integers(0, 10**6), min_size=2, max_size=5, unique=True))
def test_groups_do_not_depend_on_the_order(data: st.DataObject, seeds: list[int]) -> None:
    # families of one long text each, whose members differ by one character of 120
    rows = []
    for seed in seeds:
        drawn = np.random.default_rng(seed).integers(0x4E00, 0x9000, 120)
        for change in range(data.draw(st.integers(1, 4))):
            member = drawn.copy()
            member[change] = 0x4E00 + change
            rows.append("".join(map(chr, member)))
    order = data.draw(st.permutations(range(len(rows))))
    assert families(rows) == families([rows[k] for k in order])


def families(texts: list[str]) -> set[frozenset[str]]:
    """Groups as sets of texts."""
    flat = fold(strings(*texts)).flat
    group = near.groups(near.signatures(flat, workers=1), np.zeros(len(texts), np.uint64), stretch_hashes(flat.points, flat.starts))
    assert all(group[k] <= k for k in range(len(texts)))
    assert (group[group] == group).all()
    return {frozenset(texts[k] for k in np.flatnonzero(group == name)) for name in np.unique(group)}
