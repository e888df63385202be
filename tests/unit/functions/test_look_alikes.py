"""Names meet under keys: what must meet meets, families of true names do not, and the cost does not square."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from zouxin import content
from zouxin.functions.look_alikes import meet
from zouxin.functions.names import name_words

GLYPHS = name_words(content.names()).glyphs


def met(true: list[str], strange: list[str], **kinds) -> dict[tuple[str, str], str]:  # type: ignore[no-untyped-def]
    names = [*true, *(s for s in strange if s not in true)]
    owned = np.array([n in true for n in names])
    suspect = np.array([n in strange for n in names])
    found = meet(names, owned, suspect, glyphs=GLYPHS, **({"shortest": 4, "crowd": 20} | kinds))
    return {(names[a], names[b]): how for a, b, how in zip(found.one, found.other, found.how, strict=True)}


@pytest.mark.parametrize(("true", "strange", "how"), [
    ("澄河教育", "澄河敦育", "glyph"), ("澄河发布", "澄和发布", "pinyin"), ("澄河发布", "成河发布", "pinyin"), ("澄河发布12", "澄河发布l2", "glyph"),
    ("平安澄河", "平安澄溪", "near"), ("澄河发布", "澄河发布厅", "near"), ("澄河发布厅", "澄河发布", "near"),
])  # fmt: skip
def test_what_is_easily_taken_for_another(true: str, strange: str, how: str) -> None:
    assert met([true], [strange]) == {(true, strange): how}


def test_names_of_two_true_owners_meet_only_by_sound_or_look() -> None:
    assert met(["澄河县教育局", "汉河县教育局"], []) == {}
    assert set(met(["遂昌发布", "随昌发布"], [])) == {("遂昌发布", "随昌发布"), ("随昌发布", "遂昌发布")}


def test_short_names_and_patterns_are_left_alone() -> None:
    assert met(["发布"], ["发部"]) == {}
    family = [f"{char}河县教育局" for char in "甲乙丙丁庚辛壬癸子丑寅卯辰酉亥金木花草风云"]
    assert met(family, ["某河县教育局"]) == {}
    assert len(met(family[:3], ["某河县教育局"])) == 3


@given(st.lists(st.text("澄河县教育局发布厅", min_size=4, max_size=7), min_size=2, max_size=12, unique=True))
def test_it_finds_all_that_comparing_all_with_all_finds(names: list[str]) -> None:
    true, strange = names[::2], names[1::2]
    found = {pair for pair, how in met(true, strange, crowd=100).items() if how == "near"}
    by_sound = {pair for pair, how in met(true, strange, crowd=100).items() if how != "near"}
    assert found == {(a, b) for a in true for b in strange if Levenshtein.distance(a, b) == 1} - by_sound


def test_the_cost_grows_with_the_names_and_not_with_their_square() -> None:
    toss = np.random.default_rng(1)
    letters = np.array(list("澄河临川东湖平安教育水利交通发布之声县市区城关南北"))

    def took(n: int) -> float:
        names = list({"".join(row) for row in toss.choice(letters, (n, 9))})
        owned, suspect = np.ones(len(names), bool), toss.random(len(names)) < 0.02
        began = time.perf_counter()
        meet(names, owned & ~suspect, suspect, glyphs=GLYPHS, shortest=4, crowd=20)
        return time.perf_counter() - began

    took(1000)
    assert took(40_000) < 30 * max(took(4_000), 0.02)  # squared it would be a hundred times
