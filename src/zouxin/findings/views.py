"""Findings with all they stand on: the letter, the reply, the stretches to mark, the days counted."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from zouxin import content
from zouxin.findings.keeping import Kept
from zouxin.functions import acts
from zouxin.lake import Lake
from zouxin.model.citation import Citation
from zouxin.model.report import FindingView, Span, TextView

_SHOWN = {"salutation": "formal", "thanks": "formal", "signature": "formal", "dated_signature": "formal", "receipt": "receipt",
          "forward": "forward", "promise": "promise", "refer": "refer", "not_ours": "refer", "offline": "offline", "asks_information": "asks"}  # fmt: skip
_BATCH = 2_000
Row = Mapping[str, Any]


def views(found: Iterable[tuple[Kept, pa.RecordBatch]], lake: Lake, tables: Mapping[str, ir.Table]) -> Iterator[FindingView]:
    """One view a finding, in the order of the answers. Texts are fetched for a batch at a time."""
    names = units(lake, tables)
    grammar = acts.grammar(content.reply_acts())
    for kept, batch in found:
        for first in range(0, len(batch), _BATCH):
            rows = batch.slice(first, _BATCH).to_pylist()
            texts = _texts(lake, tables, rows, kept.asked.check.subject.name)
            for row in rows:
                yield _view(row, kept, texts, names, grammar, tables, lake)


def units(lake: Lake, tables: Mapping[str, ir.Table]) -> dict[tuple[str, str], str]:
    """Names of units by source and id."""
    rows = (row for batch in lake.engine.batches(tables["unit"].select("source", "id", "name")) for row in batch.to_pylist())
    return {(row["source"], row["id"]): row["name"] or row["id"] for row in rows}


def cited(citation: Citation) -> str:
    """A citation in one line."""
    return "".join([f"《{citation.title}》" if citation.title else "", f"（{citation.number}）" if citation.number else "", citation.clause])


def _texts(lake: Lake, tables: Mapping[str, ir.Table], rows: Sequence[Mapping[str, Any]], subject: str) -> dict[str, dict[tuple[str, str], Row]]:
    """Letters, replies and readings of a batch of findings, by source and id."""
    wanted = pa.table({"source": [r["source"] for r in rows], "id": [r["subject_id"] for r in rows]})
    keys = lake.engine.memory(wanted)
    replies = tables["reply"]
    if subject == "letter":
        replies = replies.inner_join(keys.rename(letter_id="id"), ["source", "letter_id"])
    else:
        replies = replies.inner_join(keys, ["source", "id"])
    said = _by_key(lake, replies.select("source", "id", "letter_id", "text", "replied_on"), "id")
    others = {(r["source"], other_letter(json.loads(r["evidence"] or "{}"), r["subject_id"])) for r in rows}
    asked = {(r["source"], r["subject_id"]) for r in rows} if subject == "letter" else {(s, r["letter_id"]) for (s, _), r in said.items()}
    asked |= {key for key in others if key[1]}
    letter_keys = lake.engine.memory(pa.table({"source": pa.array([k[0] for k in asked], pa.string()), "id": pa.array([k[1] for k in asked], pa.string())}))
    letters = tables["letter"].inner_join(letter_keys, ["source", "id"]).select("source", "id", "title", "text", "received_on")
    reply_keys = lake.engine.memory(pa.table({"source": pa.array([k[0] for k in said], pa.string()), "reply_id": pa.array([k[1] for k in said], pa.string())}))
    spans = ["copied_spans", "letter_spans", "novel_spans", "acts_spans", "rude_spans"]
    reading = tables["reply_reading"].inner_join(reply_keys, ["source", "reply_id"]).select("source", "reply_id", *spans)
    return {"reply": said, "letter": _by_key(lake, letters, "id"), "reading": _by_key(lake, reading, "reply_id")}


def _by_key(lake: Lake, rows: ir.Table, key: str) -> dict[tuple[str, str], Row]:
    return {(row["source"], row[key]): row for batch in lake.engine.batches(rows) for row in batch.to_pylist()}


def _view(row, kept: Kept, texts, names, grammar: acts.Grammar, tables, lake: Lake) -> FindingView:  # type: ignore[no-untyped-def]
    rule, check = kept.asked.rule, kept.asked.check
    key = (row["source"], row["subject_id"])
    reply = texts["reply"].get(key) if check.subject.name == "reply" else next((r for r in texts["reply"].values() if (r["source"], r["letter_id"]) == key), None)
    letter = texts["letter"].get((row["source"], reply["letter_id"]) if reply else key)
    reading = texts["reading"].get((row["source"], reply["id"])) if reply else None
    evidence = json.loads(row["evidence"] or "{}")
    other = texts["letter"].get((row["source"], other_letter(evidence, row["subject_id"])))
    return FindingView(
        mark=row["mark"], check=check.code, trouble=check.trouble, tone=check.tone, severity=row["severity"], source=row["source"],
        subject=row["subject"], subject_id=row["subject_id"], unit=names.get((row["source"], row["unit_id"]), row["unit_id"] or ""),
        month=row["month"] or "", sentence=row["sentence"], evidence=evidence, overruled=bool(row["overruled"]), pack=rule.pack,
        citation=cited(rule.because), grade=rule.because.grade, letter=_letter(letter, reading), reply=_reply(reply, reading, grammar),
        others=tuple(view for view in [_letter(other, None)] if view), days=_days(evidence, tables, lake) if "days" in check.limits else (),
    )  # fmt: skip


def other_letter(evidence: Mapping[str, Any], own: str) -> str | None:
    """The letter to show beside a finding's own: the one the reply fits, or one that got the same reply."""
    best: str | None = evidence.get("best_letter_id")
    twin: str | None = evidence.get("twin")
    return best or (twin if twin != own else None)


def _letter(row, reading) -> TextView | None:  # type: ignore[no-untyped-def]
    if row is None:
        return None
    # spans run over title, line feed, text, as the letter was read
    shift = len(row["title"] or "") + 1
    marked = _pairs(reading["letter_spans"], "copied") if reading else ()
    inside = tuple(Span(start=max(s.start - shift, 0), end=s.end - shift, kind=s.kind) for s in marked if s.end > shift)
    return TextView(id=row["id"], title=row["title"] or "", text=row["text"] or "", on=row["received_on"], spans=inside)


def _reply(row, reading, grammar: acts.Grammar) -> TextView | None:  # type: ignore[no-untyped-def]
    if row is None:
        return None
    spans: tuple[Span, ...] = ()
    if reading:
        acted = reading["acts_spans"] or []
        named = [(a, b, _SHOWN.get(grammar.names[k])) for a, b, k in zip(acted[::3], acted[1::3], acted[2::3], strict=True)]
        spans = tuple(Span(start=a, end=b, kind=kind) for a, b, kind in named if kind)
        spans += _pairs(reading["copied_spans"], "copied") + _pairs(reading["novel_spans"], "novel") + _pairs(reading["rude_spans"], "rude")
    return TextView(id=row["id"], text=row["text"] or "", on=row["replied_on"], spans=spans)


def _pairs(flat: Sequence[int] | None, kind: str) -> tuple[Span, ...]:
    return tuple(Span(start=a, end=b, kind=kind) for a, b in zip((flat or [])[::2], (flat or [])[1::2], strict=True))


def _days(evidence: Mapping[str, Any], tables: Mapping[str, ir.Table], lake: Lake) -> tuple[tuple[date, bool, str], ...]:
    """The days of a count, one by one; by the calendar where working days are counted."""
    start, end = (date.fromisoformat(evidence[k]) if evidence.get(k) else None for k in ("received_on", "answered_on" if "answered_on" in evidence else "seen_on"))
    if start is None or end is None:
        return ()
    if evidence.get("counts") != "working":
        return tuple((start + timedelta(days=n), True, "自然日") for n in range(1, (end - start).days + 1))
    days = tables["calendar_day"].filter(ibis._.day > start, ibis._.day <= end).order_by("day").select("day", "works", "why")
    return tuple((r["day"], r["works"], r["why"]) for b in lake.engine.batches(days) for r in b.to_pylist())
