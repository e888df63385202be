"""Fifty marks, frozen: a mark that changes tears every finding from its case."""

import hashlib
from pathlib import Path

import pyarrow as pa

from zouxin.findings.wording import marks
from zouxin.model import mark

FROZEN = [line.split("\t") for line in (Path(__file__).parent / "marks.txt").read_text("utf-8").splitlines()]


def test_fifty_marks_stay_what_they_were() -> None:
    assert len(FROZEN) == 50
    assert [mark.mark(*parts) for *parts, _ in FROZEN] == [last for *_, last in FROZEN]


def test_marks_made_a_column_at_a_time_are_the_same() -> None:
    hashed = pa.array([hashlib.sha256(mark.text(*parts).encode()).hexdigest() for *parts, _ in FROZEN])
    assert marks(hashed).to_pylist() == [last for *_, last in FROZEN]


def test_no_two_are_alike() -> None:
    assert len({last for *_, last in FROZEN}) == len(FROZEN)
    assert all(len(last) == mark.LENGTH for *_, last in FROZEN)
