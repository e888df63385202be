"""How a table about a whole source goes on when the source grows: when it is made whole, and what is only added to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zouxin.lake import Snapshot

#: rows landed up to which a source is always made whole: it takes seconds
FEW = 40_000
#: share by which a source has to grow before it is made whole again: so every row is read at most three times, however often a little is added
GROWTH = 0.5


@dataclass(frozen=True)
class Stretch:
    """A run of landings a derived file is made of: `landed`, the one it adds, blank for all up to here; `upto`, the number of the last landing
    it knows of, None for all there are; `first`, that of the landing it adds."""

    landed: str = ""
    upto: int | None = None
    first: int = 0


WHOLE = Stretch()


def stretches(snapshots: Sequence[Snapshot], source: str, tables: Sequence[str]) -> list[Stretch]:
    """The stretches of a source's tables, by how many rows each landing brought: one that is whole, and one for each landing that added little since.

    What lands between two of them without a row of `tables` (a register, a decision) belongs to the earlier one.
    """
    came = [(s, sum(s.rows.get(name, 0) for name in tables)) for s in snapshots if s.source == source]
    came = [(s, rows) for s, rows in came if rows]
    if not came:
        return [WHOLE]
    base = _base([rows for _, rows in came])
    ends = [s.seq - 1 for s, _ in came[base + 1 :]]
    return list(_named([s for s, _ in came[base:]], [*ends, None]))


def _base(rows: Sequence[int]) -> int:
    """Which landing is the last up to which all is made whole."""
    base, held, whole = 0, rows[0], rows[0]
    for nth, brought in enumerate(rows[1:], 1):
        whole += brought
        if whole <= FEW or whole - held >= GROWTH * held:
            base, held = nth, whole
    return base


def _named(landings: Sequence[Snapshot], ends: Sequence[int | None]) -> Iterator[Stretch]:
    for nth, (one, end) in enumerate(zip(landings, ends, strict=True)):
        yield Stretch(one.id if nth else "", end, one.seq)
