"""What each clause of a reply does: receipt, forward, promise, referral, answer.

Transparent by design: a clause gets its class from the first pattern that fits, patterns stand in content, and
the class of each clause is evidence. Patterns are asked once of each distinct clause of a batch (RE2, in Arrow).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

FORMAL, PASSING, APART = "formal", "passing", "apart"


@dataclass(frozen=True)
class Act:
    """A class (`kind` formal, passing or apart) or, with kind "", a flag; patterns are RE2."""

    name: str
    means: str
    any: tuple[str, ...]
    unless: tuple[str, ...] = ()
    kind: str = ""
    tells: str = ""


@dataclass(frozen=True)
class Grammar:
    """Classes in the order in which they are tried, and flags."""

    classes: tuple[Act, ...]
    flags: tuple[Act, ...]

    @property
    def substance(self) -> int:
        """Number of the class of a clause that says something itself: one behind the last."""
        return len(self.classes)

    @property
    def names(self) -> tuple[str, ...]:
        """Class names by number, "substance" last."""
        return (*(act.name for act in self.classes), "substance")


def grammar(content: Mapping[str, Sequence[Mapping[str, object]]]) -> Grammar:
    """The grammar out of its content file (words/reply_acts.yml)."""

    def act(entry: Mapping[str, object]) -> Act:
        return Act(**{k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()})  # type: ignore[arg-type]

    return Grammar(tuple(map(act, content["is"])), tuple(map(act, content["tells"])))


def fits(words: pa.Array, act: Act) -> np.ndarray:
    """Mask (n) of the folded clauses an act's patterns fit and none of its `unless` patterns does."""
    hit = pc.match_substring_regex(words, "|".join(f"(?:{p})" for p in act.any))
    if act.unless:
        hit = pc.and_not(hit, pc.match_substring_regex(words, "|".join(f"(?:{p})" for p in act.unless)))
    return hit.to_numpy(zero_copy_only=False)


def classes(words: pa.Array, by: Grammar) -> np.ndarray:
    """Number of the class of each distinct folded clause, int8 (n); `by.substance` where none fits."""
    number = np.full(len(words), by.substance, np.int8)
    for k, act in enumerate(by.classes):
        open_ = np.flatnonzero(number == by.substance)
        number[open_[fits(words.take(pa.array(open_)), act)]] = k
    return number


def flags(words: pa.Array, by: Grammar) -> dict[str, np.ndarray]:
    """Mask (n) of each flag over the distinct folded clauses."""
    return {act.name: fits(words, act) for act in by.flags}
