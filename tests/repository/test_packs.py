"""Every pack reads, says by what right, and says which way it overrides."""

from itertools import pairwise

import pytest

from zouxin import content, packs
from zouxin.checks import all_checks
from zouxin.model.citation import LEVELS

FOLDERS = [content.root() / "packs", *sorted((content.root() / "sources").glob("*/packs"))]
EVERY = [(name, folder) for folder in FOLDERS for name in sorted(p.stem for p in folder.glob("*.yml"))]
PACKS = pytest.mark.parametrize(("name", "folder"), EVERY, ids=[name for name, _ in EVERY])


def folder_of(folder):  # type: ignore[no-untyped-def]
    return None if folder == FOLDERS[0] else folder


@PACKS
def test_it_reads_and_names_itself(name: str, folder) -> None:  # type: ignore[no-untyped-def]
    pack = packs.read(name, folder=folder_of(folder))
    assert pack.name == name
    assert pack.title
    assert pack.rules or pack.scoring


@PACKS
def test_what_it_changes_it_has_a_right_to(name: str, folder) -> None:  # type: ignore[no-untyped-def]
    for rule in packs.read(name, folder=folder_of(folder)).rules:
        assert rule.because.title, rule.check.code
        if rule.limits or (rule.on and rule.because.grade != "G"):
            assert rule.because.number or rule.because.clause, rule.check.code
            assert rule.because.issuer, rule.check.code


@PACKS
def test_nothing_unread_is_on(name: str, folder) -> None:  # type: ignore[no-untyped-def]
    for rule in packs.read(name, folder=folder_of(folder)).rules:
        if rule.because.grade in ("C", "G"):
            assert not rule.on, f"{name} {rule.check.code} is graded {rule.because.grade} and on"
        if not rule.on:
            assert rule.why_off, f"{name} {rule.check.code} is off and does not say why"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_nothing_is_wrong_and_what_is_laxer_says_so(folder) -> None:  # type: ignore[no-untyped-def]
    assert [f"{p.file}:{p.line}: {p.sentence}" for p in packs.problems(folder)] == []


@PACKS
def test_a_layer_follows_a_higher_one(name: str, folder) -> None:  # type: ignore[no-untyped-def]
    for above, below in pairwise(packs.layered([name], folder=folder_of(folder))):
        assert LEVELS.index(above.level) < LEVELS.index(below.level)


def test_the_nation_rules_on_every_check() -> None:
    assert {rule.check.code for rule in packs.read("national").rules} == set(all_checks())
