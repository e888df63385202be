"""Checks packs as they stand beside those they follow: what an entry changes must say which way, and why."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from zouxin import content
from zouxin.model.citation import LEVELS
from zouxin.model.errors import ContentError, UsageError
from zouxin.packs.directions import moves
from zouxin.packs.layers import layered, standing
from zouxin.packs.reading import Problem, Reader
from zouxin.packs.rule import Pack, Rule


def problems(place: Path) -> tuple[Problem, ...]:
    """Everything that is wrong with a pack file, or with all packs of a folder, by file and line."""
    files = sorted(place.glob("*.yml")) if place.is_dir() else [place]
    if not files or not all(path.is_file() for path in files):
        raise UsageError(f"{place} 里没有规则包（.yml 文件）；请写规则包的文件或所在的文件夹")
    return tuple(sorted({problem for path in files for problem in _of_file(path)}))


def shipped() -> Path:
    """The folder of the packs that come with the package."""
    return content.root() / "packs"


def _of_file(path: Path) -> Iterator[Problem]:
    try:
        reader = Reader(path)
    except ContentError as error:
        yield Problem(path.name, 1, error.sentence)
        return
    pack = reader.pack()
    yield from reader.problems
    if not pack.follows:
        return
    line = reader.lines.get(("follows",), 1)
    try:
        above = layered([pack.follows], folder=path.parent)
    except (UsageError, ContentError) as error:
        yield Problem(path.name, line, f"follows 的规则包读不出：{error.sentence}")
        return
    if LEVELS.index(above[-1].level) >= LEVELS.index(pack.level):
        yield Problem(path.name, line, f"{pack.level} 级的规则包只能跟随更高一级的，{above[-1].name} 是 {above[-1].level} 级")
    for rule in pack.rules:
        yield from _against(rule, above, path.name)


def over(rule: Rule, packs: Sequence[Pack]) -> tuple[Rule, ...]:
    """The rules a rule overrides: what the layers above make of its check together, in each time of theirs that it meets."""
    others = [one.period for pack in packs for one in pack.rules if one.check is rule.check]
    turns = {
        rule.period.start or date.min,
        *(p.start for p in others if p.start),
        *(p.end + timedelta(days=1) for p in others if p.end and p.end < date.max),
    }
    found = (standing(rule.check.code, packs, day) for day in sorted(turns) if rule.period.holds(day))
    return tuple(one for one in found if one is not None)


def guard(packs: Sequence[Pack]) -> None:
    """Raises ContentError with file and line where a layer loosens what one above it says may only be tightened."""
    for pack in packs:
        above = [one for one in packs if LEVELS.index(one.level) < LEVELS.index(pack.level)]
        for rule in pack.rules:
            if looser := _loosened(rule, over(rule, above), floors=True):
                raise _floor_broken(rule, looser, f"{pack.name}.yml").error


def _loosened(rule: Rule, above: Sequence[Rule], *, floors: bool = False) -> list[str]:
    """What a rule loosens of those above it, each once; `floors`: of those alone that may not be."""
    return list(dict.fromkeys(what for one in above if one.floor or not floors for what, strict in moves(rule, one) if not strict))


def _floor_broken(rule: Rule, looser: Sequence[str], file: str) -> Problem:
    return Problem(file, rule.line, f"{rule.check.code} {'；'.join(looser)}，比上级放宽；上级写明这一条只能从严")


def _against(rule: Rule, packs: tuple[Pack, ...], file: str) -> Iterator[Problem]:
    code, found = rule.check.code, over(rule, packs)
    looser = _loosened(rule, found)
    tighter = list(dict.fromkeys(what for above in found for what, strict in moves(rule, above) if strict))
    if broken := _loosened(rule, found, floors=True):
        yield _floor_broken(rule, broken, file)
    elif looser and (rule.overrides != "loosen" or not rule.reason):
        yield Problem(file, rule.line, f"{code} {'；'.join(looser)}，比上级放宽；应写 overrides: loosen 并在 reason 里说明凭什么")
    elif rule.overrides == "loosen" and not looser:
        yield Problem(file, rule.line, f"{code} 写了 overrides: loosen，但没有比上级放宽的地方；请改成 tighten 或删去")
    elif tighter and not looser and rule.overrides != "tighten":
        yield Problem(file, rule.line, f"{code} {'；'.join(tighter)}，比上级从严；应写 overrides: tighten")
