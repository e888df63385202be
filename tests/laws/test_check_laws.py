"""What holds of every check, whatever the rows."""

import pytest
from golden_cases import ask
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from worlds import MOMENT, World, crowds, joined, without, yes

from zouxin.checks import all_checks
from zouxin.lake.engine import Engine
from zouxin.model.limit import Limit
from zouxin.model.verdict import BECAUSE

EVERY = pytest.mark.parametrize("code", all_checks())
ORDERED = [(code, name) for code, check in all_checks().items() for name, limit in check.limits.items() if limit.stricter]
ABOUT_ONE = [code for code, check in all_checks().items() if check.scope == "subject"]
BY_LOOKS = [code for code, check in all_checks().items() if any(table.name == "observation" for table in check.reads)]
# one question to an engine takes as long as a hundred rows do: few examples of four worlds each, and no shrinking
few = settings(max_examples=3, phases=[Phase.explicit, Phase.reuse, Phase.generate])


@EVERY
@few
@given(world=crowds(), shuffled=st.randoms(use_true_random=False))
def test_one_answer_a_subject_whatever_the_order(code: str, duckdb_engine: Engine, world: World, shuffled) -> None:  # type: ignore[no-untyped-def]
    check = all_checks()[code]
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


@pytest.mark.parametrize(("code", "name"), ORDERED, ids=[f"{code} {name}" for code, name in ORDERED])
@few
@given(world=crowds(), data=st.data())
def test_a_stricter_limit_never_loses_a_finding(code: str, name: str, duckdb_engine: Engine, world: World, data: st.DataObject) -> None:
    check = all_checks()[code]
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
@given(world=crowds(), other=crowds(source="b"))
def test_another_source_changes_nothing(code: str, duckdb_engine: Engine, world: World, other: World) -> None:
    alone = ask(duckdb_engine, all_checks()[code], world, moment=MOMENT)
    both = ask(duckdb_engine, all_checks()[code], joined(world, other), moment=MOMENT)
    assert [one for one in both if one["source"].startswith("a")] == alone


@pytest.mark.parametrize("code", ABOUT_ONE)
@few
@given(world=crowds(), other=crowds(prefix="n", looks=False))
def test_somebody_else_changes_nothing(code: str, duckdb_engine: Engine, world: World, other: World) -> None:
    alone = ask(duckdb_engine, all_checks()[code], world, moment=MOMENT)
    both = ask(duckdb_engine, all_checks()[code], joined(world, other), moment=MOMENT)
    assert [one for one in both if not one["id"].startswith("n")] == alone


@pytest.mark.parametrize("code", BY_LOOKS)
@settings(few, max_examples=10)
@given(world=crowds(), data=st.data())
def test_a_look_less_never_adds_a_finding(code: str, duckdb_engine: Engine, world: World, data: st.DataObject) -> None:
    if not world["observation"]:
        return
    place = data.draw(st.integers(0, len(world["observation"]) - 1))
    fewer = ask(duckdb_engine, all_checks()[code], without(world, "observation", place), moment=MOMENT)
    assert yes(fewer) <= yes(ask(duckdb_engine, all_checks()[code], world, moment=MOMENT))


@pytest.mark.spark
@EVERY
@settings(few, max_examples=1)
@given(world=crowds(12))
def test_engines_agree(code: str, duckdb_engine: Engine, spark_engine: Engine, world: World) -> None:
    check = all_checks()[code]
    assert ask(spark_engine, check, world, moment=MOMENT) == ask(duckdb_engine, check, world, moment=MOMENT)
