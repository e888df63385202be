"""Layers: nation < province < city < county. Which rule stands on a day is what the lowest layer says that was in force."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from zouxin import content
from zouxin.model.citation import LEVELS
from zouxin.model.errors import ContentError, UsageError
from zouxin.packs.reading import read_file
from zouxin.packs.rule import Pack, Rule


def available(folder: Path | None = None) -> tuple[str, ...]:
    """Names of the packs there are."""
    places = [content.root() / "packs", *([folder] if folder else [])]
    return tuple(sorted({p.stem for place in places for p in place.glob("*.yml")}))


def find(name: str, *, folder: Path | None = None) -> Path:
    """The file of a pack, in a deployment's own folder or among those that come with the package."""
    for place in ([folder] if folder else []) + [content.root() / "packs"]:
        if (path := place / f"{name}.yml").is_file():
            return path
    raise UsageError(f"没有叫“{name}”的规则包，有的是 {'、'.join(available(folder))}")


def read(name: str, *, folder: Path | None = None) -> Pack:
    """One pack by name. Raises ContentError with file and line."""
    path = find(name, folder=folder)
    stands = path.stat()
    return _read(path, stands.st_mtime_ns, stands.st_size)


@lru_cache(maxsize=200)
def _read(path: Path, changed_at: int, size: int) -> Pack:
    """A pack does not change; a file that did is another one."""
    return read_file(path)


def layered(names: Iterable[str], *, folder: Path | None = None) -> tuple[Pack, ...]:
    """The packs asked for and those they follow, lowest layer (nation) first, each once."""
    found: dict[str, Pack] = {}

    def add(name: str, on_the_way: tuple[str, ...]) -> None:
        if name in on_the_way:
            raise ContentError(f"规则包互相跟随：{' → '.join((*on_the_way, name))}，请改 follows", where=f"{name}.yml")
        if name in found:
            return
        pack = read(name, folder=folder)
        if pack.follows:
            add(pack.follows, (*on_the_way, name))
        found[name] = pack

    for name in names:
        add(name, ())
    return tuple(sorted(found.values(), key=lambda p: LEVELS.index(p.level)))


def rules(packs: Sequence[Pack], moment: date) -> tuple[Rule, ...]:
    """One rule a check, as of a day: a lower layer overrides a higher one, limits it leaves out are kept.

    Where none was in force, the highest layer's that is nearest in time, so that facts can still be shown (ADR 0011).
    """
    codes = sorted({rule.check.code for pack in packs for rule in pack.rules})
    return tuple(standing(code, packs, moment) or _nearest(code, packs, moment) for code in codes)


def standing(code: str, packs: Sequence[Pack], moment: date) -> Rule | None:
    """The rule of a check on a day as all layers make it, lowest layer (nation) first; a floor any of them laid stays one."""
    chosen: Rule | None = None
    for pack in packs:
        rule = pack.at(code, moment)
        if rule is not None:
            limits = {**(chosen.limits if chosen else {}), **rule.limits}
            chosen = replace(rule, limits=limits, floor=rule.floor or (chosen is not None and chosen.floor))
    return chosen


def _nearest(code: str, packs: Sequence[Pack], moment: date) -> Rule:
    first = next(pack for pack in packs if any(rule.check.code == code for rule in pack.rules))
    known = [rule for rule in first.rules if rule.check.code == code]
    later = [rule for rule in known if rule.period.start and rule.period.start > moment]
    if later:
        return min(later, key=lambda rule: rule.period.start or date.max)
    return max(known, key=lambda rule: rule.period.end or date.min)
