"""Reads a pack file, entry by entry; every wrong thing has a file, a line and a sentence that says what would be right."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from zouxin import content
from zouxin.checks import Check, all_checks
from zouxin.model.citation import GRADES, LEVELS, Citation
from zouxin.model.errors import ContentError
from zouxin.model.verdict import SEVERITIES
from zouxin.packs.rule import Pack, Period, Rule, Scoring

TOP = ("pack", "title", "level", "place", "follows", "in_force", "note", "rules", "scoring")
ENTRY = ("check", "on", "severity", "limits", "scope", "because", "in_force", "overrides", "reason", "floor", "respond_within", "note")
BECAUSE = ("title", "number", "clause", "issuer", "level", "in_force", "grade")
SCORING = ("of", "points", "bonus", "vetoed", "because")
OVERRIDES = ("tighten", "loosen")
_WITH_UNIT = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*([^\d\s].*?)\s*$")
_RESPOND = re.compile(r"^\d+ (days|working days)$")


@dataclass(frozen=True, order=True)
class Problem:
    """Something wrong in a pack: file, line, and what would be right."""

    file: str
    line: int
    sentence: str

    @property
    def error(self) -> ContentError:
        return ContentError(self.sentence, where=f"{self.file}:{self.line}")


def read_file(path: Path) -> Pack:
    """The pack of a file. Raises ContentError with file and line of the first thing that is wrong."""
    reader = Reader(path)
    pack = reader.pack()
    if reader.problems:
        raise min(reader.problems).error
    return pack


class Reader:
    """Reads one file and collects what is wrong with it; `pack` leaves wrong entries out."""

    def __init__(self, path: Path) -> None:
        self.path, self.problems = path, list[Problem]()
        self.data, self.lines = content.read(path), content.lines(path)

    def wrong(self, at: tuple[str | int, ...], sentence: str) -> None:
        """Note a problem at a place of the file, or at what is above it."""
        while at and at not in self.lines:
            at = at[:-1]
        self.problems.append(Problem(self.path.name, self.lines.get(at, 1), sentence))

    def pack(self) -> Pack:
        """The pack as far as it could be read."""
        data = self.data
        self._keys(data, TOP, ())
        level = self._one_of(data, "level", LEVELS, (), default="nation")
        if data.get("pack") != self.path.stem:
            self.wrong(("pack",), f"pack 是“{data.get('pack')}”，应与文件名相同：{self.path.stem}")
        if not data.get("title"):
            self.wrong((), "缺少 title，应写规则包的名称")
        rules = tuple(rule for nth, entry in enumerate(data.get("rules") or ()) if (rule := self._rule(entry, ("rules", nth))))
        self._twice(rules)
        return Pack(name=self.path.stem, title=str(data.get("title") or ""), level=level, follows=str(data.get("follows") or ""), rules=rules,
                    digest=sha256(self.path.read_bytes()).hexdigest()[:16], place=str(data.get("place") or ""), note=str(data.get("note") or ""),
                    scoring=self._scoring(), path=self.path)  # fmt: skip

    def _keys(self, entry: Mapping[str, Any], known: tuple[str, ...], at: tuple[str | int, ...]) -> None:
        for key in entry:
            if key not in known:
                self.wrong((*at, key), f"没有“{key}”这一项，可以写的是 {'、'.join(known)}")

    def _one_of(self, entry: Mapping[str, Any], key: str, known: tuple[str, ...], at: tuple[str | int, ...], *, default: str) -> str:
        value = entry.get(key, default)
        if value in known:
            return str(value)
        self.wrong((*at, key), f"{key} 应是 {'、'.join(known)} 之一，不是 {value!r}")
        return default

    def _rule(self, entry: Any, at: tuple[str | int, ...]) -> Rule | None:
        if not isinstance(entry, Mapping):
            self.wrong(at, "rules 的每一项应是“键: 值”，从 check: 编号 写起")
            return None
        self._keys(entry, ENTRY, at)
        code = str(entry.get("check", ""))
        if code not in all_checks():
            self.wrong((*at, "check"), f"没有编号为 {code or '（空）'} 的检查，有的是 {'、'.join(all_checks())}")
            return None
        asked, because, on = all_checks()[code], self.citation(entry.get("because"), at, code), entry.get("on", True)
        said = {key: str(entry.get(key) or "") for key in ("overrides", "reason", "respond_within", "note")}
        self._words(entry, at, code, because)
        period = self._period(entry["in_force"], (*at, "in_force")) if "in_force" in entry else self._in_force(entry, at)
        return Rule(check=asked, pack=self.path.stem, severity=self._one_of(entry, "severity", SEVERITIES, at, default="advice"),
                    limits=self._limits(asked, entry.get("limits"), (*at, "limits")), because=because, on=on is True, period=period, floor=entry.get("floor") is True,
                    why_off="" if on is True else said["note"] or said["reason"], line=self.lines[at], **said)  # fmt: skip

    def _words(self, entry: Mapping[str, Any], at: tuple[str | int, ...], code: str, because: Citation) -> None:
        """What an entry has to say besides its numbers."""
        on = entry.get("on", True)
        for key in ("on", "floor"):
            if not isinstance(entry.get(key, True), bool):
                self.wrong((*at, key), f"{code} 的 {key} 应写 true 或 false，不是 {entry[key]!r}")
        if on is False and not (entry.get("note") or entry.get("reason")):
            self.wrong((*at, "on"), f"{code} 没有启用，应在 note 里写明为什么")
        if on is True and not because.on_by_default:
            self.wrong(
                (*at, "because", "grade"), f'{code} 的依据等级是 {because.grade}，没有核实原文，不能启用；请写 "on": false，或核实后改等级'
            )
        if entry.get("overrides") not in (None, *OVERRIDES):
            self.wrong((*at, "overrides"), f"{code} 的 overrides 应是 tighten（从严）或 loosen（放宽），不是 {entry['overrides']!r}")
        respond = entry.get("respond_within")
        if respond and not _RESPOND.match(str(respond)):
            self.wrong((*at, "respond_within"), f"{code} 的 respond_within 应写“10 days”或“10 working days”，不是“{respond}”")

    def _limits(self, asked: Check, given: Any, at: tuple[str | int, ...]) -> dict[str, object]:
        if not isinstance(given or {}, Mapping):
            self.wrong(at, f"{asked.code} 的 limits 应是“名称: 值”，如 {{days: 10}}")
            return {}
        read: dict[str, object] = {}
        for name, value in (given or {}).items():
            limit = asked.limits.get(name)
            if limit is None:
                self.wrong((*at, name), f"{asked.code} 没有叫 {name} 的限值，有的是 {'、'.join(asked.limits) or '（无）'}")
                continue
            if not limit.choices and isinstance(value, str) and (match := _WITH_UNIT.match(value)):
                if match[2] != limit.unit:
                    self.wrong((*at, name), f"{asked.code} 的限值 {name} 的单位是 {limit.unit}，不是 {match[2]}")
                    continue
                value = float(match[1]) if "." in match[1] else int(match[1])
            try:
                read[name] = limit.accept(value)
            except ValueError:
                right = "、".join(limit.choices) if limit.choices else f"数字，单位 {limit.unit}"
                self.wrong((*at, name), f"{asked.code} 的限值 {name} 应是 {right}，不是 {value!r}")
        return read

    def citation(self, entry: Any, at: tuple[str | int, ...], code: str) -> Citation:
        """By what right an entry stands; a citation that is missing is a problem, and stands as grade G."""
        here = (*at, "because")
        if not isinstance(entry, Mapping) or not entry.get("title"):
            self.wrong(here, f"{code} 没有写依据：because 里应有 title、clause、issuer、level、grade")
            entry = entry if isinstance(entry, Mapping) else {}
        self._keys(entry, BECAUSE, here)
        grade = self._one_of(entry, "grade", GRADES, here, default="G")
        for key, what in (("clause", "写明是哪一条、说了什么"), ("issuer", "写明发文机关")):
            if grade != "G" and entry.get("title") and not entry.get(key) and not (key == "clause" and entry.get("number")):
                self.wrong((*here, "title"), f"{code} 的依据缺少 {key}，应{what}")
        period = self._period(entry.get("in_force"), (*here, "in_force"))
        return Citation(title=str(entry.get("title") or ""), number=str(entry.get("number") or ""), clause=str(entry.get("clause") or ""),
                        issuer=str(entry.get("issuer") or ""), level=self._one_of(entry, "level", LEVELS, here, default="nation"), grade=grade,
                        in_force_from=period.start, in_force_to=period.end)  # fmt: skip

    def _in_force(self, entry: Mapping[str, Any], at: tuple[str | int, ...]) -> Period:
        """A rule holds while its document does; where that says nothing at all, while the pack does."""
        because = entry.get("because")
        if isinstance(because, Mapping) and "in_force" in because:
            return self._period(because["in_force"], (*at, "because", "in_force"), told=True)
        return self._period(self.data.get("in_force"), ("in_force",))

    def _period(self, entry: Any, at: tuple[str | int, ...], *, told: bool = False) -> Period:
        """First and last day out of {from, to}; `told`: what is wrong with it was said before."""
        days = entry if isinstance(entry, Mapping) else {}
        read = {key: days.get(key) if isinstance(days.get(key), date) else None for key in ("from", "to")}
        if told:
            return Period(read["from"], read["to"])
        if entry is not None and not isinstance(entry, Mapping):
            self.wrong(at, "in_force 应写 {from: 2024-01-01, to: }，不知道的留空")
        for key, value in days.items():
            if key not in ("from", "to") or (value is not None and not isinstance(value, date)):
                self.wrong((*at, key), f"in_force 的 {key} 应是 2024-01-01 这样的日期或空，不是 {value!r}")
        if read["from"] and read["to"] and read["from"] > read["to"]:
            self.wrong(at, f"in_force 从 {read['from']} 到 {read['to']}，终止早于开始，请核对")
        return Period(read["from"], read["to"])

    def _scoring(self) -> Scoring | None:
        entry = self.data.get("scoring")
        if entry is None:
            return None
        if not isinstance(entry, Mapping) or any(not isinstance(entry.get(key), int) for key in ("points", "bonus", "vetoed")):
            self.wrong(
                ("scoring",), "scoring 应写 of（给什么打分）、points（总分）、bonus（加分上限）、vetoed（单项否决后的得分），后三项是整数"
            )
            return None
        self._keys(entry, SCORING, ("scoring",))
        because = self.citation(entry.get("because"), ("scoring",), "scoring")
        return Scoring(of=str(entry.get("of") or ""), points=entry["points"], bonus=entry["bonus"], vetoed=entry["vetoed"], because=because,
                       period=Period(because.in_force_from, because.in_force_to))  # fmt: skip

    def _twice(self, rules: tuple[Rule, ...]) -> None:
        for first, second in _pairs(rules):
            if first.check is second.check and first.period.meets(second.period):
                sentence = f"{second.check.code} 写了两次，施行时间重叠（另一处在第 {first.line} 行）；请写明各自的 in_force，不要相交"
                self.problems.append(Problem(self.path.name, second.line, sentence))


def _pairs(rules: tuple[Rule, ...]) -> Iterator[tuple[Rule, Rule]]:
    yield from ((first, second) for nth, second in enumerate(rules) for first in rules[:nth])
