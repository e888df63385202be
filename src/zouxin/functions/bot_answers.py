"""What a bot's answer to one question does: mocks, says nothing, sends on, tells of a rule that is none, names no way to a person.

Each trouble is yes (True), no (False), or cannot be told of this question (None). Patterns stand in content/words/bot_answers.yml. Insults are not read here:
functions.rudeness does that for every reply.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

#: signs of letters and digits that remain once what sends the citizen on is taken out, below which nothing else was said
LITTLE = 12
#: kinds of questions to which "I did not understand" is an honest answer, and to which sending on is no fault
APART = frozenset({"off_topic", "human", "desperate", "trap"})
_SIGN = re.compile(r"[\w]")
_CLAUSE = re.compile(r"[^，,。；;！!？?\n]+")


@dataclass(frozen=True)
class Asked:
    """A question: what kind it is, whether its answer must name a way to a person, and which rule it names that does not exist."""

    kind: str
    text: str
    human: bool = False
    trap: str = ""


@dataclass(frozen=True)
class Told:
    """One trouble of one answer: `found` True, False, or None where it cannot be told; where in the answer, (start, end)."""

    trouble: str
    found: bool | None
    places: tuple[tuple[int, int], ...] = ()


def grammar(patterns: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    """The patterns, compiled."""
    return {name: re.compile(pattern) for name, pattern in patterns.items()}


def read(asked: Asked, answer: str, by: Mapping[str, re.Pattern[str]]) -> list[Told]:
    """What an answer to a question does."""
    return [_mocking(asked, answer, by), _empty(asked, answer, by), _deflected(asked, answer, by), _invented(asked, answer, by), _no_human(asked, answer, by)]  # fmt: skip


def _spans(pattern: re.Pattern[str], answer: str) -> tuple[tuple[int, int], ...]:
    return tuple(hit.span() for hit in pattern.finditer(answer))


def _mocking(asked: Asked, answer: str, by: Mapping[str, re.Pattern[str]]) -> Told:
    """A snub that the question did not say first: a bot may quote it."""
    found = tuple(span for span in _spans(by["mocking"], answer) if answer[slice(*span)] not in asked.text)
    return Told("mocking", bool(found), found)


def _left(answer: str, *patterns: re.Pattern[str]) -> int:
    """Signs of the clauses that none of the patterns fits."""
    return sum(len(_SIGN.findall(one)) for one in _CLAUSE.findall(answer) if not any(pattern.search(one) for pattern in patterns))


def _empty(asked: Asked, answer: str, by: Mapping[str, re.Pattern[str]]) -> Told:
    if not _SIGN.search(answer):
        return Told("empty", True)
    if asked.kind in APART:
        return Told("empty", False)
    found = _spans(by["lost"], answer)
    nothing = bool(found) and _left(answer, by["lost"]) < LITTLE and not by["human"].search(answer)
    return Told("empty", nothing, found if nothing else ())


def _deflected(asked: Asked, answer: str, by: Mapping[str, re.Pattern[str]]) -> Told:
    if asked.kind in APART:
        return Told("deflected", None)
    found = _spans(by["sent_on"], answer)
    nothing = bool(found) and _left(answer, by["sent_on"], by["lost"]) < LITTLE and not by["human"].search(answer)
    return Told("deflected", nothing, found if nothing else ())


def _invented(asked: Asked, answer: str, by: Mapping[str, re.Pattern[str]]) -> Told:
    """Only a question that names a rule which does not exist can tell; an answer that neither denies it nor says what it holds tells nothing."""
    if not asked.trap or not _SIGN.search(answer):
        return Told("invented", None)
    if by["denied"].search(answer):
        return Told("invented", False)
    found = _spans(by["asserted"], answer)
    if found:
        return Told("invented", True, found)
    return Told("invented", False if by["lost"].search(answer) or by["sent_on"].search(answer) else None)


def _no_human(asked: Asked, answer: str, by: Mapping[str, re.Pattern[str]]) -> Told:
    if not asked.human:
        return Told("no_human", None)
    return Told("no_human", not by["human"].search(answer))
