"""The gate: the same checks asked of one draft before it goes out. It decides nothing for anybody: it says what an audit would say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from zouxin import content, packs
from zouxin.connectors.document import text_of
from zouxin.derive import table_of
from zouxin.derive.order_reading import read
from zouxin.findings.asking import Asked, choose
from zouxin.findings.views import cited
from zouxin.functions.order_bans import grammar
from zouxin.lake import Lake
from zouxin.tables import all_tables, arrow_schema

BLOCK, REVIEW, PASS, NOT_JUDGED = "BLOCK", "REVIEW", "PASS", "NOT_JUDGED"


@dataclass(frozen=True, kw_only=True)
class GateRow:
    """One rule a draft falls under: what it is called, how grave, by what right, what would put it right, and where: (start, end, text) of the raw draft."""

    check: str
    title: str
    severity: str
    citation: str
    grade: str
    note: str
    put_right: str
    places: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, kw_only=True)
class Gated:
    """What the gate says of a draft: `decision` BLOCK (a veto was found), REVIEW (something else was), NOT_JUDGED (a veto could not be judged) or PASS."""

    decision: str
    rows: tuple[GateRow, ...]
    asked: int
    moment: date


def document_text(place: Path) -> str:
    """The text of a document in a file. Raises SourceError with what would be right."""
    return text_of(place)


def gate_order(text: str, *, moment: date, asked: Sequence[str] = ("national",), folder: Path | None = None) -> Gated:
    """What the rules for demands say of a notice, an order or a message before it is issued."""
    rules, _left = choose(packs.rules(packs.layered(asked, folder=folder), moment), moment)
    mine = [one for one in rules if one.check.subject.name == "order" and one.check.gate == "draft"]
    rows, undecided = [], False
    with TemporaryDirectory() as place, Lake(Path(place) / "lake") as lake:
        tables = _draft(lake, text)
        for one in mine:
            answers = one.check.ask(tables, one.rule.limits, ibis.date(moment.year, moment.month, moment.day))
            [row] = [row for batch in lake.engine.batches(answers) for row in batch.to_pylist()]
            undecided = undecided or (row["found"] is None and one.severity == "veto")
            if row["found"]:
                rows.append(_row(one, row["spans"] or [], text))
    grave = {row.severity for row in rows}
    decision = BLOCK if "veto" in grave else REVIEW if rows else NOT_JUDGED if undecided or not text.strip() else PASS
    return Gated(decision=decision, rows=tuple(rows), asked=len(mine), moment=moment)


def _draft(lake: Lake, text: str) -> dict[str, ir.Table]:
    """The draft as the tables a check of orders reads."""
    orders = arrow_schema(all_tables()["order"])
    batch = pa.RecordBatch.from_pylist([{"source": "draft", "id": "draft", "text": text}], schema=orders)
    reading = table_of(read(batch.select(["source", "id", "text"]), grammar(content.order_bans())), all_tables()["order_reading"])
    return {"order": lake.engine.memory(pa.Table.from_batches([batch])), "order_reading": lake.engine.memory(reading)}


def _row(one: Asked, spans: Sequence[int], text: str) -> GateRow:
    words, because = content.words("zh-Hans")[one.check.code], one.rule.because
    places = tuple((start, end, text[start:end]) for start, end in zip(spans[::2], spans[1::2], strict=True))
    return GateRow(check=one.check.code, title=words["title"], severity=one.severity, citation=cited(because), grade=because.grade, note=one.note or one.rule.note,
                   put_right=words["put_right"], places=places)  # fmt: skip
