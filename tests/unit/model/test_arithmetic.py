"""Printed figures beside the counts they are of; the cases are published bulletins (docs/explanation/bulletins.md)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zouxin.model.arithmetic import AGREES, CANNOT_TELL, CONTRADICTS, rate, shown, total


@pytest.mark.parametrize(
    ("part", "whole", "printed", "verdict"),
    [
        (29, 31, "93.5%", AGREES),  # 93.548: rounded down, one digit
        (103, 141, "73.05%", AGREES),
        (54, 56, "96%", AGREES),  # 96.43
        (126, 134, "94.3%", CONTRADICTS),  # 94.03
        (437, 461, "95.0%", CONTRADICTS),  # 94.79
        (280, 289, "99.96%", CONTRADICTS),
        (None, 728, "91.9%", CANNOT_TELL),
        (12, None, "92%", CANNOT_TELL),
        (5, 0, "100%", CONTRADICTS),
        (8, 7, "114%", CONTRADICTS),
    ],
)
def test_a_rate_beside_its_counts(part: int | None, whole: int | None, printed: str, verdict: str) -> None:
    assert rate("合格率", part=part, whole=whole, printed=printed).verdict == verdict


def test_a_contradiction_says_what_would_be_right() -> None:
    assert "94.03%" in rate("网站合格率", part=126, whole=134, printed="94.3%").sentence


def test_parts_and_their_total() -> None:
    assert total("账号", parts=[18, 1, 2], whole=28).verdict == CONTRADICTS
    assert total("账号", parts=[326, 83, 6, 46], whole=461).verdict == AGREES
    assert total("账号", parts=[326, None], whole=461).verdict == CANNOT_TELL


@given(st.integers(0, 5000), st.integers(1, 5000), st.integers(0, 3))
def test_what_we_print_never_contradicts(part: int, whole: int, places: int) -> None:
    part = min(part, whole)
    printed = shown(part, whole, places=places).split("（")[0]
    assert rate("率", part=part, whole=whole, printed=printed).verdict == AGREES


def test_a_rate_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match=r"93\.5%"):
        rate("率", part=1, whole=2, printed="约九成")
