"""Small random worlds: rows for every table a check reads, with keys that hold and days around the limits."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from golden_cases import known_days
from hypothesis import strategies as st

from zouxin.model.table import TYPES, Column, Table
from zouxin.tables import all_tables


class World(dict[str, list[dict[str, Any]]]):
    """Rows by table; its calendar is always the same and not shown."""

    def __repr__(self) -> str:
        return str({name: rows for name, rows in self.items() if rows and name != "calendar_day"})


MOMENT = date(2024, 6, 30)
DAYS = [date(2023, 12, 1) + timedelta(days=n) for n in (0, 30, 60, 90, 91, 92, 93, 94, 95, 110, 150, 180, 211, 212)]
COUNTS = (0, 0, 0, 0, 1, 2, 4, 6, 7, 30, 61, 100)
SCORES = (0.0, 0.2, 0.49, 0.5, 0.9, 3.0, 40.0)
BOXES = ("box", "post")
ONCE = {"reply": ("reply_reading", "letter_match", "reply_twin"), "letter": ("letter_reading",)}  # one row a subject, or none
MANY = {"reply": ("reply_stage", "reply_wording")}
#: what an instrument leaves blank; every other number and truth of a derived row is there
BLANK = {"unreadable", "letter_unreadable", "odds", "best_letter_id", "dated_on", "replied_on", "seen_on", "note", "twin"}


def cell(column: Column, *, derived: bool) -> st.SearchStrategy[Any]:
    """A value a column may hold."""
    blank = column.blank and (not derived or column.name in BLANK)
    kind = TYPES[column.type]
    if column.allowed:
        values = st.sampled_from(column.allowed)
    elif kind == "date32":
        values = st.sampled_from(DAYS)
    elif kind == "int64":
        values = st.sampled_from(COUNTS)
    elif kind == "float64":
        values = st.sampled_from(SCORES)
    elif kind == "bool":
        values = st.booleans()
    elif kind == "string" and column.type not in ("text", "json"):
        values = st.sampled_from(("x", "y", "z"))
    else:
        return st.none()
    # blanks in one of four, so that a world is seldom all of nothing
    return st.one_of(values, values, values, st.none()) if blank else values


def row(table: Table, **fixed: Any) -> st.SearchStrategy[dict[str, Any]]:
    """A row of a table, some columns of which are given."""
    cells = {column.name: cell(column, derived=table.kind == "derived") for column in table.columns if column.name not in fixed}
    return st.fixed_dictionaries({**cells, **{name: st.just(value) for name, value in fixed.items()}})


@st.composite
def worlds(draw: st.DrawFn, *, source: str = "a", prefix: str = "", letters: int = 6, looks: bool = True) -> World:
    """Letters, replies and all that is known of them, of one source; ids begin with `prefix`."""
    tables = all_tables()
    world = World({name: [] for name, table in tables.items() if table.kind != "record"})

    def add(name: str, **fixed: Any) -> None:
        world[name].append(draw(row(tables[name], source=source, **fixed)))

    for n in range(draw(st.integers(1, letters))):
        letter = f"{prefix}l{n}"
        add("letter", id=letter, platform_id=draw(st.sampled_from(BOXES)))
        _known(draw, add, "letter", letter)
        for m in range(draw(st.sampled_from((0, 1, 1, 1, 2)))):
            reply = f"{prefix}r{n}{m}"
            add("reply", id=reply, letter_id=letter)
            _known(draw, add, "reply", reply, letter_id=letter)
    for box in BOXES if looks else ():
        for seen in draw(st.lists(st.sampled_from(DAYS), max_size=3, unique=True)):
            add("observation", platform_id=box, of=draw(st.sampled_from(("replies", "replies", "letters"))), seen_on=seen)
    for one in world["reply_reading"]:
        one["chars"] = sum(one[part] for part in ("copied", "formal", "phrase", "novel"))
    return World(world | {"calendar_day": year()})


def _known(draw: st.DrawFn, add: Any, subject: str, own: str, **also: Any) -> None:
    key = f"{subject}_id"
    for name in ONCE[subject]:
        if draw(st.sampled_from((True, True, True, False))):
            add(name, **{key: own}, **{k: v for k, v in also.items() if k in all_tables()[name].names})
    for name in MANY.get(subject, ()):
        for nth in range(draw(st.integers(0, 3))):
            add(name, **{key: own}, nth=nth + 1)


@cache
def year() -> list[dict[str, Any]]:
    """The working days around the moment."""
    return [dict(day) for day in known_days() if date(2023, 12, 1) <= day["day"] <= date(2024, 6, 30)]


def joined(*several: World) -> World:
    """Worlds in one."""
    return World({name: [one for world in several for one in world[name]] for name in several[0]} | {"calendar_day": year()})


def crowds(worlds_in_one: int = 4, **kinds: Any) -> st.SearchStrategy[World]:
    """Several worlds in one, each a source of its own: as much as one question to an engine is worth."""
    return st.tuples(*(worlds(source=f"{kinds.get('source', 'a')}{n}", **{"prefix": kinds.get("prefix", ""), "looks": kinds.get("looks", True)})
                       for n in range(worlds_in_one))).map(lambda several: joined(*several))  # fmt: skip


def without(world: World, table: str, place: int) -> World:
    """A world without one row of a table."""
    return World({name: [one for n, one in enumerate(rows) if name != table or n != place] for name, rows in world.items()})


def yes(answers: Sequence[Mapping[str, Any]]) -> set[tuple[str, str]]:
    """Subjects with a finding."""
    return {(one["source"], one["id"]) for one in answers if one["found"]}
