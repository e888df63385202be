"""Checks: questions asked of every subject. One folder a subject, one file a check; a check exists because its file does.

A check answers yes, no, or cannot tell for each subject it looks at: its expression has a row a subject with
`source`, the subject's `id`, `found` (true, false or null), `because` (given where found is null) and its evidence.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from inspect import getdoc, getmodule
from pkgutil import walk_packages
from types import SimpleNamespace
from typing import Any

import ibis
import ibis.expr.types as ir

from zouxin.model.citation import Citation
from zouxin.model.limit import Limit
from zouxin.model.table import TYPES, Table

__all__ = ["Check", "Citation", "Limit", "all_checks", "because", "check"]

#: where a post stands, and its day
PLACED = ("platform_id", "posted_on")
TONES = ("trouble", "fact", "apart")
HEADINGS = ("Finds", "Matters because", "Put right by", "Cannot tell")
Expression = Callable[[Any, Any, Any], ir.Table]


@dataclass(frozen=True, kw_only=True, eq=False)
class Check:
    """One check: code, the trouble it names, what it reads, its limits, its citation, its evidence, its expression.

    `kinds`: kinds of platform of which it asks every one that is live; none where it asks only some of a kind, or not of platforms.
    `clock`: (evidence, limit): a subject that is clean becomes a finding once so many days have gone by since that day; none where time alone does nothing.
    `asks`: the questions of `judgement` without whose answer it cannot tell.
    """

    code: str
    trouble: str
    subject: Table
    reads: tuple[Table, ...]
    scope: str
    gate: str
    tone: str
    limits: Mapping[str, Limit]
    cites: Citation
    evidence: Mapping[str, str]
    says: str
    page: str
    expression: Expression = field(repr=False)
    kinds: tuple[str, ...] = ()
    clock: tuple[str, str] | None = None
    asks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.scope not in ("subject", "corpus") or self.gate not in ("draft", "corpus", "never") or self.tone not in TONES:
            raise ValueError(f"{self.code}: scope, gate or tone is none of the allowed words")
        if self.clock and (self.clock[0] not in self.evidence or self.clock[1] not in self.limits):
            raise ValueError(f"{self.code}: its clock names evidence and limits it does not have")
        if strange := set(self.evidence.values()) - set(TYPES.values()):
            raise ValueError(f"{self.code}: evidence types {strange} are none of {sorted(set(TYPES.values()))}")

    def ask(self, tables: Mapping[str, ir.Table], limits: Mapping[str, object], moment: ir.DateValue) -> ir.Table:
        """The expression over open tables: source, id, found, because and the evidence, one row a subject."""
        seen = SimpleNamespace(**{table.name: tables[table.name] for table in self.reads})
        chosen = {name: limit.default for name, limit in self.limits.items()} | dict(limits)
        answers = self.expression(seen, SimpleNamespace(**chosen), moment)
        # a post says where and when it was published: who keeps the answers need not look it up again
        placed = {name: answers[name] for name in PLACED if self.subject.name == "post" and set(PLACED) <= set(answers.columns)}
        placed = {name: column for name, column in placed.items() if name not in self.evidence}
        return answers.select(
            **placed, source=answers.source, id=answers[self.subject.key[0]], found=answers.found.cast("boolean"),
            because=answers.because.cast("string"), **{name: answers[name].cast(_ibis(kind)) for name, kind in self.evidence.items()},
        )  # fmt: skip


def _ibis(kind: str) -> str:
    return {"date32": "date", "bool": "boolean", "list<int32>": "array<int32>"}.get(kind, kind)


def check(*, code: str, subject: Table, reads: list[Table], scope: str, gate: str, cites: Citation, evidence: dict[str, str],
          says: str, limits: dict[str, Limit] | None = None, tone: str = "trouble", kinds: tuple[str, ...] = (),
          clock: tuple[str, str] | None = None, asks: tuple[str, ...] = ()) -> Callable[[Expression], Check]:  # fmt: skip
    """Make a check of an expression; its module's docstring is its public page."""

    def make(expression: Expression) -> Check:
        page = getdoc(getmodule(expression)) or ""
        types = {name: {"date": "date32"}.get(kind, kind) for name, kind in evidence.items()}
        return Check(code=code, trouble=expression.__name__, subject=subject, reads=tuple(reads), scope=scope, gate=gate, tone=tone,
                     limits=limits or {}, cites=cites, evidence=types, says=says, page=page, expression=expression, kinds=kinds,
                     clock=clock, asks=asks)  # fmt: skip

    return make


@cache
def all_checks() -> dict[str, Check]:
    """Every check by code, found by walking this folder. Raises ValueError when a code is used twice."""
    found: dict[str, Check] = {}
    for module in walk_packages(__path__, f"{__name__}."):
        for value in vars(import_module(module.name)).values():
            if isinstance(value, Check) and found.setdefault(value.code, value) is not value:
                raise ValueError(f"{value.code} is the code of both {found[value.code].trouble} and {value.trouble}")
    return dict(sorted(found.items()))


def because(reading: Any, *, letter: bool = True) -> ir.StringValue:
    """Why a reply cannot be judged: its text, or (with `letter`) its letter's, could not be read."""
    blind = reading.chars.isnull() | reading.unreadable.notnull()
    if letter:
        blind = blind | reading.letter_unreadable.notnull()
    return ibis.cases((blind, "unreadable"))
