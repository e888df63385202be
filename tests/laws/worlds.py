"""Random worlds: rows for every table a check reads, with keys that hold and figures around the limits.

A world is made from one drawn number: asking an engine takes as long as thousands of cells, so that there is no
time to shrink cell by cell, and a failure is repeated by its number.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache, partial
from random import Random
from typing import Any

from golden_cases import known_days
from hypothesis import strategies as st
from place_worlds import places
from platform_worlds import platforms

from zouxin.checks import Check
from zouxin.model.table import TYPES, Column
from zouxin.tables import all_tables


class World(dict[str, list[dict[str, Any]]]):
    """Rows by table; its calendar is always the same and not shown."""

    def __repr__(self) -> str:
        return str({name: len(rows) for name, rows in self.items() if rows and name != "calendar_day"})


MOMENT = date(2024, 6, 30)
START = date(2023, 12, 1)
COUNTS = (0, 0, 0, 0, 0, 0, 1, 2, 4, 6, 7, 30)
SCORES = (0.0, 0.2, 0.49, 0.5, 0.9, 3.0, 40.0)
BOXES = ("box", "post", "hall")
ONCE = {"reply": ("reply_reading", "letter_match", "reply_twin"), "letter": ("letter_reading",)}  # one row a subject, or none
MANY = {"reply": ("reply_stage", "reply_wording")}
#: what an instrument may leave blank; every other number and truth of a derived row is there
BLANK = {"unreadable", "letter_unreadable", "odds", "best_letter_id", "dated_on", "replied_on", "seen_on", "note", "twin"}
#: readings that lie at the limits of a check; the other counts of theirs are drawn
STORIES: Sequence[Mapping[str, int]] = (
    {"copied": 30, "novel": 6, "phrase": 0, "letter_chars": 60, "letter_copied": 30, "acts": 0, "finds": 0, "forwards": 0, "offline": 0},
    {"copied": 24, "novel": 6, "phrase": 0, "letter_chars": 40, "letter_copied": 24, "acts": 0, "finds": 0, "forwards": 0, "offline": 0},
    {"copied": 40, "novel": 10, "phrase": 0, "letter_chars": 60, "letter_copied": 40, "acts": 0, "finds": 0, "substance": 4},
    {"copied": 0, "substance": 6, "acts": 0, "finds": 0, "asks_information": 0, "names_duplicate": 0, "thanks_for_praise": 0},
    {"copied": 0, "substance": 0, "acts": 0, "finds": 0, "asks_information": 0, "names_duplicate": 0, "thanks_for_praise": 0, "refers": 0},
    {"asks_information": 1, "substance": 20, "acts": 0},
    {},
)


def make(
    seed: int, *, source: str = "a", prefix: str = "", letters: int = 30, accounts: int = 16, spots: int = 6, looks: bool = True
) -> World:
    """Letters, replies, platforms, sites, groups and all that is known of them, of one source; ids begin with `prefix`."""
    toss = Random(f"{seed}{source}{prefix}")
    world = World({name: [] for name, table in all_tables().items() if table.kind != "record"} | {"calendar_day": year()})
    for n in range(letters):
        letter, came = f"{prefix}l{n}", toss.choice((None, *[_day(toss, 0, 150)] * 9))
        _add(toss, world, "letter", source, id=letter, platform_id=toss.choice(BOXES), received_on=came)
        _known(toss, world, "letter", letter, source)
        for m in range(toss.choice((0, 0, 1, 1, 1, 2))):
            reply, said = f"{prefix}r{n}{m}", toss.choice((None, *[_day(toss, 60, 215)] * 9))
            _add(toss, world, "reply", source, id=reply, letter_id=letter, replied_on=said)
            _known(toss, world, "reply", reply, source, letter_id=letter)
    for box in BOXES[: toss.randint(1, 3)] if looks else ():
        for nth in range(toss.randint(1, 3)):
            _add(toss, world, "observation", source, platform_id=box, of=toss.choice(("replies", "replies", "letters")),
                 outcome=toss.choice(("read", "read", "failed")), covers=toss.choice(("all", "all", "part")), seen_on=_day(toss, 70 * nth, 70 * nth + 69))  # fmt: skip
    add = partial(_add, Random(f"{seed}{source}{prefix}platforms"), world)
    platforms(Random(f"{seed}{source}{prefix}"), add, source, prefix, MOMENT, count=accounts, looks=looks)
    add = partial(_add, Random(f"{seed}{source}{prefix}places"), world)
    places(Random(f"{seed}{source}{prefix}spots"), add, source, prefix, MOMENT, count=spots, looks=looks)
    return world


def _add(toss: Random, world: World, name: str, source: str, /, **fixed: Any) -> None:
    table = all_tables()[name]
    derived = table.kind == "derived"
    drawn = {column.name: cell(toss, column, derived=derived) for column in table.columns}
    world[name].append({"source": source, **drawn, **{k: v for k, v in fixed.items() if k in drawn}})


def cell(toss: Random, column: Column, *, derived: bool) -> Any:
    """A value a column may hold."""
    if (
        column.blank
        and (not derived or column.name in BLANK)
        and toss.random() < (0.8 if column.name in ("unreadable", "letter_unreadable", "note") else 0.2)
    ):
        return None
    if column.allowed:
        return toss.choice(column.allowed)
    kind = TYPES[column.type]
    if kind == "date32":
        return _day(toss, 60, 215)
    if kind == "bool":
        return toss.random() < 0.4
    if kind in ("int64", "float64"):
        return toss.choice(COUNTS if kind == "int64" else SCORES)
    return toss.choice("xyz") if kind == "string" and column.type not in ("text", "json") else None


def _known(toss: Random, world: World, subject: str, own: str, source: str, **also: Any) -> None:
    key = {f"{subject}_id": own, **also}
    for name in ONCE[subject]:
        if toss.random() < 0.9:
            _add(toss, world, name, source, **key, **(toss.choice(STORIES) if name == "reply_reading" else {}))
    for name in MANY.get(subject, ()):
        for nth in range(toss.randint(0, 3)):
            _add(toss, world, name, source, **key, nth=nth + 1, **({"replied_on": START} if toss.random() < 0.8 else {}))
    for one in world["reply_reading"][-1:]:
        one["chars"] = sum(one[part] for part in ("copied", "formal", "phrase", "novel"))


def _day(toss: Random, first: int, last: int) -> date:
    return START + timedelta(days=toss.randint(first, last))


@cache
def year() -> list[dict[str, Any]]:
    """The working days around the moment."""
    return [dict(day) for day in known_days() if START <= day["day"] <= date(2024, 12, 31)]


def worlds(**kinds: Any) -> st.SearchStrategy[World]:
    """Any world; `kinds` as in `make`."""
    return st.integers(0, 2**32).map(lambda seed: make(seed, **kinds))


def joined(*several: World) -> World:
    """Worlds in one."""
    return World({name: [one for world in several for one in world[name]] for name in several[0]} | {"calendar_day": year()})


def without(world: World, table: str, place: int) -> World:
    """A world without one row of a table."""
    return World({name: [one for n, one in enumerate(rows) if name != table or n != place] for name, rows in world.items()})


def busy(check: Check) -> dict[str, Any]:
    """Limits of a rule that has something to say: without a local one nobody is late."""
    return {"days": 15, "counts": "working"} if "counts" in check.limits else {}


def yes(answers: Sequence[Mapping[str, Any]]) -> set[tuple[str, str]]:
    """Subjects with a finding."""
    return {(one["source"], one["id"]) for one in answers if one["found"]}
