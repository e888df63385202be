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
from zouxin.findings.asking import Asked, choose
from zouxin.findings.views import cited
from zouxin.findings.wording import sentences
from zouxin.flow.drafts import ALONE, COMPARED, Corpus, Draft, Others, Tables, raw, reader
from zouxin.functions import acts
from zouxin.lake import Lake
from zouxin.model.errors import UsageError
from zouxin.tables import all_tables, arrow_schema

BLOCK, REVIEW, PASS, NOT_JUDGED = "BLOCK", "REVIEW", "PASS", "NOT_JUDGED"
KINDS = ("reply", "post", "order")
#: what stops a draft that a person sends; a machine, which nobody reads before it goes out, is stopped by a fault as well
VETOES, FAULTS = frozenset({"veto"}), frozenset({"veto", "fault"})
#: evidence that names another letter
_OTHER = "best_letter_id"
#: the classes of clauses that are where a reply that answers nothing says so
_EMPTY = {"receipt", "forward", "promise", "refer", "not_ours", "offline"}


@dataclass(frozen=True, kw_only=True)
class GateRow:
    """One rule a draft falls under: what it is called, how grave, what it says of the draft, by what right, what would put it right, and where:
    (start, end, text) of the raw draft. `others`: letters of the corpus it is about, for who may see them; `plain` says what anybody may hear."""

    check: str
    title: str
    severity: str
    sentence: str
    citation: str
    grade: str
    note: str
    put_right: str
    places: tuple[tuple[int, int, str], ...]
    plain: str = ""
    others: tuple[str, ...] = ()


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

    `blocking`: severities that stop a draft.
    """

    def __init__(self, kind: str, *, moment: date, asked: Sequence[str] = ("national",), folder: Path | None = None,
                 blocking: frozenset[str] = VETOES) -> None:  # fmt: skip
        if kind not in KINDS:
            raise ValueError(f"{kind} is none of {KINDS}")
        self.kind, self.moment, self.blocking = kind, moment, blocking
        self._read = reader(kind)
        self._lock = threading.Lock()
        self._place = TemporaryDirectory(prefix="zouxin-gate-")
        self._lake = Lake(Path(self._place.name) / "lake", memory=0.5)
        rules, _left = choose(packs.rules(packs.layered(asked, folder=folder), moment), moment)
        about = [one for one in rules if one.check.tone == "trouble" and one.check.subject.name == kind]
        self._never = tuple(one.check.code for one in about if one.check.gate == "corpus" and not _compares(one))
        mine = [one for one in about if one.check.gate == "draft" or _compares(one)]
        names = {table.name for one in mine for table in one.check.reads}
        self._tables = {name: self._lake.engine.memory(arrow_schema(all_tables()[name]).empty_table()) for name in sorted(names)}
        self._questions, self._alone, self._all = self._compiled(mine)

    def asks(self, corpus: Corpus) -> tuple[str, ...]:
        """The checks it asks of a draft beside a corpus."""
        return tuple(sorted(code for code, one in self._questions.items() if corpus.standing is not None or not _compares(one.asked)))

    def _left(self, corpus: Corpus) -> tuple[tuple[str, str], ...]:
        """(check, why) of the rules it cannot ask of a draft beside a corpus."""
        left = {*self._never, *self._questions} - set(self.asks(corpus))
        return tuple((code, ALONE if code in self._never else corpus.why) for code in sorted(left))

    def _compiled(self, mine: Sequence[Asked]) -> tuple[dict[str, Question], Callable[[], pa.Table], Callable[[], pa.Table]]:
        """Every question by its check; those of a draft alone as one, and all as one."""
        at = ibis.date(self.moment.year, self.moment.month, self.moment.day)
        questions, alone, compared = {}, [], []
        for one in mine:
            answer = one.check.ask(self._tables, one.rule.limits, at)
            questions[one.check.code] = Question(one, self._lake.engine.prepared(answer))
            part = answer.select(check=ibis.literal(one.check.code), found="found", because="because")
            (compared if _compares(one) else alone).append(part)
        if not alone:
            raise UsageError("选用的规则包里没有一条可以在发出以前问的规则")
        return questions, *(
            self._lake.engine.prepared(ibis.union(*parts) if len(parts) > 1 else parts[0]) for parts in (alone, alone + compared)
        )

    def ask(self, draft: Draft, corpus: Corpus | None = None) -> Gated:
        """What the rules say of a draft, beside a corpus where there is one, frozen."""
        corpus = corpus or Corpus()
        tables, others = self._read(draft, corpus)
        with self._lock:
            for name, table in self._tables.items():
                self._lake.engine.refill(table, tables.get(name, arrow_schema(all_tables()[name]).empty_table()))
            every = self._alone if corpus.standing is None else self._all
            said = {row["check"]: row for row in every().to_pylist()}
            found = {code: self._questions[code].answer() for code in sorted(said) if said[code]["found"]}
        rows = tuple(self._row(self._questions[code].asked, answer, tables, draft, others) for code, answer in found.items())
        dark = tuple(
            (code, content.words("zh-Hans")[code]["title"], row["because"]) for code, row in sorted(said.items()) if row["found"] is None
        )
        return Gated(decision=self._decision(rows, {code for code, _title, _why in dark}, len(said), draft), rows=rows, asked=len(said), moment=self.moment,
                     corpus=corpus.id, undecided=dark, left=self._left(corpus))  # fmt: skip

    def _decision(self, rows: Sequence[GateRow], dark: set[str], asked: int, draft: Draft) -> str:
        if any(row.severity in self.blocking for row in rows):
            return BLOCK
        if rows:
            return REVIEW
        nothing = not raw(draft).strip() or len(dark) == asked
        vetoes = any(self._questions[code].asked.severity in self.blocking for code in dark)
        return NOT_JUDGED if nothing or (vetoes and not self._only_letter_missing(draft)) else PASS

    def _only_letter_missing(self, draft: Draft) -> bool:
        """Whether all that hinders is that there is no letter: what a reply says of itself could still be judged."""
        return self.kind == "reply" and draft.letter is None and draft.title is None

    def _row(self, one: Asked, answer: pa.Table, tables: Tables, draft: Draft, others: Others) -> GateRow:
        words, because = content.words("zh-Hans")[one.check.code], one.rule.because
        batch, text = answer.to_batches()[0], raw(draft)
        names = _OTHER in one.check.evidence  # its id is told by `others` alone, and of what it says nothing to those who may not see it
        said = sentences(_unnamed(batch) if names else batch, one)[0].as_py()
        places = tuple((start, end, text[start:end]) for start, end in _spans(one, answer.to_pylist()[0], tables, text))
        about = tuple(letter for table in one.check.reads for letter in others.get(table.name, ()))
        return GateRow(check=one.check.code, title=words["title"], severity=one.severity, sentence=said, citation=cited(because), grade=because.grade,
                       note=one.note or one.rule.note, put_right=words["put_right"], places=places, plain=words["title"] if names else said, others=about)  # fmt: skip

    def close(self) -> None:
        """Give everything back."""
        self._lake.__exit__(None, None, None)
        self._place.cleanup()


def _compares(one: Asked) -> bool:
    """Whether a rule compares a draft with what stands in a corpus, and a corpus of ours can tell."""
    return one.check.gate == "corpus" and bool(COMPARED & {table.name for table in one.check.reads})


def _unnamed(batch: pa.RecordBatch) -> pa.RecordBatch:
    at = batch.schema.get_field_index(_OTHER)
    return batch.set_column(at, _OTHER, pa.repeat(pa.scalar("编号另列"), len(batch)))


def _spans(one: Asked, answer: dict[str, Any], tables: Tables, text: str) -> list[tuple[int, int]]:
    """Where in the draft a rule's finding stands; the whole draft where it is no one place."""
    if _compares(one):
        return [(0, len(text))] if text else []
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
    corpus: Corpus | None = None,
) -> Gated:
    """What the rules for a kind (reply, post, order) say of a draft. The rules are compiled when first asked and kept until they change, or the day does."""
    return _held(kind, moment, tuple(asked), folder, _state(folder), blocking).ask(draft, corpus)
