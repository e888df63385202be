"""Missing data accuse nobody: what holds of the checks of platforms when looks, and what they brought, are not there."""

from collections.abc import Callable, Mapping
from datetime import date
from random import Random
from typing import Any

import pytest
from golden_cases import ask
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from worlds import MOMENT, World, make, yes

from zouxin.checks import all_checks
from zouxin.lake.engine import Engine

few = settings(max_examples=3, phases=[Phase.explicit, Phase.reuse, Phase.generate])
SEEDS = st.integers(0, 2**32)
CODES = pytest.mark.parametrize("code", ["PLT001", "PLT002", "PLT003", "PLT004", "PLT005"])
#: what a look at something brings: rows of a table, their platform and their day
BRINGS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "posts": (("post", "posted_on"),),
    "replies": (("letter", "received_on"), ("reply", "replied_on")),
    "app": (("app_release", "released_on"),),
}
Row = Mapping[str, Any]


def asked(engine: Engine, code: str, world: World, moment: date = MOMENT) -> list[dict[str, Any]]:
    return ask(engine, all_checks()[code], world, moment=moment)


def kept(world: World, table: str, keep: Callable[[Row], bool]) -> World:
    return World({name: [row for row in rows if name != table or keep(row)] for name, rows in world.items()})


def brought(world: World) -> World:
    """A world in which everything was brought by some look that is still there."""
    last: dict[tuple[str, str], date] = {}
    for look in world["observation"]:
        if look["outcome"] == "read":
            key = look["of"], look["platform_id"]
            last[key] = max(look["seen_on"], last.get(key, look["seen_on"]))
    where = {row["id"]: row["platform_id"] for row in world["letter"]}

    def came(of: str, day: str, row: Row) -> bool:
        until = last.get((of, row.get("platform_id") or where.get(row.get("letter_id"), "")))
        return until is not None and (row[day] is None or row[day] <= until)

    for of, tables in BRINGS.items():
        for table, day in tables:
            world = kept(world, table, lambda row, of=of, day=day: came(of, day, row))  # type: ignore[misc]
    return world


@CODES
@few
@given(seed=SEEDS, share=st.sampled_from((0.1, 0.5, 0.9)))
def test_looks_that_are_missing_accuse_nobody(code: str, duckdb_engine: Engine, seed: int, share: float) -> None:
    world, toss = make(seed, letters=0, accounts=60), Random(seed)
    fewer = kept(world, "observation", lambda row: toss.random() > share)
    assert yes(asked(duckdb_engine, code, fewer)) <= yes(asked(duckdb_engine, code, world))


@CODES
@few
@given(seed=SEEDS, share=st.sampled_from((0.1, 0.5, 0.9)))
def test_looks_missing_with_all_they_brought_accuse_of_nothing_that_was_not_so(
    code: str, duckdb_engine: Engine, seed: int, share: float
) -> None:
    # an account that woke up after the last look that is left was silent on the day of that look: the finding names the
    # day, and everything known of that day must say the same
    world, toss = brought(make(seed, letters=0, accounts=60)), Random(seed)
    fewer = brought(kept(world, "observation", lambda row: toss.random() > share))
    already = yes(asked(duckdb_engine, code, world))
    for one in asked(duckdb_engine, code, fewer):
        if one["found"] and (one["source"], one["id"]) not in already:
            assert (one["source"], one["id"]) in yes(asked(duckdb_engine, code, world, one["seen_on"])), one


@CODES
@few
@given(seed=SEEDS)
def test_looks_that_failed_accuse_no_more_than_no_looks_at_all(code: str, duckdb_engine: Engine, seed: int) -> None:
    world = make(seed, letters=0, accounts=60)
    for row in world["observation"]:
        row["outcome"], row["covers"] = Random(f"{seed}{row}").choice(
            (("failed", "all"), ("refused", "all"), ("empty", "all"), ("read", "part"))
        )
        row["detail"] = None  # of a failure nobody explained nobody knows whose it was
    without = World({**world, "observation": []})
    found = yes(asked(duckdb_engine, code, world))
    assert found == yes(asked(duckdb_engine, code, without))
    assert not found or code == "PLT005"  # which goes by download channels, each with a day of its own
