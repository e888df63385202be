"""The method: every check in plain words, with each rule that puts it to work, its limits, and by what right."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import opencc

from zouxin import content, packs
from zouxin.bulletins.report.words import page
from zouxin.checks import Check, all_checks
from zouxin.findings.views import cited
from zouxin.packs import Pack, Rule


@dataclass(frozen=True, kw_only=True)
class LimitTold:
    """One limit of a rule: its name, what it means, its value with unit, and whether a pack set it (else the check's own default stands)."""

    name: str
    means: str
    value: str
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class RuleTold:
    """A rule of one pack. `asked`: it is put at that moment; else `why` says why not. `here`: it is the one the office's own packs come to."""

    pack: str
    pack_title: str
    severity: str
    asked: bool
    here: bool
    why: str
    note: str
    limits: tuple[LimitTold, ...]
    citation: str
    issuer: str
    grade: str
    grade_means: str
    start: date | None
    end: date | None
    respond_within: str


@dataclass(frozen=True, kw_only=True)
class CheckTold:
    """A check in words. `subject` is the table it asks about, `tone` trouble, fact or apart; no rules where no pack puts it to work."""

    code: str
    trouble: str
    subject: str
    tone: str
    title: str
    finds: str
    matters: str
    put_right: str
    cannot_tell: str
    rules: tuple[RuleTold, ...]


def method(asked: Sequence[str], folder: Path | None, moment: date, language: str = "zh-Hans") -> tuple[CheckTold, ...]:
    """Every check by code, in "zh-Hans", "zh-Hant" or "en", with the rules of every pack there is on a day; `asked` are the office's packs."""
    say = _Words(language)
    known = [packs.read(name, folder=folder) for name in packs.available(folder)]
    known.sort(key=lambda pack: (packs.LEVELS.index(pack.level), pack.name))
    here = {rule.check.code: rule for rule in packs.rules(packs.layered(asked, folder=folder), moment)}
    return tuple(_check(check, known, here.get(code), moment, say) for code, check in all_checks().items())


def _check(check: Check, known: Iterable[Pack], here: Rule | None, moment: date, say: "_Words") -> CheckTold:
    said, rules = say.check(check.code), []
    for pack in known:
        for rule in pack.rules:
            if rule.check.code == check.code:
                # the one that stands has the limits of the layers above it too
                stands = here if here and (here.pack, here.line) == (pack.name, rule.line) else None
                rules.append(_rule(stands or rule, pack, stands is not None, moment, say))
    return CheckTold(
        code=check.code, trouble=check.trouble, subject=check.subject.name, tone=check.tone, title=said["title"], finds=said["finds"],
        matters=said["matters"], put_right=said["put_right"], cannot_tell=said["cannot_tell"], rules=tuple(rules),
    )  # fmt: skip


def _rule(rule: Rule, pack: Pack, here: bool, moment: date, say: "_Words") -> RuleTold:
    cites = rule.because
    return RuleTold(
        pack=pack.name, pack_title=say.text(pack.title), severity=rule.severity, asked=rule.stands(moment), here=here,
        why="" if rule.stands(moment) else say.off(rule, moment), note=say.text(rule.note), limits=tuple(say.limits(rule)), citation=say.text(cited(cites)),
        issuer=say.text(cites.issuer), grade=cites.grade, grade_means=say.page[f"grade.{cites.grade}"], start=rule.period.start, end=rule.period.end,
        respond_within=say.time(rule.respond_within),
    )  # fmt: skip


class _Words:
    """What is said in one language; traditional Chinese is made from simplified."""

    def __init__(self, language: str) -> None:
        self.english = language == "en"
        self.turn = _traditional if language == "zh-Hant" else str
        own = page("en" if self.english else "zh-Hans")
        self.page: Mapping[str, str] = {key: self.turn(text) for key, text in own.items() if key.startswith("grade.")}

    def text(self, said: str) -> str:
        """A text that stands in one language only: an authority's own words are Chinese."""
        return self.turn(said)

    def check(self, code: str) -> dict[str, str]:
        """A check's own words."""
        return {key: self.turn(str(text)) for key, text in content.words("en" if self.english else "zh-Hans")[code].items()}

    def off(self, rule: Rule, moment: date) -> str:
        """Why a rule is not asked."""
        if rule.why_off:
            return self.text(rule.why_off)
        if not rule.in_force(moment):
            return "Not in force on this day." if self.english else self.turn("这一天不在施行期内。")
        return self.page[f"grade.{rule.because.grade}"]

    def limits(self, rule: Rule) -> Iterable[LimitTold]:
        """A rule's limits, those it leaves out as the check has them."""
        told: dict[str, Any] = content.limit_words()
        for name, limit in rule.check.limits.items():
            value, unit = rule.limits.get(name, limit.default), limit.unit
            if self.english:
                means, shown = limit.doc, f"{value} {unit}".strip()
            else:
                means = self.turn(told["limits"][rule.check.code][name])
                shown = self.turn(f"{told['values'].get(value, value)} {told['units'].get(unit, unit)}".strip())
            if unit == "minutes after midnight":
                shown = f"{int(value) // 60:02d}:{int(value) % 60:02d}"  # type: ignore[call-overload]
            yield LimitTold(name=name, means=means, value=shown.replace(" %", "%"), chosen=name in rule.limits)

    def time(self, said: str) -> str:
        """`10 days` in words."""
        if self.english:
            return said
        return self.turn(said.replace(" working days", " 个工作日").replace(" days", " 天"))


@cache
def _traditional(said: str) -> str:
    return str(_converter().convert(said))


@cache
def _converter() -> Any:
    return opencc.OpenCC("s2t")


def tones() -> Mapping[str, str]:
    """Each check's tone by its code: trouble, fact or apart."""
    return {code: check.tone for code, check in all_checks().items()}


def evidence_words(language: str = "zh-Hans") -> Mapping[str, str]:
    """What each measured value is called, by its name in the evidence."""
    own = page("en" if language == "en" else "zh-Hans")
    turn = _traditional if language == "zh-Hant" else str
    return {key.removeprefix("field."): turn(text) for key, text in own.items() if key.startswith("field.")}
