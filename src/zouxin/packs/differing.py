"""What two sets of packs rule differently on a day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from zouxin.packs.directions import moves
from zouxin.packs.layers import rules
from zouxin.packs.rule import Pack, Rule


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One thing ruled differently: check, what, and whether the second is stricter (None where neither is)."""

    check: str
    trouble: str
    what: str
    stricter: bool | None
    because: str


def differences(first: Sequence[Pack], second: Sequence[Pack], moment: date) -> Iterator[Difference]:
    """By check: what the second says otherwise than the first, as of a day."""
    one, other = ({rule.check.code: rule for rule in rules(packs, moment)} for packs in (first, second))
    for code in sorted(one.keys() | other.keys()):
        yield from _of(one.get(code), other.get(code), moment)


def _of(one: Rule | None, other: Rule | None, moment: date) -> Iterator[Difference]:
    rule = other or one
    assert rule is not None
    cited = f"{rule.because.title}{rule.because.number}（等级 {rule.because.grade}）"
    about = {"check": rule.check.code, "trouble": rule.check.trouble, "because": cited}
    was, now = _stands(one, moment), _stands(other, moment)
    if was != now:
        yield Difference(what="启用" if now else "不启用", stricter=now, **about)
        return
    if not (was and one and other):
        return
    told = set()
    for what, stricter in moves(other, one):
        told.add(what.split(" ")[0])
        yield Difference(what=what, stricter=stricter, **about)
    for name, limit in other.check.limits.items():
        before, after = one.limits.get(name, limit.default), other.limits.get(name, limit.default)
        if before != after and name not in told:
            stricter = limit.tighter(after, before)  # type: ignore[arg-type]
            yield Difference(what=f"{name} 由 {before} 改为 {after}{f'（{limit.unit}）' if limit.unit else ''}", stricter=stricter, **about)


def _stands(rule: Rule | None, moment: date) -> bool:
    return rule is not None and rule.stands(moment)
