"""The gate: the same checks asked of one draft before it goes out. It decides nothing for anybody: it says what an audit would say."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import ibis
import pyarrow as pa

from zouxin import content, packs
from zouxin.connectors.document import text_of
from zouxin.derive.reply_reading import learnt
from zouxin.findings.asking import Asked, choose
from zouxin.findings.views import cited
from zouxin.findings.wording import sentences
from zouxin.flow.deriving import Bench, derive
from zouxin.flow.drafts import Corpus, Draft, Tables, raw, reader
from zouxin.functions import acts
from zouxin.lake import Lake
from zouxin.model.errors import UsageError
from zouxin.tables import all_tables, arrow_schema

BLOCK, REVIEW, PASS, NOT_JUDGED = "BLOCK", "REVIEW", "PASS", "NOT_JUDGED"
KINDS = ("reply", "post", "order")
#: what stops a draft that a person sends; a machine, which nobody reads before it goes out, is stopped by a fault as well
VETOES, FAULTS = frozenset({"veto"}), frozenset({"veto", "fault"})
#: the classes of clauses that are where a reply that answers nothing says so
_EMPTY = {"receipt", "forward", "promise", "refer", "not_ours", "offline"}


@dataclass(frozen=True, kw_only=True)
class GateRow:
    """One rule a draft falls under: what it is called, how grave, what it says of the draft, by what right, what would put it right, and where:
    (start, end, text) of the raw draft."""

    check: str
    title: str
    severity: str
    sentence: str
    citation: str
    grade: str
    note: str
    put_right: str
    places: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, kw_only=True)
class Gated:
    """What the gate says of a draft: `decision` BLOCK (a veto was found), REVIEW (something else was), NOT_JUDGED (a veto, or everything, could not be
    judged) or PASS. `undecided`: (check, title, why) of what could not be told; `left`: (check, why) of rules a single draft cannot be asked."""

    decision: str
    rows: tuple[GateRow, ...]
    asked: int
    moment: date
    corpus: str = ""
    undecided: tuple[tuple[str, str, str], ...] = ()
    left: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, eq=False)
class Question:
    """One rule, ready to be asked: its answer with evidence, compiled."""

    asked: Asked
    answer: Callable[[], pa.Table]


class Gate:
    """The rules for one kind of draft, compiled once and asked as often as wanted, from any thread.

    `corpus`: what the draft is read beside, frozen. `blocking`: severities that stop a draft.
    """

    def __init__(self, kind: str, *, moment: date, asked: Sequence[str] = ("national",), folder: Path | None = None, corpus: Corpus | None = None,
                 blocking: frozenset[str] = VETOES) -> None:  # fmt: skip
        if kind not in KINDS:
            raise ValueError(f"{kind} is none of {KINDS}")
        self.kind, self.moment, self.blocking = kind, moment, blocking
        self.corpus = corpus or Corpus()
        self._read = reader(kind, self.corpus)
        self._lock = threading.Lock()
        self._place = TemporaryDirectory(prefix="zouxin-gate-")
        self._lake = Lake(Path(self._place.name) / "lake", memory=0.5)
        rules, _left = choose(packs.rules(packs.layered(asked, folder=folder), moment), moment)
        rules = tuple(one for one in rules if one.check.tone == "trouble")
        mine = [one for one in rules if one.check.subject.name == kind and one.check.gate == "draft"]
        self.left = tuple((one.check.code, "要与别的来信、答复比较，发出以前只看一份看不出来") for one in rules
                          if one.check.subject.name == kind and one.check.gate == "corpus")  # fmt: skip
        names = {table.name for one in mine for table in one.check.reads}
        self._tables = {name: self._lake.engine.memory(arrow_schema(all_tables()[name]).empty_table()) for name in sorted(names)}
        self._questions, self._all = self._compiled(mine)

    @property
    def codes(self) -> tuple[str, ...]:
        """The checks it asks."""
        return tuple(sorted(self._questions))

    def _compiled(self, mine: Sequence[Asked]) -> tuple[dict[str, Question], Callable[[], pa.Table]]:
        at = ibis.date(self.moment.year, self.moment.month, self.moment.day)
        questions, parts = {}, []
        for one in mine:
            answer = one.check.ask(self._tables, one.rule.limits, at)
            questions[one.check.code] = Question(one, self._lake.engine.prepared(answer))
            parts.append(answer.select(check=ibis.literal(one.check.code), found="found", because="because"))
        if not parts:
            raise UsageError("选用的规则包里没有一条可以在发出以前问的规则")
        return questions, self._lake.engine.prepared(ibis.union(*parts) if len(parts) > 1 else parts[0])

    def ask(self, draft: Draft) -> Gated:
        """What the rules say of a draft."""
        tables = self._read(draft)
        with self._lock:
            for name, table in self._tables.items():
                self._lake.engine.refill(table, tables.get(name, arrow_schema(all_tables()[name]).empty_table()))
            said = {row["check"]: row for row in self._all().to_pylist()}
            found = {code: self._questions[code].answer() for code in sorted(said) if said[code]["found"]}
        rows = tuple(self._row(self._questions[code].asked, answer, tables, draft) for code, answer in found.items())
        dark = tuple(
            (code, content.words("zh-Hans")[code]["title"], row["because"]) for code, row in sorted(said.items()) if row["found"] is None
        )
        return Gated(decision=self._decision(rows, {code for code, _title, _why in dark}, draft), rows=rows, asked=len(said), moment=self.moment,
                     corpus=self.corpus.id, undecided=dark, left=self.left)  # fmt: skip

    def _decision(self, rows: Sequence[GateRow], dark: set[str], draft: Draft) -> str:
        if any(row.severity in self.blocking for row in rows):
            return BLOCK
        if rows:
            return REVIEW
        nothing = not raw(draft).strip() or len(dark) == len(self._questions)
        vetoes = any(self._questions[code].asked.severity in self.blocking for code in dark)
        return NOT_JUDGED if nothing or (vetoes and not self._only_letter_missing(draft)) else PASS

    def _only_letter_missing(self, draft: Draft) -> bool:
        """Whether all that hinders is that there is no letter: what a reply says of itself could still be judged."""
        return self.kind == "reply" and draft.letter is None and draft.title is None

    def _row(self, one: Asked, answer: pa.Table, tables: Tables, draft: Draft) -> GateRow:
        words, because = content.words("zh-Hans")[one.check.code], one.rule.because
        batch, text = answer.to_batches()[0], raw(draft)
        places = tuple((start, end, text[start:end]) for start, end in _spans(one, answer.to_pylist()[0], tables, text))
        return GateRow(check=one.check.code, title=words["title"], severity=one.severity, sentence=sentences(batch, one)[0].as_py(), citation=cited(because),
                       grade=because.grade, note=one.note or one.rule.note, put_right=words["put_right"], places=places)  # fmt: skip

    def close(self) -> None:
        """Give everything back."""
        self._lake.__exit__(None, None, None)
        self._place.cleanup()


def _spans(one: Asked, answer: dict[str, Any], tables: Tables, text: str) -> list[tuple[int, int]]:
    """Where in the draft a rule's finding stands; the whole draft where it is no one place."""
    own = [name for name, kind in one.check.evidence.items() if kind == "list<int32>"]
    flat = next((answer[name] for name in own if answer[name]), None)
    if flat is None and "reply_reading" in tables:
        [read] = tables["reply_reading"].to_pylist()
        flat = (
            read["copied_spans" if one.check.trouble == "echoed" else "rude_spans"]
            if one.check.trouble in ("echoed", "rude")
            else _acted(read["acts_spans"] or [])
        )
    pairs = [(start, end) for start, end in zip((flat or [])[::2], (flat or [])[1::2], strict=True) if end > start]
    return pairs or ([(0, len(text))] if text else [])


def _acted(acted: Sequence[int]) -> list[int]:
    names = acts.grammar(content.reply_acts()).names
    return [at for a, b, k in zip(acted[::3], acted[1::3], acted[2::3], strict=True) if names[k] in _EMPTY for at in (a, b)]


def document_text(place: Path) -> str:
    """The text of a document in a file. Raises SourceError with what would be right."""
    return text_of(place)


def corpus_of(lake: Lake, source: str) -> Corpus:
    """What drafts of a source are read beside: the phrases of its units, as the lake holds them now."""
    return Corpus(id=lake.digest, phrases=learnt(Bench(derive(lake), source)))


@lru_cache(maxsize=16)
def _held(kind: str, moment: date, asked: tuple[str, ...], folder: Path | None, _state: str, blocking: frozenset[str]) -> Gate:
    return Gate(kind, moment=moment, asked=asked, folder=folder, blocking=blocking)


def _state(folder: Path | None) -> str:
    """What the local packs are now: another day of changing one is another gate."""
    return " ".join(f"{path.name}:{path.stat().st_mtime_ns}" for path in sorted(folder.glob("*.yml"))) if folder else ""


def gate(
    kind: str,
    draft: Draft,
    *,
    moment: date,
    asked: Sequence[str] = ("national",),
    folder: Path | None = None,
    blocking: frozenset[str] = VETOES,
) -> Gated:
    """What the rules for a kind (reply, post, order) say of a draft. The rules are compiled when first asked and kept until they change, or the day does."""
    return _held(kind, moment, tuple(asked), folder, _state(folder), blocking).ask(draft)
