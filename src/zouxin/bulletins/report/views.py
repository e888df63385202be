"""Finished values laid out as the page's tables want them; no number is worked out here but a rate from its two parts."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from pypinyin import lazy_pinyin

from zouxin.bulletins.report.adds_up import PRIVATE, accused
from zouxin.model.report import CheckView, FindingView, Report, Tally

ANSWERED = "RPL101"
#: characters no reply has: an upper edge at or above it only closes the last bar
ENDLESS = 100_000


@dataclass(frozen=True)
class Matrix:
    """Groups down, checks across; `cells` by (group, check)."""

    groups: tuple[str, ...]
    checks: tuple[CheckView, ...]
    cells: dict[tuple[str, str], Tally]


def share(part: int, whole: int) -> str:
    """Percent with one decimal. Never 0.0 % or 100.0 % where the two differ from that; a dash where there is no denominator."""
    if not whole:
        return "—"
    rounded = f"{100 * part / whole:.1f}"
    if part and rounded == "0.0":
        return "<0.1%"
    return ">99.9%" if part < whole and rounded == "100.0" else f"{rounded}%"


def judged(tally: Tally) -> int:
    """The denominator of a rate: subjects that could be judged."""
    return tally.clean + tally.finding


def by_name(names: Iterable[str]) -> list[str]:
    """Names in the order a Chinese reader looks them up (by sound); the blank one last. Never an order of merit."""
    return sorted(names, key=lambda name: (not name, lazy_pinyin(name), name))


def totals(report: Report, tone: str) -> list[tuple[CheckView, Tally]]:
    """Checks of one tone in force with their totals. Private troubles are left out; of private facts only the sum is told."""
    counts = {t.check: t for t in report.totals}
    shown = accused(report) if tone == "trouble" else {c.code: c for c in report.checks if c.tone == tone and c.on}
    return [(check, counts[code]) for code, check in shown.items() if code in counts]


def answered(report: Report) -> Tally | None:
    """The total of the fact that a letter got a real answer, when it was asked."""
    return next((tally for check, tally in totals(report, "fact") if check.code == ANSWERED), None)


def matrix(report: Report, tallies: tuple[Tally, ...], groups: list[str]) -> Matrix:
    """Troubles that are not private, over groups in the order given."""
    checks = tuple(c for code, c in accused(report).items() if any(t.check == code for t in tallies))
    codes = {c.code for c in checks}
    return Matrix(tuple(groups), checks, {(t.group, t.check): t for t in tallies if t.check in codes})


def units(report: Report) -> Matrix:
    return matrix(report, report.by_unit, by_name({t.group for t in report.by_unit}))


def months(report: Report) -> Matrix:
    return matrix(report, report.by_month, sorted({t.group for t in report.by_month}, key=lambda month: (not month, month)))


def in_order(findings: list[FindingView], checks: Iterable[str]) -> list[FindingView]:
    """Standing before overruled; by check, then unit, month and number, so that groups stay together."""
    rank = {code: place for place, code in enumerate(checks)}
    place = {unit: at for at, unit in enumerate(by_name({f.unit for f in findings}))}
    return sorted(findings, key=lambda f: (f.overruled, rank[f.check], place[f.unit], f.month, f.subject_id, f.mark))


def bins(edges: tuple[int, ...]) -> list[str]:
    """What each of a histogram's bars holds, both ends counted: `10–19`; a last edge past all lengths means no end."""
    pairs = list(pairwise(edges))
    return [str(a) if b - a == 1 else f"≥{a}" if b >= ENDLESS and b == edges[-1] else f"{a}–{b - 1}" for a, b in pairs]


def chart_data(report: Report) -> dict[str, object]:
    """What charts and their CSV files are drawn from: the same numbers as the tables."""
    return {
        "checks": [[c.code, *_row(t)] for c, t in totals(report, "trouble")],
        "units": _long(units(report)),
        "months": _long(months(report)),
        "novel": [{"group": d.group, "edges": d.edges, "counts": d.counts, "bins": bins(d.edges)} for d in report.novel],
    }


def _long(of: Matrix) -> list[list[object]]:
    return [
        [group, check.code, *_row(of.cells[group, check.code])]
        for check in of.checks for group in of.groups if (group, check.code) in of.cells
    ]  # fmt: skip


def _row(t: Tally) -> tuple[int, ...]:
    return t.asked, t.clean, t.finding, t.unobservable, t.not_judged, t.overruled


def hides(check: CheckView) -> bool:
    """Whether the check's counts are for its owner only."""
    return check.tone == "trouble" and check.severity == PRIVATE
