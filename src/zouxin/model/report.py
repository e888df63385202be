"""Finished values that documents are made of: what a run says, with nothing left to compute but words and layout."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Span:
    """A stretch of a raw text, in characters; `kind` copied, novel, rude, formal, forward, promise, refer, foreign, advert, private …"""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class TextView:
    """One text beside another, with the stretches to mark."""

    id: str
    text: str
    on: date | None = None
    title: str = ""
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FindingView:
    """One finding with all it stands on."""

    mark: str
    check: str
    trouble: str
    tone: str
    severity: str
    source: str
    subject: str
    subject_id: str
    unit: str
    month: str
    sentence: str
    evidence: dict[str, object]
    overruled: bool = False
    name: str = ""
    pack: str = ""
    citation: str = ""
    grade: str = ""
    letter: TextView | None = None
    reply: TextView | None = None
    post: TextView | None = None
    others: tuple[TextView, ...] = ()
    days: tuple[tuple[date, bool, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Counts of one check over some group of subjects; `asked` is the sum of the four verdicts and the overruled."""

    check: str
    group: str
    asked: int
    clean: int
    finding: int
    unobservable: int
    not_judged: int
    overruled: int = 0


@dataclass(frozen=True, kw_only=True)
class CheckView:
    """What a check is in words (both languages), and the rule that put it to work."""

    code: str
    trouble: str
    tone: str
    severity: str
    on: bool
    words: dict[str, dict[str, str]]
    citation: str
    grade: str
    pack: str
    limits: dict[str, object]
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class SourceView:
    """One source as it was landed; `read` = `landed` + `quarantined` + `held`.

    With `alarms` nothing of this reading landed, and what is judged is the last good snapshot: `held` rows could have
    landed and were held back.
    """

    name: str
    files: tuple[str, ...]
    read: int
    landed: int
    quarantined: int
    mapping: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()
    stated: tuple[str, ...] = ()
    quarantine_file: str = ""
    alarms: tuple[str, ...] = ()
    held: int = 0


@dataclass(frozen=True, kw_only=True)
class Distribution:
    """A histogram: `edges` (n + 1) and `counts` (n) of one measure of one group."""

    group: str
    measure: str
    edges: tuple[int, ...]
    counts: tuple[int, ...]


def _as_they_are(findings: Sequence[FindingView]) -> Sequence[FindingView]:
    return findings


@dataclass(frozen=True, kw_only=True)
class Report:
    """All of a run. `findings` may come without their texts: `whole` gives a window of them with texts, days and all. Totals reconcile: every tally's asked is the sum of its verdicts and the overruled."""

    run: str
    moment: date
    moment_given: bool
    version: str
    engine: str
    snapshot: str
    letters: int
    replies: int
    units: int
    sources: tuple[SourceView, ...]
    checks: tuple[CheckView, ...]
    totals: tuple[Tally, ...]
    by_unit: tuple[Tally, ...]
    by_month: tuple[Tally, ...]
    novel: tuple[Distribution, ...]
    findings: tuple[FindingView, ...]
    not_asked: tuple[tuple[str, str], ...] = field(default=())
    platforms: int = 0
    posts: int = 0
    whole: Callable[[Sequence[FindingView]], Sequence[FindingView]] = field(default=_as_they_are, compare=False, repr=False)
