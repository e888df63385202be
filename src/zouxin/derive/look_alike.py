"""Platforms of one source whose names are easily taken for one another, and whose they are."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
import pyarrow as pa

from zouxin import content
from zouxin.derive import Workshop, derived, table_of
from zouxin.derive.platform_reading import owners
from zouxin.functions.look_alikes import meet
from zouxin.functions.names import NameWords, fits, folded, name_words, plain
from zouxin.tables import look_alike as pairs

SHORTEST = 4  # characters of a name
CROWD = 20  # names, or owners of one name
_PLACE = 8  # characters of a place's name
#: platforms that have no public name to imitate
NO_NAME = ("group", "column", "mailbox", "hotline")


@dataclass(frozen=True, kw_only=True, eq=False)
class _People:
    """Platforms with a name, n of them: columns as lists, and the doubt there is about each ("" where it is trusted)."""

    source: str
    ids: list[str]
    names: list[str]
    units: list[str | None]
    shown: list[str | None]
    doubt: list[str]


@derived(table=pairs, reads=["platform", "unit", "platform_reading"], instrument={"shortest": SHORTEST, "crowd": CROWD,
         "why": "three characters are alike by chance; what more than twenty share is a pattern, not a name"})  # fmt: skip
def look_alike(shop: Workshop) -> Iterator[pa.Table]:
    """One row a pair. Names are held in memory."""
    words = name_words(content.names())
    units = owners(shop, words)
    people = _people(shop, words)
    rows = sorted({(a, b): (how, doubt) for a, b, how, doubt in _found(people, units, words)}.items())
    if rows:
        yield table_of({
            "source": [people.source] * len(rows), "platform_id": [people.ids[a] for (a, _), _ in rows], "other_id": [people.ids[b] for (_, b), _ in rows],
            "how": [how for _, (how, _) in rows], "doubt": [doubt for _, (_, doubt) in rows],
        }, pairs)  # fmt: skip


def _people(shop: Workshop, words: NameWords) -> _People:
    ids, names, units, shown, doubt = [], [], [], [], []  # type: ignore[var-annotated]
    reading = shop.table("platform_reading").rename(id="platform_id").drop("source")
    rows = shop.table("platform").select("id", "unit_id", "certified_name", "status", "kind").join(reading, "id")
    rows = rows.filter(rows.kind.notin(NO_NAME) & rows.folded.notnull() & (rows.status.isnull() | (rows.status != "closed")))
    for batch in shop.batches(
        rows.select("id", "unit_id", "certified_name", "folded", "owner_fit", "company", "owner_company", "owner_name")
    ):
        for row, certified in zip(batch.to_pylist(), folded(batch["certified_name"]), strict=True):
            ids.append(row["id"])
            names.append(row["folded"])
            units.append(row["unit_id"] if row["owner_name"] else None)
            shown.append(plain(certified, words))
            doubt.append(_doubt(row))
    return _People(source=shop.source, ids=ids, names=names, units=units, shown=shown, doubt=doubt)


def _doubt(row: dict) -> str:
    if row["company"] == "certified" and not row["owner_company"]:
        return "company"
    if row["unit_id"] is None:
        return "other" if row["certified_name"] else "unknown"
    return "other" if row["owner_fit"] == "other" else ""


def _found(p: _People, units: dict, words: NameWords) -> Iterator[tuple[int, int, str, str]]:
    holders: dict[str, list[int]] = {}
    for n, name in enumerate(p.names):
        holders.setdefault(name, []).append(n)
    distinct = list(holders)
    owned = np.array([any(p.units[n] for n in holders[name]) for name in distinct], bool)
    suspect = np.array([any(p.doubt[n] for n in holders[name]) for name in distinct], bool)
    common = np.array([len({p.units[n] for n in holders[name]}) > CROWD for name in distinct], bool)
    met = meet(distinct, owned & ~common, suspect & ~common, glyphs=words.glyphs, shortest=SHORTEST, crowd=CROWD)
    same = np.flatnonzero(owned & suspect & ~common & np.array([len(name) >= SHORTEST for name in distinct], bool))
    places = _places(units)
    # a name so many have is compared with none: whoever owns one of them is told so by a row beside itself
    yield from ((a, a, "crowd", "unknown") for k in np.flatnonzero(common) for a in holders[distinct[k]] if p.units[a])
    pairs_ = [*zip(met.one.tolist(), met.other.tolist(), met.how, strict=True), *((int(k), int(k), "same") for k in same)]
    for one, other, how in pairs_:
        for a in holders[distinct[one]]:
            for b in holders[distinct[other]]:
                if a != b and p.units[a] and (doubt := _doubtful(p, units, places, a, b, how)):
                    yield a, b, how, doubt


def _doubtful(p: _People, units: dict, places: set[str], a: int, b: int, how: str) -> str:
    """What is doubtful about `b` beside `a`; "" where nothing is."""
    mine, theirs = units[p.units[a]], units.get(p.units[b] or "")
    if p.units[b] and _related(mine, theirs):
        return ""
    doubt = p.doubt[b]
    if doubt:
        # the owner's own account that the register forgot, or one nobody knows that merely bears the owner's name
        own = fits(mine["plain"], p.shown[b]) in ("same", "part")
        if own or (how == "same" and doubt == "unknown"):
            return ""
    elif how not in ("glyph", "pinyin") or theirs is None:
        return ""
    if how != "same" and doubt != "company" and _explained(p.names[a], p.names[b], (theirs or {}).get("folded") or p.shown[b], places):
        return ""
    return doubt or "unit"


def _explained(mine: str, other: str, owner: str | None, places: set[str]) -> bool:
    """Whether what makes the other name differ is in its own owner's name or, where nobody is known, in that of a real place."""
    if owner:
        return {y for x, y in zip_longest(mine, other) if x != y and y} <= set(owner)
    at = next((n for n, (x, y) in enumerate(zip_longest(mine, other)) if x != y), 0)
    return any(other[:n] in places for n in range(max(at + 1, 2), min(len(other), _PLACE) + 1))


def _places(units: dict) -> set[str]:
    """How the names of the source's units begin: the places they are of."""
    return {u["plain"][:n] for u in units.values() for n in range(2, _PLACE + 1) if u["plain"] and len(u["plain"]) > n}


def _related(one: dict, other: dict | None) -> bool:
    return other is not None and (one["id"] == other["id"] or one["parent_id"] == other["id"] or other["parent_id"] == one["id"])
