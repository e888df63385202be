"""Missing data accuse nobody, of every check: a look that was not made, failed, saw a part or is old, and a cell nobody filled.

Each way of missing something makes a world of its own, under a source of its own: checks look at one source at a time,
so that one question answers for all of them.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

import pytest
from golden_cases import all_cases, ask
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from worlds import MOMENT, World, busy, make, yes

from zouxin.checks import Check, all_checks
from zouxin.lake.engine import Engine

EVERY = pytest.mark.parametrize("code", all_checks())
LOOKING = [code for code, check in all_checks().items() if any(table.name == "observation" for table in check.reads)]
few = settings(max_examples=1, phases=[Phase.explicit, Phase.reuse, Phase.generate])
SEEDS = st.integers(0, 2**32)
Row = Mapping[str, Any]
Change = Callable[[Random, dict[str, Any]], dict[str, Any] | None]


def some(seed: int) -> World:
    return make(seed, letters=60, accounts=40, spots=16)


@cache
def first(number: int) -> World:
    return some(number)


def asked(engine: Engine, check: Check, world: Mapping[str, Iterable[Row]], moment: date = MOMENT) -> list[dict[str, Any]]:
    return ask(engine, check, world, moment=moment, limits=busy(check))


@EVERY
def test_the_worlds_hold_each_trouble(code: str, duckdb_engine: Engine) -> None:
    # a law that holds because nothing is ever found says nothing
    answers: set[bool | None] = set()
    wanted = {True, False} | {row["found"] for case in all_cases() if case.check == code for row in case.expected}
    for seed in range(12):
        answers |= {one["found"] for one in asked(duckdb_engine, all_checks()[code], first(seed))}
        if answers >= wanted:
            return
    assert answers == wanted


def under(source: str, rows: Iterable[Row]) -> list[dict[str, Any]]:
    return [{**row, "source": source, **({"subject_source": source} if row.get("subject_source") else {})} for row in rows]


def changed(world: World, table: str, change: Change, toss: Random) -> World:
    return World({**world, table: [new for row in world[table] if (new := change(toss, dict(row))) is not None]})


def answers_of(engine: Engine, check: Check, variants: Mapping[str, World]) -> dict[str, list[dict[str, Any]]]:
    """What is answered in each world, all of them asked at once."""
    tables = [table.name for table in check.reads]
    rows = {name: [row for source, world in variants.items() for row in under(source, world[name])] for name in tables}
    rows |= {"calendar_day": next(iter(variants.values()))["calendar_day"]}
    found: dict[str, list[dict[str, Any]]] = {source: [] for source in variants}
    for one in asked(engine, check, rows):
        found[one["source"]].append({**one, "source": "a"})
    return found


LOOKS: Mapping[str, Change] = {
    "gone": lambda toss, row: None,
    "failed": lambda toss, row: row | {"outcome": toss.choice(("failed", "refused", "empty")), "detail": None},
    "part": lambda toss, row: row | {"covers": "part"},
    "old": lambda toss, row: row | {"seen_on": min(row["seen_on"], MOMENT) - timedelta(days=toss.randint(1, 40))},
}


def of_some(change: Change, share: float) -> Change:
    return lambda toss, row: change(toss, row) if toss.random() < share else row


@pytest.mark.parametrize("code", LOOKING)
@few
@given(seed=SEEDS)
def test_a_look_that_is_missing_accuses_nobody(code: str, duckdb_engine: Engine, seed: int) -> None:
    check, world = all_checks()[code], some(seed)
    # an app's look that failed is what accuses it, and one of another day is another failure
    ways = [way for way in LOOKS if not (code == "PLT003" and way == "old")]
    variants = {
        f"{way} {share}": changed(world, "observation", of_some(LOOKS[way], share), Random(seed))
        for way in ways
        for share in (0.1, 0.5, 0.9)
    }
    found = answers_of(duckdb_engine, check, {"whole": world, **variants})
    for variant in variants:
        for one in found[variant]:
            if one["found"] and (one["source"], one["id"]) not in yes(found["whole"]):
                # the looks that are left ended earlier: then it was so on the day they ended, by all that is known
                then = one.get("seen_on") or one.get("until")
                assert then, (variant, one)
                assert (one["source"], one["id"]) in yes(asked(duckdb_engine, check, world, then)), (variant, one)


#: blank cells that say something
SAYS: Mapping[tuple[str, str], str] = {
    ("judgement", "until"): "a decision without a last day holds on",
    ("judgement", "on"): "a decision without a day holds from the first",
    ("judgement", "subject_source"): "it means the subject of that id in any source",
    ("platform", "filing_number"): "a register that gives them for others says that there is none",
    ("platform", "filed_on"): "likewise",
    ("platform", "closure_notice_on"): "likewise",
    ("post", "origin"): "a post that is no repost and credits nobody",
    ("post_reading", "unreadable"): "it could be read",
    ("reply_reading", "unreadable"): "it could be read",
    ("reply_reading", "letter_unreadable"): "it could be read",
    ("reply_reading", "offline"): "what was read has every count",
    ("reply_wording", "note"): "nothing was said of a change",
    ("platform_reading", "company"): "none of its names is a company's",
    ("platform_reading", "seat_key"): "it is there where the seat is",
}


@EVERY
@few
@given(seed=SEEDS)
def test_a_cell_that_is_blank_accuses_nobody(code: str, duckdb_engine: Engine, seed: int) -> None:
    check, world = all_checks()[code], some(seed)
    variants = {}
    for table in check.reads:
        for column in table.columns:
            if column.blank and table.name != "calendar_day" and (table.name, column.name) not in SAYS:
                blank: Change = lambda toss, row, name=column.name: row | {name: None}  # type: ignore[misc]
                for share in (0.1, 0.4):
                    variants[f"{table.name}.{column.name} {share}"] = changed(world, table.name, of_some(blank, share), Random(seed))
    found = answers_of(duckdb_engine, check, {"whole": world, **variants})
    for variant in variants:
        assert yes(found[variant]) <= yes(found["whole"]), variant
