"""Answers of a run as an inspection: who was looked at, who failed and why, what became of what failed before.

A platform fails by one finding of a rule asked with severity `veto`, about itself or about something it published. It passes when every
such rule that asks of all platforms of its kind said no, and no other was at a loss; else it cannot be judged and is named as such. Of a kind
about which no such rule was asked, nothing can be judged.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from zouxin.model.errors import RenderError
from zouxin.model.inspection import Count, Heading, Inspection, Named, Recheck
from zouxin.scores.vetoes import ACCOUNTS, KINDS, SITES, Answer, Key, Listed, Veto, Vetoes

LEVELS = {
    "nation": "国家级",
    "province": "省级",
    "city": "市级",
    "county": "县级",
    "town": "乡镇（街道）",
    "village": "村（社区）",
    "": "未注明层级",
}


def inspection(
    heading: Heading,
    register: Iterable[Listed],
    rules: Iterable[Veto],
    *,
    earlier: Mapping[str, Count] | None = None,
    rechecks: Iterable[Recheck] = (),
) -> Inspection:
    """The inspection of what the register lists. `earlier`: counts of the inspection before by their label; `rechecks`: what became of its findings.

    Raises RenderError where no rule that may fail a platform was asked, where answers name a platform the register does not list, or
    where parts and totals disagree.
    """
    listed = {one.key: one for one in register}
    vetoes = Vetoes(listed, tuple(rules))
    state = {key: vetoes.state(key) for key in listed}
    counts = _Counts(listed, state, earlier or {})
    told = {key: _named(listed[key], vetoes.found(key)) for key, is_ in state.items() if is_ == "failed"}
    unsure = {key: _unsure(listed[key], vetoes.at_a_loss(key)) for key, is_ in state.items() if is_ == "unknown"}
    return Inspection(
        **vars(heading),
        sites=counts.of("政府网站", SITES), accounts=counts.of("政务新媒体", ACCOUNTS),
        by_kind=counts.by(lambda one: KINDS[one.kind], ACCOUNTS), by_owner=counts.by(lambda one: LEVELS[one.level], SITES + ACCOUNTS),
        failed=_sorted(told, listed), unknown=_sorted(unsure, listed), rules=vetoes.used(), rechecks=tuple(rechecks),
    )  # fmt: skip


class _Counts:
    """Counts of the same platforms in several ways."""

    def __init__(self, listed: Mapping[Key, Listed], state: Mapping[Key, str], earlier: Mapping[str, Count]) -> None:
        self.listed, self.state, self.earlier = listed, state, earlier

    def of(self, label: str, kinds: tuple[str, ...]) -> Count:
        """All platforms of some kinds."""
        return self._count(label, [key for key, one in self.listed.items() if one.kind in kinds])

    def by(self, label: Callable[[Listed], str], kinds: tuple[str, ...]) -> tuple[Count, ...]:
        """Platforms of some kinds, by a label; the largest group first."""
        groups: dict[str, list[Key]] = {}
        for key, one in self.listed.items():
            if one.kind in kinds:
                groups.setdefault(label(one), []).append(key)
        return tuple(self._count(name, keys) for name, keys in sorted(groups.items(), key=lambda g: (-len(g[1]), g[0])))

    def _count(self, label: str, keys: list[Key]) -> Count:
        states = Counter(self.state[key] for key in keys)
        if sum(states.values()) != len(keys):
            raise RenderError(f"{label}的各项之和与总数不符，不出通报")
        before = self.earlier.get(label)
        return Count(
            label=label, register=len(keys), checked=states["passed"] + states["failed"], failed=states["failed"], unknown=states["unknown"],
            earlier_checked=before.checked if before else None, earlier_failed=before.failed if before else None,
        )  # fmt: skip


def _named(one: Listed, answers: Iterable[Answer]) -> Named:
    seen = [a.seen_on for a in answers if a.seen_on]
    return Named(source=one.key[0], id=one.key[1], name=one.name, kind=KINDS[one.kind], unit=one.unit, unit_id=one.unit_id,
                 reasons=tuple(a.reason for a in answers), seen_on=max(seen, default=None))  # fmt: skip


def _unsure(one: Listed, why: Iterable[str]) -> Named:
    return Named(
        source=one.key[0], id=one.key[1], name=one.name, kind=KINDS[one.kind], unit=one.unit, unit_id=one.unit_id, note="；".join(why)
    )


def _sorted(found: Mapping[Key, Named], listed: Mapping[Key, Listed]) -> tuple[Named, ...]:
    return tuple(found[key] for key in sorted(found, key=lambda k: (listed[k].kind != "website", listed[k].unit, listed[k].name, k)))
