"""What holds of every check, whatever the rows."""

import pytest
from golden_cases import ask
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import MOMENT, World, joined, without, worlds, yes

from zouxin.checks import Check, all_checks
from zouxin.lake.engine import Engine
from zouxin.model.limit import Limit
from zouxin.model.verdict import BECAUSE

EVERY = pytest.mark.parametrize("check", all_checks().values(), ids=lambda check: check.code)
ORDERED = [(check, name) for check in all_checks().values() for name, limit in check.limits.items() if limit.stricter]
few = settings(max_examples=8)


@EVERY
@few
@given(world=worlds(), shuffled=st.randoms(use_true_random=False))
def test_one_answer_a_subject_whatever_the_order(check: Check, duckdb_engine: Engine, world: World, shuffled) -> None:  # type: ignore[no-untyped-def]
    answers = ask(duckdb_engine, check, world, moment=MOMENT)
    subjects = {(one["source"], one["id"]) for one in world[check.subject.name]}
    asked = [(one["source"], one["id"]) for one in answers]
    assert len(asked) == len(set(asked))
    assert set(asked) <= subjects
    for one in answers:
        assert (one["found"] is None) == (one["because"] is not None), one
        assert one["because"] in {None, *BECAUSE}
    other = {name: shuffled.sample(rows, len(rows)) for name, rows in world.items()}
    assert ask(duckdb_engine, check, other, moment=MOMENT) == answers


@pytest.mark.parametrize(("check", "name"), ORDERED, ids=[f"{check.code} {name}" for check, name in ORDERED])
@few
@given(world=worlds(), data=st.data())
def test_a_stricter_limit_never_loses_a_finding(check: Check, name: str, duckdb_engine: Engine, world: World, data: st.DataObject) -> None:
    loose, strict = data.draw(pairs(check.limits[name]))
    assert check.limits[name].tighter(strict, loose)
    others = {"counts": "working"} if "counts" in check.limits and data.draw(st.booleans()) else {}
    before = ask(duckdb_engine, check, world, moment=MOMENT, limits={**others, name: loose})
    after = ask(duckdb_engine, check, world, moment=MOMENT, limits={**others, name: strict})
    assert yes(before) <= yes(after)


def pairs(limit: Limit) -> st.SearchStrategy[tuple[float, float]]:
    """(looser, stricter) values around the default."""
    steps = sorted({0, 1, 2, 6, 20, 50, 95, limit.default, limit.default + 1, limit.default * 2})
    two = st.lists(st.sampled_from(steps), min_size=2, max_size=2, unique=True).map(sorted)
    return two.map(lambda ab: (ab[1], ab[0]) if limit.stricter == "lower" else (ab[0], ab[1]))


@EVERY
@few
@given(world=worlds(), other=worlds(source="b"))
def test_another_source_changes_nothing(check: Check, duckdb_engine: Engine, world: World, other: World) -> None:
    alone = ask(duckdb_engine, check, world, moment=MOMENT)
    both = ask(duckdb_engine, check, joined(world, other), moment=MOMENT)
    assert [one for one in both if one["source"] == "a"] == alone


@pytest.mark.parametrize("check", [c for c in all_checks().values() if c.scope == "subject"], ids=lambda check: check.code)
@few
@given(world=worlds(), other=worlds(prefix="n", looks=False))
def test_somebody_else_changes_nothing(check: Check, duckdb_engine: Engine, world: World, other: World) -> None:
    alone = ask(duckdb_engine, check, world, moment=MOMENT)
    both = ask(duckdb_engine, check, joined(world, other), moment=MOMENT)
    assert [one for one in both if not one["id"].startswith("n")] == alone


@pytest.mark.parametrize("check", [c for c in all_checks().values() if any(t.name == "observation" for t in c.reads)], ids=lambda check: check.code)
@settings(max_examples=20)
@given(world=worlds(), data=st.data())
def test_a_look_less_never_adds_a_finding(check: Check, duckdb_engine: Engine, world: World, data: st.DataObject) -> None:
    if not world["observation"]:
        return
    place = data.draw(st.integers(0, len(world["observation"]) - 1))
    fewer = ask(duckdb_engine, check, without(world, "observation", place), moment=MOMENT)
    assert yes(fewer) <= yes(ask(duckdb_engine, check, world, moment=MOMENT))


@pytest.mark.spark
@EVERY
@settings(max_examples=1)
@given(several=st.lists(worlds(letters=12), min_size=6, max_size=6))
def test_engines_agree(check: Check, duckdb_engine: Engine, spark_engine: Engine, several: list[World]) -> None:
    # many small worlds in one question, each a source of its own
    world = joined(*({name: [{**one, "source": f"s{n}"} for one in rows] for name, rows in each.items()} for n, each in enumerate(several)))
    assert ask(spark_engine, check, world, moment=MOMENT) == ask(duckdb_engine, check, world, moment=MOMENT)
