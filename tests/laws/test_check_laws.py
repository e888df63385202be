"""What holds of every check, whatever the rows."""

from itertools import pairwise

import pytest
from golden_cases import ask
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from worlds import MOMENT, World, busy, joined, without, worlds, yes

from zouxin.checks import all_checks
from zouxin.lake.engine import Engine
from zouxin.model.limit import Limit
from zouxin.model.verdict import BECAUSE

EVERY = pytest.mark.parametrize("code", all_checks())
ORDERED = [(code, name) for code, check in all_checks().items() for name, limit in check.limits.items() if limit.stricter]
BY_LOOKS = [code for code, check in all_checks().items() if any(table.name == "observation" for table in check.reads)]
# a question to an engine takes as long as a thousand rows do: few examples, large worlds, no shrinking
few = settings(max_examples=2, phases=[Phase.explicit, Phase.reuse, Phase.generate])


@EVERY
@few
@given(world=worlds(), shuffled=st.randoms(use_true_random=False))
def test_one_answer_a_subject_whatever_the_order(code: str, duckdb_engine: Engine, world: World, shuffled) -> None:  # type: ignore[no-untyped-def]
    check = all_checks()[code]
    answers = ask(duckdb_engine, check, world, moment=MOMENT, limits=busy(check))
    subjects = {(one["source"], one["id"]) for one in world[check.subject.name]}
    asked = [(one["source"], one["id"]) for one in answers]
    assert len(asked) == len(set(asked))
    assert set(asked) <= subjects
    for one in answers:
        assert (one["found"] is None) == (one["because"] is not None), one
        assert one["because"] in {None, *BECAUSE}
    other = {name: shuffled.sample(rows, len(rows)) for name, rows in world.items()}
    assert ask(duckdb_engine, check, other, moment=MOMENT, limits=busy(check)) == answers


@pytest.mark.parametrize(("code", "name"), ORDERED, ids=[f"{code} {name}" for code, name in ORDERED])
@few
@given(world=worlds(letters=90), counts=st.sampled_from(("working", "calendar")))
def test_a_stricter_limit_never_loses_a_finding(code: str, name: str, duckdb_engine: Engine, world: World, counts: str) -> None:
    check = all_checks()[code]
    others = {"counts": counts} if "counts" in check.limits else {}
    found = [yes(ask(duckdb_engine, check, world, moment=MOMENT, limits={**others, name: value})) for value in stricter(check.limits[name])]
    assert all(loose <= strict for loose, strict in pairwise(found))


def stricter(limit: Limit) -> list[float]:
    """Values around the default, each stricter than the one before."""
    steps = sorted({0, 15, limit.default, limit.default + 1, limit.default * 2}, reverse=limit.stricter == "lower")
    assert all(limit.tighter(b, a) for a, b in pairwise(steps))
    return steps


@EVERY
@few
@given(world=worlds(), elsewhere=worlds(source="b"), others=worlds(prefix="n", looks=False))
def test_somebody_else_changes_nothing(code: str, duckdb_engine: Engine, world: World, elsewhere: World, others: World) -> None:
    check = all_checks()[code]
    # a check of the corpus may look at everybody in the source, a check of a subject at nobody else
    more = joined(world, elsewhere, others) if check.scope == "subject" else joined(world, elsewhere)
    both = ask(duckdb_engine, check, more, moment=MOMENT, limits=busy(check))
    assert [one for one in both if one["source"].startswith("a") and not one["id"].startswith("n")] == ask(
        duckdb_engine, check, world, moment=MOMENT, limits=busy(check)
    )


@pytest.mark.parametrize("code", BY_LOOKS)
@settings(few, max_examples=10)
@given(world=worlds(), data=st.data())
def test_a_look_less_never_adds_a_finding(code: str, duckdb_engine: Engine, world: World, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(world["observation"]) - 1))
    check = all_checks()[code]
    fewer = ask(duckdb_engine, check, without(world, "observation", place), moment=MOMENT, limits=busy(check))
    assert yes(fewer) <= yes(ask(duckdb_engine, check, world, moment=MOMENT, limits=busy(check)))


@pytest.mark.spark
@EVERY
@settings(few, max_examples=1)
@given(world=worlds(letters=60))
def test_engines_agree(code: str, duckdb_engine: Engine, spark_engine: Engine, world: World) -> None:
    check = all_checks()[code]
    assert ask(spark_engine, check, world, moment=MOMENT, limits=busy(check)) == ask(
        duckdb_engine, check, world, moment=MOMENT, limits=busy(check)
    )
