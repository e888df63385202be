"""Whether a report's parts say the same: a document that contradicts its own totals is not rendered."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from zouxin.model.errors import RenderError
from zouxin.model.report import CheckView, FindingView, Report, Tally, TextView

PRIVATE = "private"


def must_add_up(report: Report) -> None:
    """Raises RenderError with the first contradiction found; silent when there is none."""
    _sources(report)
    _checks(report)
    _tallies(report)
    _groups(report.totals, report.by_unit, "by unit")
    _groups(report.totals, report.by_month, "by month")
    _distributions(report)
    _findings(report)


def accused(report: Report) -> dict[str, CheckView]:
    """Checks whose findings the document lists: troubles in force that are not private, by code."""
    return {c.code: c for c in report.checks if c.tone == "trouble" and c.on and c.severity != PRIVATE}


def listed(report: Report) -> list[FindingView]:
    """Findings the document lists, the overruled among them; never a private one."""
    checks = accused(report)
    return [f for f in report.findings if f.check in checks and f.severity != PRIVATE]


def _refuse(where: str, sentence: str) -> None:
    raise RenderError(f"The report was not written: {where}: {sentence}")


def _sources(report: Report) -> None:
    for source in report.sources:
        parts = (source.landed, source.quarantined, source.held)
        if min(parts) < 0 or source.read != sum(parts):
            _refuse(f"source {source.name}", "{} rows read, but {} landed + {} quarantined + {} held back.".format(source.read, *parts))
        if source.alarms and source.landed:
            _refuse(f"source {source.name}", f"an alarm, and yet {source.landed} rows landed.")


def _checks(report: Report) -> None:
    for code, times in Counter(c.code for c in report.checks).items():
        if times > 1:
            _refuse(code, f"the check is described {times} times.")


def _tallies(report: Report) -> None:
    known = {c.code for c in report.checks}
    for name, tallies in (("totals", report.totals), ("by unit", report.by_unit), ("by month", report.by_month)):
        seen: set[tuple[str, str]] = set()
        for tally in tallies:
            where = f"{name}, {tally.check} {tally.group}".rstrip()
            key = (tally.check, "" if name == "totals" else tally.group)
            parts = (tally.clean, tally.finding, tally.unobservable, tally.not_judged)
            if tally.check not in known:
                _refuse(where, "the check is not described.")
            if key in seen:
                _refuse(where, "it is counted twice.")
            if min(*parts, tally.overruled) < 0 or sum(parts) + tally.overruled != tally.asked:
                said = f"{' + '.join(map(str, parts))} of the four verdicts + {tally.overruled} overruled = {sum(parts) + tally.overruled}"
                _refuse(where, f"{tally.asked} asked, but {said}.")
            seen.add(key)


def _groups(totals: Iterable[Tally], groups: Iterable[Tally], name: str) -> None:
    """Groups must sum to the total, verdict by verdict; subjects without unit or date stand in the group ""."""
    sums: dict[str, Counter[str]] = {}
    for tally in groups:
        sums.setdefault(tally.check, Counter()).update(_parts(tally))
    by_check = {t.check: t for t in totals}
    for check, found in sums.items():
        if check not in by_check:
            _refuse(f"{name}, {check}", "it has no total.")
        for verdict, count in _parts(by_check[check]).items():
            if found[verdict] != count:
                _refuse(f"{name}, {check}", f"{verdict} sums to {found[verdict]}, but the total says {count}.")


def _parts(tally: Tally) -> dict[str, int]:
    names = ("asked", "clean", "finding", "unobservable", "not_judged", "overruled")
    return {name: getattr(tally, name) for name in names}


def _distributions(report: Report) -> None:
    for d in report.novel:
        where = f"distribution {d.measure} of {d.group or 'all'}"
        if len(d.edges) != len(d.counts) + 1 or list(d.edges) != sorted(set(d.edges)):
            _refuse(where, f"{len(d.counts)} counts need {len(d.counts) + 1} rising edges, not {list(d.edges)}.")
        if min(d.counts, default=0) < 0:
            _refuse(where, "a count is below zero.")


def _findings(report: Report) -> None:
    known = {c.code: c for c in report.checks}
    for f in report.findings:
        if f.check not in known or not known[f.check].on:
            _refuse(f"finding {f.mark}", f"its check {f.check} is not in force.")
    twice = [mark for mark, times in Counter(f.mark for f in report.findings).items() if times > 1]
    if twice:
        _refuse(f"finding {twice[0]}", "its mark stands on more than one finding.")
    _count(report, "findings", lambda f: not f.overruled, lambda t: t.finding)
    _count(report, "overruled findings", lambda f: f.overruled, lambda t: t.overruled)


def _count(report: Report, what: str, of: Callable[[FindingView], bool], said: Callable[[Tally], int]) -> None:
    """Listed findings against totals, for every check whose findings are listed."""
    counts = Counter(f.check for f in listed(report) if of(f))
    totals = {t.check: said(t) for t in report.totals}
    for code in accused(report):
        if counts[code] != totals.get(code, 0):
            _refuse(code, f"{counts[code]} {what} are listed, but the total says {totals.get(code, 0)}.")


def fits(findings: Sequence[FindingView]) -> Sequence[FindingView]:
    """The same findings. Raises RenderError when a span of one lies outside its text."""
    for f in findings:
        for text in filter(None, (f.letter, f.reply, f.post, *f.others)):
            _spans(f, text)
    return findings


def _spans(f: FindingView, text: TextView) -> None:
    for span in text.spans:
        if not 0 <= span.start <= span.end <= len(text.text):
            _refuse(f"finding {f.mark}", f"characters {span.start} to {span.end} lie outside text {text.id} of {len(text.text)}.")
