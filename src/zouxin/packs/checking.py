"""Checks packs as they stand beside those they follow: what an entry changes must say which way, and why."""

from collections.abc import Iterator
from pathlib import Path

from zouxin import content
from zouxin.model.citation import LEVELS
from zouxin.model.errors import ContentError, UsageError
from zouxin.packs.directions import moves
from zouxin.packs.layers import layered
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


def over(rule: Rule, packs: tuple[Pack, ...]) -> tuple[Rule, ...]:
    """The rules a rule overrides: in each time of the layers above that it meets, the one of the lowest layer."""
    for pack in reversed(packs):
        met = tuple(one for one in pack.rules if one.check is rule.check and one.period.meets(rule.period))
        if met:
            return met
    return ()


def _against(rule: Rule, packs: tuple[Pack, ...], file: str) -> Iterator[Problem]:
    code, found = rule.check.code, over(rule, packs)
    changes = [change for above in found for change in moves(rule, above)]
    looser, tighter = [what for what, strict in changes if not strict], [what for what, strict in changes if strict]
    if looser and any(above.floor for above in found):
        yield Problem(file, rule.line, f"{code} {'；'.join(looser)}，比上级放宽；上级写明这一条只能从严")
    elif looser and (rule.overrides != "loosen" or not rule.reason):
        yield Problem(file, rule.line, f"{code} {'；'.join(looser)}，比上级放宽；应写 overrides: loosen 并在 reason 里说明凭什么")
    elif rule.overrides == "loosen" and not looser:
        yield Problem(file, rule.line, f"{code} 写了 overrides: loosen，但没有比上级放宽的地方；请改成 tighten 或删去")
    elif tighter and not looser and rule.overrides != "tighten":
        yield Problem(file, rule.line, f"{code} {'；'.join(tighter)}，比上级从严；应写 overrides: tighten")
