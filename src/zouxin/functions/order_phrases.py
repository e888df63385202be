"""Set phrases of demands: the narrow reader of notices, sure of what it knows and deaf to what it does not.

A ban is told by one of some patterns, or by groups of words that stand together in whatever order; a passage that forbids it, takes it back, tells of it as a
trouble, quotes it or leaves it to everybody's choice makes none. What this reader says is weighed with what the letters say (order_weights).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

#: characters within which words of one demand stand together
_REACH = 35
#: a group of words named within a pattern
NAMED = re.compile(r"\{([a-z_]+)\}")
_QUOTED = re.compile(r"[“「『\"]([^”」』\"]{7,})[”」』\"]")


@dataclass(frozen=True)
class Ban:
    """How one ban is recognised: any of some patterns, or groups of words that stand `together` in a passage in whatever order, the act itself
    first; unless the passage is of another matter; `need`: what must stand in the passage too."""

    kind: str
    any: tuple[re.Pattern[str], ...]
    together: tuple[tuple[re.Pattern[str], ...], ...]
    unless: re.Pattern[str] | None
    need: re.Pattern[str] | None


@dataclass(frozen=True)
class Phrases:
    """Everything that is tried. `free` clears the bans in `choices`, `urgent` those in `watches`."""

    bans: tuple[Ban, ...]
    before: re.Pattern[str]
    after: re.Pattern[str]
    free: re.Pattern[str]
    urgent: re.Pattern[str]
    choices: frozenset[str]
    watches: frozenset[str]


def phrases(told: Mapping[str, Any]) -> Phrases:
    """The patterns of content/words/order_phrases.yml, compiled."""
    words = told["words"]

    def one(pattern: str) -> re.Pattern[str]:
        while (named := NAMED.search(pattern)) is not None:
            pattern = pattern.replace(named[0], f"(?:{words[named[1]]})")
        return re.compile(pattern)

    bans = tuple(
        Ban(
            kind,
            tuple(map(one, said.get("any", ()))),
            tuple(tuple(one(words[name]) for name in group.split()) for group in said.get("together", ())),
            one(said["unless"]) if "unless" in said else None,
            one(said["need"]) if "need" in said else None,
        )
        for kind, said in told["bans"].items()
    )
    clears = (one(told["forbids"]["before"]), one(told["forbids"]["after"]), one(told["free"]), one(told["urgent"]))
    return Phrases(bans, *clears, frozenset(told["choices"].split()), frozenset(told["watches"].split()))


def phrased(plain: str, by: Phrases) -> dict[str, tuple[int, int]]:
    """The bans a passage breaks in set phrases, each with its place."""
    quoted = [(hit.start(1), hit.end(1)) for hit in _QUOTED.finditer(plain)]
    found = ((ban.kind, _made(plain, ban, by, quoted)) for ban in by.bans if not _cleared(plain, ban, by))
    return {kind: span for kind, span in found if span is not None}


def _cleared(plain: str, ban: Ban, by: Phrases) -> bool:
    """Whether a passage is of another matter, leaves the choice, or is of duty in emergencies."""
    if (ban.unless and ban.unless.search(plain)) or (ban.need and not ban.need.search(plain)):
        return True
    return bool((ban.kind in by.choices and by.free.search(plain)) or (ban.kind in by.watches and by.urgent.search(plain)))


def _made(plain: str, ban: Ban, by: Phrases, quoted: list[tuple[int, int]]) -> tuple[int, int] | None:
    """Where a passage makes a demand; None where it does not, or only speaks of it."""
    for start, end in _hits(plain, ban):
        inside = any(a <= start and end <= b for a, b in quoted)
        if not inside and not by.before.search(plain[:end]) and not by.after.search(plain[start:]):
            return start, end
    return None


def _hits(plain: str, ban: Ban) -> Iterator[tuple[int, int]]:
    """Where a passage has the words of a ban."""
    for pattern in ban.any:
        yield from (hit.span() for hit in pattern.finditer(plain))
    for group in ban.together:
        found = [pattern.search(plain) for pattern in group]
        spans = [one.span() for one in found if one is not None]
        start, end = (min(a for a, _ in spans), max(b for _, b in spans)) if spans else (0, 0)
        if len(spans) == len(group) and end - start <= _REACH:
            yield start, end
