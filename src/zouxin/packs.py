"""Rule packs: the rules one authority chose, layered nation < province < city < county.

A pack is a YAML file. What a pack does not say, the pack it follows says. A rule stands when it is not switched off,
its citation is graded A, A- or B, and it was in force at the moment of inspection.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from zouxin import content
from zouxin.checks import Check, all_checks
from zouxin.model.citation import LEVELS, Citation
from zouxin.model.errors import ContentError, UsageError
from zouxin.model.verdict import SEVERITIES


@dataclass(frozen=True, kw_only=True, eq=False)
class Rule:
    """A check put to work by a pack: severity, limits, by what right, days to respond; `on` false with a reason."""

    check: Check
    pack: str
    severity: str
    limits: Mapping[str, object]
    because: Citation
    on: bool = True
    respond_within: str = ""
    note: str = ""
    why_off: str = ""

    def stands(self, moment: date) -> bool:
        """Whether the rule is asked at that moment."""
        return self.on and self.because.on_by_default and self.because.in_force(moment)


@dataclass(frozen=True, kw_only=True, eq=False)
class Pack:
    """One authority's rules as they stand in one file."""

    name: str
    title: str
    level: str
    follows: str
    rules: tuple[Rule, ...]
    digest: str
    place: str = ""
    note: str = ""
    path: Path | None = field(default=None, repr=False)


def available(folder: Path | None = None) -> tuple[str, ...]:
    """Names of the packs there are."""
    places = [content.root() / "packs", *([folder] if folder else [])]
    return tuple(sorted({p.stem for place in places for p in place.glob("*.yml")}))


def read(name: str, *, folder: Path | None = None) -> Pack:
    """One pack by name, from a deployment's own folder or from those that come with the package."""
    for place in ([folder] if folder else []) + [content.root() / "packs"]:
        path = place / f"{name}.yml"
        if path.is_file():
            return _pack(path)
    raise UsageError(f"没有叫“{name}”的规则包，有的是 {'、'.join(available(folder))}")


def layered(names: Iterable[str], *, folder: Path | None = None) -> tuple[Pack, ...]:
    """The packs asked for and those they follow, lowest layer (nation) first, each once."""
    found: dict[str, Pack] = {}

    def add(name: str) -> None:
        if name in found:
            return
        pack = read(name, folder=folder)
        if pack.follows:
            add(pack.follows)
        found[name] = pack

    for name in names:
        add(name)
    return tuple(sorted(found.values(), key=lambda p: LEVELS.index(p.level)))


def rules(packs: Iterable[Pack]) -> tuple[Rule, ...]:
    """One rule a check: a lower layer overrides a higher one, limits it leaves out are kept."""
    chosen: dict[str, Rule] = {}
    for pack in packs:
        for rule in pack.rules:
            above = chosen.get(rule.check.code)
            limits = {**(above.limits if above else {}), **rule.limits}
            chosen[rule.check.code] = replace(rule, limits=limits)
    return tuple(chosen[code] for code in sorted(chosen))


def _pack(path: Path) -> Pack:
    data = content.read(path)
    if data.get("level") not in LEVELS:
        raise ContentError(f"level 应是 {'、'.join(LEVELS)} 之一，不是 {data.get('level')!r}", where=path.name)
    return Pack(name=data["pack"], title=data.get("title", ""), level=data["level"], follows=data.get("follows") or "",
                place=data.get("place") or "", note=data.get("note", ""), path=path, digest=sha256(path.read_bytes()).hexdigest()[:16],
                rules=tuple(_rule(entry, data["pack"], path.name) for entry in data.get("rules", ())))  # fmt: skip


def _rule(entry: Mapping[str, Any], pack: str, where: str) -> Rule:
    code = entry.get("check", "")
    if code not in all_checks():
        raise ContentError(f"没有编号为 {code} 的检查，有的是 {'、'.join(all_checks())}", where=where)
    asked, severity = all_checks()[code], entry.get("severity", "advice")
    if severity not in SEVERITIES:
        raise ContentError(f"{code} 的 severity 应是 {'、'.join(SEVERITIES)} 之一，不是 {severity!r}", where=where)
    on = bool(entry.get("on", True))
    return Rule(check=asked, pack=pack, severity=severity, limits=_limits(asked, entry.get("limits") or {}, where), on=on,
                because=citation(entry.get("because") or {}, f"{where} {code}"), respond_within=str(entry.get("respond_within") or ""),
                note=entry.get("note", ""), why_off="" if on else str(entry.get("note") or entry.get("reason") or ""))  # fmt: skip


def _limits(asked: Check, given: Mapping[str, Any], where: str) -> dict[str, object]:
    for name, value in given.items():
        if name not in asked.limits:
            raise ContentError(f"{asked.code} 没有叫 {name} 的限值，有的是 {'、'.join(asked.limits) or '（无）'}", where=where)
        try:
            asked.limits[name].accept(value)
        except ValueError as error:
            raise ContentError(f"{asked.code} 的限值 {name}：{error}", where=where) from error
    return dict(given)


def citation(entry: Mapping[str, Any], where: str) -> Citation:
    """A citation out of a pack. Raises ContentError naming what is wrong."""
    force = entry.get("in_force") or {}
    try:
        return Citation(title=entry.get("title", ""), number=entry.get("number") or "", clause=entry.get("clause") or "",
                        issuer=entry.get("issuer") or "", level=entry.get("level", "nation"), grade=entry.get("grade", "G"),
                        in_force_from=force.get("from"), in_force_to=force.get("to"))  # fmt: skip
    except ValueError as error:
        raise ContentError(str(error), where=where) from error
