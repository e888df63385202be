"""The re-check: exactly what was named last time, under the names it bore then, and what became of it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from zouxin.findings.comparing import NO_SUBJECT, NOT_ASKED
from zouxin.model.inspection import Inspection, Named, Reason, Recheck
from zouxin.scores.vetoes import WHY, Key

_WHY = {**WHY, NO_SUBJECT: "不再是这条规则的检查对象", NOT_ASKED: "本次没有问这条规则"}


def marks(before: Inspection) -> dict[str, str]:
    """The marks an inspection named, each with its check."""
    return {reason.mark: reason.check for _, reason, _ in _named(before)}


def rechecks(before: Inspection, said: Mapping[str, tuple[str, str]], closed: Mapping[Key, date | None]) -> tuple[Recheck, ...]:
    """What became of each finding named last time. `said`: state and why by mark; `closed`: platforms the register calls closed, since when.

    Closing an account puts a finding right, but nobody saw that: it is told as closed, not as passed.
    """
    told = []
    for platform, reason, was in _named(before):
        state, because = said[reason.mark]
        key = (platform.source, platform.id)
        if key in closed and state != "gone":
            day = closed[key]
            state, because = "closed", f"名册记载已于{day.year}年{day.month}月{day.day}日关停" if day else "名册记载已关停"
        if was == "gone" and state != "still":
            continue
        told.append(
            Recheck(platform=platform, reason=reason, state="recurred" if was == "gone" else state, because=_WHY.get(because, because))
        )
    return tuple(told)


def _named(before: Inspection) -> Iterator[tuple[Named, Reason, str]]:
    """What failed last time, what it had carried on from before because it could not be told, and what it had seen mended."""
    seen = {reason.mark for one in before.failed for reason in one.reasons}
    for one in before.failed:
        for reason in one.reasons:
            yield replace(one, reasons=(), seen_on=None), reason, "failed"
    for old in before.rechecks:
        if old.reason.mark not in seen and old.state in ("cannot tell", "gone"):
            yield old.platform, old.reason, old.state
