"""Answers of a run as an inspection: who was looked at, who failed and why, what became of what failed before.

A platform fails by one finding of a rule with severity `veto`, about itself or about something it published. It is checked when every
veto rule that concerned it could be answered, or when one found something; else it cannot be judged and is named as such.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from zouxin.findings.comparing import Change
from zouxin.model.errors import RenderError
from zouxin.model.inspection import Count, Heading, Inspection, Named, Reason, Recheck

SITES = ("website",)
ACCOUNTS = ("wechat", "weibo", "short_video", "app", "mini_program", "other")
KINDS = {
    "wechat": "微信公众号",
    "weibo": "微博",
    "short_video": "短视频号",
    "app": "移动客户端",
    "mini_program": "小程序",
    "other": "其他",
    "website": "网站",
}
LEVELS = {
    "nation": "国家级",
    "province": "省级",
    "city": "市级",
    "county": "县级",
    "town": "乡镇（街道）",
    "village": "村（社区）",
    "": "未注明层级",
}

Key = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer of a veto rule about a platform, by its source and id; `found` None where it cannot be told."""

    platform: Key
    found: bool | None
    because: str
    reason: Reason
    seen_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A platform of the register that was open at the moment."""

    key: Key
    name: str
    kind: str
    unit: str
    level: str


def inspection(
    heading: Heading,
    register: Iterable[Listed],
    answers: Iterable[Answer],
    *,
    earlier: Mapping[str, Count] | None = None,
    changes: Iterable[tuple[Change, Reason]] = (),
) -> Inspection:
    """The inspection of what the register lists. `earlier`: counts of the inspection before by their label; `changes`: what became of its findings.

    Raises RenderError where answers name a platform the register does not list, or parts and totals disagree.
    """
    listed = {one.key: one for one in register}
    found: dict[Key, list[Answer]] = {}
    for one in answers:
        if one.platform not in listed:
            raise RenderError(f"有一条关于 {one.platform[1]} 的回答，名册里没有它，不出通报")
        found.setdefault(one.platform, []).append(one)
    state = {key: _state(found.get(key, [])) for key in listed}
    counts = _Counts(listed, state, earlier or {})
    told = {key: _named(listed[key], [a for a in found.get(key, []) if a.found]) for key, is_ in state.items() if is_ == "failed"}
    unsure = {key: _unsure(listed[key], found[key]) for key, is_ in state.items() if is_ == "unknown"}
    return Inspection(
        **vars(heading),
        sites=counts.of("政府网站", SITES), accounts=counts.of("政务新媒体", ACCOUNTS),
        by_kind=counts.by(lambda one: KINDS[one.kind], ACCOUNTS), by_owner=counts.by(lambda one: LEVELS[one.level], SITES + ACCOUNTS),
        failed=_sorted(told, listed), unknown=_sorted(unsure, listed), rechecks=tuple(_recheck(c, r, listed) for c, r in changes),
    )  # fmt: skip


def _state(answers: list[Answer]) -> str:
    if any(one.found for one in answers):
        return "failed"
    return "unknown" if any(one.found is None for one in answers) else "passed"


class _Counts:
    """Counts of the same platforms in several ways."""

    def __init__(self, listed: Mapping[Key, Listed], state: Mapping[Key, str], earlier: Mapping[str, Count]) -> None:
        self.listed, self.state, self.earlier = listed, state, earlier

    def of(self, label: str, kinds: tuple[str, ...]) -> Count:
        """All platforms of some kinds."""
        return self._count(label, [key for key, one in self.listed.items() if one.kind in kinds])

    def by(self, label, kinds: tuple[str, ...]) -> tuple[Count, ...]:  # type: ignore[no-untyped-def]
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


def _named(one: Listed, answers: list[Answer]) -> Named:
    seen = [a.seen_on for a in answers if a.seen_on]
    return Named(source=one.key[0], id=one.key[1], name=one.name, kind=KINDS[one.kind], unit=one.unit,
                 reasons=tuple(a.reason for a in answers), seen_on=max(seen, default=None))  # fmt: skip


#: why it could not be judged, as an annex says it
_WHY = {
    "unobserved": "未能完整查看",
    "unreadable": "内容无法读取",
    "undated": "缺少日期",
    "no_judgement": "需要人工判断",
    "out_of_period": "不在检查时段内",
}


def _unsure(one: Listed, answers: list[Answer]) -> Named:
    why = dict.fromkeys(f"{a.reason.title}：{_WHY.get(a.because, a.because)}" for a in answers if a.found is None)
    return Named(source=one.key[0], id=one.key[1], name=one.name, kind=KINDS[one.kind], unit=one.unit, note="；".join(why))


def _sorted(found: Mapping[Key, Named], listed: Mapping[Key, Listed]) -> tuple[Named, ...]:
    return tuple(found[key] for key in sorted(found, key=lambda k: (listed[k].kind != "website", listed[k].unit, listed[k].name, k)))


def _recheck(change: Change, reason: Reason, listed: Mapping[Key, Listed]) -> Recheck:
    one = listed.get((change.source, change.subject_id))
    name, kind, unit = (one.name, KINDS[one.kind], one.unit) if one else (change.subject_id, "", "")
    platform = Named(source=change.source, id=change.subject_id, name=name, kind=kind, unit=unit)
    return Recheck(platform=platform, reason=reason, state=change.state, because=_WHY.get(change.because, change.because))
