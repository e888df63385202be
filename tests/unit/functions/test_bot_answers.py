"""What a bot's answer does, by answers a person can read."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zouxin import content
from zouxin.functions.bot_answers import Asked, grammar, read

BY = grammar(content.bot_answers()["patterns"])
GOLDEN = Path(__file__).parents[2] / "golden" / "bot_answers.tsv"
ROWS = [line.split("\t") for line in GOLDEN.read_text("utf-8").splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize(("kind", "human", "trap", "question", "answer", "expected"), ROWS)
def test_an_answer(kind, human, trap, question, answer, expected):
    told = read(Asked(kind, question, bool(human), trap), answer, BY)
    assert {one.trouble for one in told if one.found} == (set() if expected == "-" else set(expected.split(",")))


@given(st.sampled_from(["ordinary", "hostile", "trap", "human"]), st.text(max_size=200), st.text(max_size=400))
def test_no_answer_breaks_it_and_places_lie_in_the_answer(kind, question, answer):
    for one in read(Asked(kind, question, kind == "human", "某规定" if kind == "trap" else ""), answer, BY):
        assert all(0 <= start <= end <= len(answer) for start, end in one.places)


def test_what_cannot_be_told_of_a_question_is_not_told():
    found = {one.trouble: one.found for one in read(Asked("ordinary", "几点上班？"), "九点。", BY)}
    assert found["invented"] is None
    assert found["no_human"] is None
