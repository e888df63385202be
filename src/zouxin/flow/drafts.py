"""Drafts as the tables a check reads: one row each, read by the instruments that read what was sent, the corpus left as it stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from zouxin import content
from zouxin.derive import frozen, letter_reading, order_reading, post_reading, reply_reading, reply_stage, table_of
from zouxin.functions import acts, pages
from zouxin.functions.clauses import split
from zouxin.functions.hashing import mix, stretch_hashes, text_hashes
from zouxin.tables import all_tables, arrow_schema

SOURCE, DRAFT, LETTER = "draft", "draft", "letter"
Tables = dict[str, pa.Table]
Others = dict[str, tuple[str, ...]]
#: tables of what a draft is compared with
COMPARED = frozenset({"letter_match", "reply_twin"})
ALONE = "要与别的来信、答复比较，发出以前只看一份看不出来"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What is about to be sent: `text`, and what it answers or stands under.

    Of a reply: the letter's `title` and `letter` (None where there is none), the `unit` that answers and the texts of its templates, whose clauses say
    nothing new; of a post: its `title` and `markup`. Beside a corpus: `letter_id` of a letter that stands in it, when one that does not was
    `received`, and the id of the reply whose place the draft takes (`replaces`).
    """

    text: str | None
    title: str | None = None
    letter: str | None = None
    unit: str | None = None
    markup: str | None = None
    on: date | None = None
    templates: tuple[str, ...] = ()
    letter_id: str | None = None
    received: date | None = None
    replaces: str | None = None


def raw(draft: Draft) -> str:
    """The text that is judged, and that places are counted in: a page's as its reader sees it."""
    return pages.read(draft.markup).text if draft.markup else draft.text or ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Corpus:
    """What a draft is read beside: a source's letters and replies (`standing`) and the phrases its units write under many letters, as they stood in
    snapshot `id`; blank for none, and `why` there is nothing to compare a draft with."""

    id: str = ""
    standing: frozen.Standing | None = None
    why: str = ALONE
    phrases: reply_reading.Phrases = field(
        default_factory=lambda: reply_reading.Phrases(np.zeros(0, np.uint64), np.zeros(0, np.uint64), np.zeros(1, np.uint64))
    )


def reader(kind: str) -> Callable[[Draft, Corpus], tuple[Tables, Others]]:
    """How a draft of a kind (reply, post, order) becomes tables beside a corpus; and, by table, the other letters its row is about. Instruments are
    loaded once, here."""
    if kind == "reply":
        words, weights = acts.grammar(content.reply_acts()), reply_reading.weights()
        return lambda draft, corpus: _reply(draft, reply_reading.Instruments(words, weights, corpus.phrases), corpus)
    if kind == "post":
        by = post_reading.instruments()
        return lambda draft, corpus: (_post(draft, by), {})
    read = order_reading.instruments()
    return lambda draft, corpus: (_order(draft, read), {})


def _row(name: str, **values: Any) -> pa.Table:
    return pa.Table.from_pylist([{"source": SOURCE, **values}], schema=arrow_schema(all_tables()[name]))


def _batch(rows: Mapping[str, pa.Array]) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays(list(rows.values()), names=list(rows))


def _text(value: str | None) -> pa.Array:
    return pa.array([value], pa.string())


def _reply(draft: Draft, with_: reply_reading.Instruments, corpus: Corpus) -> tuple[Tables, Others]:
    """One reply beside its letter, and beside those of the corpus; the letter's twins are not told, for nobody blames a reply for them."""
    there = draft.letter is not None or draft.title is not None
    whole = f"{draft.title or ''}\n{draft.letter or ''}" if there else None
    reply = _row("reply", id=DRAFT, letter_id=LETTER, unit_id=draft.unit, text=draft.text, replied_on=draft.on)
    pair = _batch({"source": _text(SOURCE), "id": _text(DRAFT), "letter_id": _text(LETTER), "unit_id": _text(draft.unit), "reply": _text(draft.text),
                   "letter": _text(whole)})  # fmt: skip
    with_ = replace(with_, phrases=_taught(with_.phrases, draft)) if draft.templates else with_
    read = reply_reading.read(pair.append_column("key", pa.array([0], pa.int64())), with_)
    letters = letter_reading.alone(_batch({"source": _text(SOURCE), "id": _text(LETTER), "text": _text(whole)}))
    stages = reply_stage.stages(read.to_batches()[0]) if len(read) else arrow_schema(all_tables()["reply_stage"]).empty_table()
    alone = {"reply": reply, "reply_reading": read, "letter_reading": letters, "reply_stage": stages,
             "letter": _row("letter", id=LETTER, unit_id=draft.unit, title=draft.title, text=draft.letter)}  # fmt: skip
    if corpus.standing is None:
        return alone, {}
    compared, others = frozen.beside(corpus.standing, frozen.Answer(
        id=DRAFT, source=SOURCE, text=draft.text, letter_id=draft.letter_id, letter=whole, unit=draft.unit, received=draft.received, replaces=draft.replaces,
    ))  # fmt: skip
    return alone | compared, others


def _taught(phrases: reply_reading.Phrases, draft: Draft) -> reply_reading.Phrases:
    """The same phrases, and the clauses of the templates beside them."""
    scope = phrases.scope(text_hashes(_text(draft.unit)))
    clauses = split(pa.array(draft.templates, pa.string()))
    fresh = mix(np.repeat(scope, len(clauses.lengths)), stretch_hashes(clauses.folded.flat.points, clauses.starts))
    return replace(phrases, known=np.union1d(phrases.known, fresh))


def _post(draft: Draft, by: post_reading.Instruments) -> Tables:
    post = _row("post", id=DRAFT, title=draft.title, text=draft.text, markup=draft.markup, posted_on=draft.on)
    batch = post.combine_chunks().to_batches()[0].append_column("key", pa.array([0], pa.int64()))
    return {"post": post, "post_reading": post_reading.read(batch, by)}


def _order(draft: Draft, with_: order_reading.Instruments) -> Tables:
    order = _row("order", id=DRAFT, title=draft.title or "送审的文字", number="", text=draft.text or "")
    batch = order.combine_chunks().to_batches()[0].select(["source", "id", "text"])
    return {"order": order, "order_reading": table_of(order_reading.read(batch, with_), all_tables()["order_reading"])}
