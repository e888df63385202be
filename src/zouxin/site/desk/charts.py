"""Charts as finished numbers: each with what is drawn and the table it is drawn from, so that the two cannot differ."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from zouxin import flow
from zouxin.site.audit.models import Finding, Run
from zouxin.site.audit.queries import last_run, sees_all
from zouxin.site.components.kept_sums import kept
from zouxin.site.desk import queries
from zouxin.site.people.access import today

VERDICTS = (("finding", _("有问题")), ("clean", _("没有问题")), ("unobservable", _("看不到")), ("not_judged", _("说不准")))
AGES = ((30, _("一个月以内")), (91, _("一到三个月")), (182, _("三到六个月")), (365, _("半年到一年")), (None, _("一年以上")))
REPLIES = (("RPL101", _("回答了问题")), ("RPL001", _("照抄来信")), ("RPL002", _("只说收到、转办或研究")))
MONTHS = 24


@dataclass(frozen=True, kw_only=True)
class Chart:
    """`head` and `rows` are the table; `drawn` names its columns that are drawn over the first, in the way of `kind`: stack, line or bar."""

    name: str
    title: Any
    note: Any
    kind: str
    head: tuple[Any, ...]
    rows: Sequence[tuple[Any, ...]]
    drawn: tuple[int, ...]
    unit: str = ""
    tones: tuple[str, ...] = field(default=())

    @property
    def dom(self) -> str:
        """The id of its data on the page."""
        return f"d-{self.name}"

    @property
    def legend(self) -> list[tuple[Any, str]]:
        """Each series with its tone, where there are several."""
        return [(self.head[at], tone) for at, tone in zip(self.drawn, self.tones, strict=True)] if len(self.drawn) > 1 else []

    @property
    def told(self) -> list[list[tuple[Any, Any]]]:
        """The table, each value beside its heading."""
        return [list(zip(self.head, row, strict=True)) for row in self.rows]

    def data(self) -> dict[str, Any]:
        """What the script draws."""
        return {
            "kind": self.kind, "unit": self.unit, "labels": [str(row[0]) for row in self.rows],
            "series": [{"name": str(self.head[at]), "tone": tone, "values": [row[at] for row in self.rows]}
                       for at, tone in zip(self.drawn, self.tones or ("",) * len(self.drawn), strict=True)],
        }  # fmt: skip


def share(part: int, whole: int) -> float | None:
    """A part of a whole in percent; nothing where there is no whole."""
    return round(100 * part / whole, 1) if whole else None


def ages(user: Any) -> Chart:
    """How long findings have stood, by severity."""
    titles = dict(Finding.SEVERITIES)
    counts: dict[tuple[int, str], int] = {}
    days = kept("ages", user, lambda: list(queries.standing_findings(user).values_list("first_on", "severity").annotate(n=Count("pk"))))
    for first, severity, n in days:
        key = (_age(first), severity)
        counts[key] = counts.get(key, 0) + n
    shown = [name for name in titles if name != "private" or any(severity == name for _age_, severity in counts)]
    rows = [(title, *(counts.get((at, name), 0) for name in shown)) for at, (_most, title) in enumerate(AGES)]
    tones = {"veto": "bad", "fault": "warn", "advice": "dim", "private": "soft"}
    return Chart(name="ages", title=_("问题存在了多久"), note=_("从第一次发现的那天算起，只算现在仍在的。"), kind="stack", rows=rows,
                 head=(_("时间"), *(titles[name] for name in shown)), drawn=tuple(range(1, len(shown) + 1)), tones=tuple(tones[name] for name in shown))  # fmt: skip


def _age(first: date) -> int:
    days = (today() - first).days
    return next(at for at, (most, _title) in enumerate(AGES) if most is None or days <= most)


def by_check(user: Any) -> Chart:
    """Which checks the findings that stand come from."""
    counts = kept("checks", user, lambda: dict(queries.standing_findings(user).values_list("check_code").annotate(n=Count("pk"))))
    rows = [(flow.title_of(code), code, n) for code, n in sorted(counts.items())]
    return Chart(name="checks", title=_("仍在的问题来自哪些检查"), note=_("只算您看得到的单位。"), kind="bar", rows=rows,
                 head=(_("检查"), _("编号"), _("问题")), drawn=(2,), tones=("bad",))  # fmt: skip


def verdicts(user: Any) -> Chart | None:
    """What each inspection said, over all troubles it asked about."""
    if not sees_all(user):
        return None
    rows = []
    for run in queries.done_runs():
        sums = _summed(run)
        rows.append((f"{run.moment:%Y-%m-%d}", *(sums[name] for name, _title in VERDICTS)))
    return Chart(name="verdicts", title=_("历次检查的结果"), note=_("每次检查问到的对象，按回答分开；看不到和说不准单独列出，不算没有问题。"), kind="stack", rows=rows,
                 head=(_("检查时点"), *(title for _name, title in VERDICTS)), drawn=(1, 2, 3, 4), tones=("bad", "good", "dim", "soft"))  # fmt: skip


def _troubles(run: Run) -> dict[str, Mapping[str, int]]:
    tones = flow.tones()
    return {
        code: said["answers"] for code, said in sorted(run.totals.items()) if tones.get(code) == "trouble" and said["severity"] != "private"
    }


def _summed(run: Run) -> dict[str, int]:
    return {name: sum(int(counts.get(name, 0)) for counts in _troubles(run).values()) for name, _title in VERDICTS}


def coverage(user: Any) -> Chart | None:
    """How much of what the last inspection asked about could be judged."""
    run = last_run()
    if run is None or not sees_all(user):
        return None
    rows = []
    for code, counts in _troubles(run).items():
        finding, clean, blind, unsure = (int(counts.get(name, 0)) for name, _title in VERDICTS)
        asked = finding + clean + blind + unsure
        if asked:
            rows.append((flow.title_of(code), code, asked, finding + clean, blind, unsure, share(finding + clean, asked)))
    return Chart(name="coverage", title=_("看清了多少"), note=_("最近一次检查：问到的对象里，能说是或不是的占多少。"), kind="bar", unit="%", rows=rows,
                 head=(_("检查"), _("编号"), _("问到"), _("说得准"), _("看不到"), _("说不准"), _("说得准的占比（%）")), drawn=(6,), tones=("good",))  # fmt: skip


def replies(user: Any) -> Chart | None:
    """How replies changed from month to month, in the last inspection."""
    run = last_run()
    if run is None or not sees_all(user):
        return None
    kept = flow.months(settings.DATA, run.lake_run)
    known = sorted({month for code, _title in REPLIES for month in kept.get(code, {})})[-MONTHS:]
    rows = []
    for month in known:
        row: list[Any] = [month]
        for code, _title in REPLIES:
            counts = kept.get(code, {}).get(month, {})
            yes, judged = counts.get("finding", 0), counts.get("finding", 0) + counts.get("clean", 0)
            row += [yes, judged, share(yes, judged)]
        rows.append(tuple(row))
    head: list[Any] = [_("月份")]
    for _code, title in REPLIES:
        head += [title, _("%(title)s：能判断的") % {"title": title}, _("%(title)s占比（%%）") % {"title": title}]
    return Chart(name="replies", title=_("答复质量"), note=_("按来信答复的月份，占能判断的答复的比例；不能判断的不算在内。"), kind="line", unit="%", rows=rows,
                 head=tuple(head), drawn=(3, 6, 9), tones=("good", "bad", "warn"))  # fmt: skip


ALL: dict[str, Callable[[Any], Chart | None]] = {
    "verdicts": verdicts,
    "ages": ages,
    "checks": by_check,
    "coverage": coverage,
    "replies": replies,
}


def charts(user: Any) -> list[Chart]:
    """Every chart this user may see."""
    return [found for make in ALL.values() if (found := make(user)) is not None]
