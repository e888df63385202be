"""Findings with all they stand on: the letter, the reply, the stretches to mark, the days counted."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from zouxin import content
from zouxin.findings.keeping import Kept
from zouxin.functions import acts, pages
from zouxin.functions.privacy import masked, shown
from zouxin.lake import Lake
from zouxin.model.citation import Citation
from zouxin.model.report import FindingView, Span, TextView

_SHOWN = {"salutation": "formal", "thanks": "formal", "signature": "formal", "dated_signature": "formal", "receipt": "receipt",
          "forward": "forward", "promise": "promise", "refer": "refer", "not_ours": "refer", "offline": "offline", "asks_information": "asks"}  # fmt: skip
Row = Mapping[str, Any]
Key = tuple[str, str]
_SPANS = ("copied_spans", "letter_spans", "novel_spans", "acts_spans", "rude_spans")


class Views:
    """Findings as a person sees them. First without texts, so that a million can be counted and put in order; then with
    them, a window at a time: a window costs one pass over the texts, however many findings it holds."""

    def __init__(self, lake: Lake, tables: Mapping[str, ir.Table]) -> None:
        self.lake, self.tables = lake, tables
        self.names = units(lake, tables)
        self.grammar = acts.grammar(content.reply_acts())

    def bare(self, found: Iterable[tuple[Kept, pa.RecordBatch]]) -> Iterator[FindingView]:
        """One view a finding, in the order of the answers, without texts."""
        for kept, batch in found:
            for row in batch.to_pylist():
                yield self._bare(row, kept)

    def whole(self, findings: Sequence[FindingView]) -> list[FindingView]:
        """The same findings with letter, reply, others and days."""
        texts = self._texts(findings)
        return [self._whole(one, texts) for one in findings]

    def _bare(self, row: Row, kept: Kept) -> FindingView:
        rule, check = kept.asked.rule, kept.asked.check
        return FindingView(
            mark=row["mark"], check=check.code, trouble=check.trouble, tone=check.tone, severity=row["severity"], source=row["source"],
            subject=row["subject"], subject_id=row["subject_id"], unit=self.names.get((row["source"], row["unit_id"]), row["unit_id"] or ""),
            month=row["month"] or "", sentence=row["sentence"], evidence=json.loads(row["evidence"] or "{}"), overruled=bool(row["overruled"]), name=row["subject_name"] or "",
            pack=rule.pack, citation=cited(rule.because), grade=rule.because.grade,
        )  # fmt: skip

    def _texts(self, findings: Sequence[FindingView]) -> dict[str, dict[Key, Row]]:
        """Replies by id and by letter, letters, readings: those the findings need."""
        keys = {kind: {(f.source, f.subject_id) for f in findings if f.subject == kind} for kind in ("reply", "letter")}
        replies = self._rows("reply", "id", keys["reply"], ("letter_id", "text", "replied_on"))
        answers = self._rows("reply", "letter_id", keys["letter"], ("id", "text", "replied_on"))
        letters = keys["letter"] | {(source, row["letter_id"]) for (source, _), row in replies.items()}
        letters |= {(f.source, other) for f in findings if (other := other_letter(f.evidence, f.subject_id))}
        read = set(replies) | {(source, row["id"]) for (source, _), row in answers.items()}
        return {
            "reply": replies, "answer": answers, "letter": self._rows("letter", "id", letters, ("title", "text", "received_on")),
            "reading": self._rows("reply_reading", "reply_id", read, _SPANS), **self._posts(findings),
        }  # fmt: skip

    def _posts(self, findings: Sequence[FindingView]) -> dict[str, dict[Key, Row]]:
        keys = {(f.source, f.subject_id) for f in findings if f.subject == "post"}
        return {"post": self._rows("post", "id", keys, ("title", "text", "markup", "posted_on")),
                "post_reading": self._rows("post_reading", "post_id", keys, ("foreign", "adverts", "private"))}  # fmt: skip

    def _rows(self, table: str, key: str, wanted: set[Key], columns: Sequence[str]) -> dict[Key, Row]:
        if not wanted:
            return {}
        pairs = sorted(wanted)
        keys = self.lake.engine.memory(
            pa.table({"source": pa.array([k[0] for k in pairs], pa.string()), key: pa.array([k[1] for k in pairs], pa.string())})
        )
        rows = self.tables[table].semi_join(keys, ["source", key]).select("source", key, *columns)
        found = {(row["source"], row[key]): row for batch in self.lake.engine.batches(rows) for row in batch.to_pylist()}
        self.lake.engine.forget(keys)
        return found

    def _whole(self, one: FindingView, texts: Mapping[str, Mapping[Key, Row]]) -> FindingView:
        key = (one.source, one.subject_id)
        reply = texts["reply" if one.subject == "reply" else "answer"].get(key)
        reading = texts["reading"].get((one.source, reply["id"])) if reply else None
        letter = texts["letter"].get((one.source, reply["letter_id"]) if reply else key)
        other = texts["letter"].get((one.source, other_letter(one.evidence, one.subject_id) or ""))
        return replace(
            one, letter=_letter(letter, reading), reply=_reply(reply, reading, self.grammar),
            post=_post(texts["post"].get(key), texts["post_reading"].get(key), one.check) if one.subject == "post" else None, days=self._days(one.evidence),
            others=tuple(view for view in [_letter(other, None)] if view),
        )  # fmt: skip

    def _days(self, evidence: Row) -> tuple[tuple[date, bool, str], ...]:
        """The days of a count, one by one; by the calendar where working days are counted."""
        end = evidence.get("answered_on") or evidence.get("seen_on")
        if "counts" not in evidence or not evidence.get("received_on") or not end:
            return ()
        first, last = date.fromisoformat(evidence["received_on"]), date.fromisoformat(end)
        every = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
        if evidence["counts"] != "working":
            return tuple((day, True, "自然日") for day in every)
        return tuple((day, *self._calendar[day]) for day in every if day in self._calendar)

    @cached_property
    def _calendar(self) -> dict[date, tuple[bool, str]]:
        days = self.tables["calendar_day"].select("day", "works", "why")
        return {row["day"]: (row["works"], row["why"]) for batch in self.lake.engine.batches(days) for row in batch.to_pylist()}


def units(lake: Lake, tables: Mapping[str, ir.Table]) -> dict[tuple[str, str], str]:
    """Names of units by source and id."""
    rows = (row for batch in lake.engine.batches(tables["unit"].select("source", "id", "name")) for row in batch.to_pylist())
    return {(row["source"], row["id"]): row["name"] or row["id"] for row in rows}


def cited(citation: Citation) -> str:
    """A citation in one line."""
    return "".join(
        [f"《{citation.title}》" if citation.title else "", f"（{citation.number}）" if citation.number else "", citation.clause]
    )


def other_letter(evidence: Mapping[str, Any], own: str) -> str | None:
    """The letter to show beside a finding's own: the one the reply fits, or one that got the same reply."""
    best: str | None = evidence.get("best_letter_id")
    twin: str | None = evidence.get("twin")
    return best or (twin if twin != own else None)


def _letter(row: Mapping[str, Any] | None, reading: Mapping[str, Any] | None) -> TextView | None:
    if row is None:
        return None
    # spans run over title, line feed, text, as the letter was read
    shift = len(row["title"] or "") + 1
    marked = _pairs(reading["letter_spans"], "copied") if reading else ()
    inside = tuple(Span(start=max(s.start - shift, 0), end=s.end - shift, kind=s.kind) for s in marked if s.end > shift)
    return TextView(id=row["id"], title=shown(row["title"] or ""), text=shown(row["text"] or ""), on=row["received_on"], spans=inside)


def _reply(row: Mapping[str, Any] | None, reading: Mapping[str, Any] | None, grammar: acts.Grammar) -> TextView | None:
    if row is None:
        return None
    spans: tuple[Span, ...] = ()
    if reading:
        acted = reading["acts_spans"] or []
        named = [(a, b, _SHOWN.get(grammar.names[k])) for a, b, k in zip(acted[::3], acted[1::3], acted[2::3], strict=True)]
        spans = tuple(Span(start=a, end=b, kind=kind) for a, b, kind in named if kind)
        spans += _pairs(reading["copied_spans"], "copied") + _pairs(reading["novel_spans"], "novel") + _pairs(reading["rude_spans"], "rude")
    return TextView(id=row.get("id", ""), text=shown(row["text"] or ""), on=row["replied_on"], spans=spans)


def _post(row: Mapping[str, Any] | None, reading: Mapping[str, Any] | None, check: str) -> TextView | None:
    """A post with its stretches; numbers of private people are struck out wherever it is shown."""
    if row is None:
        return None
    text = pages.read(row["markup"]).text if row["markup"] else row["text"] or ""
    spans: tuple[Span, ...] = ()
    if reading:
        spans = _pairs(reading["foreign"], "foreign") + _pairs(reading["private"], "private")
        spans += _pairs(reading["adverts"], "advert") if check == "PST003" else ()
        for one in _pairs(reading["private"], "private"):
            text = text[: one.start] + masked(text[one.start : one.end]) + text[one.end :]
    return TextView(id=row["id"], title=shown(row["title"] or ""), text=shown(text), on=row["posted_on"], spans=spans)


def _pairs(flat: Sequence[int] | None, kind: str) -> tuple[Span, ...]:
    return tuple(Span(start=a, end=b, kind=kind) for a, b in zip((flat or [])[::2], (flat or [])[1::2], strict=True))
