"""The gate beside the audit: each reply of an audited mailbox asked again as a draft, with the mailbox's derived tables frozen."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bench.quality import frozen_bulk
from zouxin.flow import Draft, Gate, Gated
from zouxin.flow.corpora import corpus_of
from zouxin.lake import Lake
from zouxin.tables import all_tables, arrow_schema

Rows = Sequence[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Beside:
    """`differ`: (check, reply, what the audit says, what the gate says); `asked`: answers compared; ids of the `replies`; seconds each took."""

    differ: list[tuple[str, str, bool | None, bool | None]]
    asked: int
    replies: list[str]
    spent: list[float]


@cache
def gate_of(moment: date) -> Gate:
    """The gate of that day, compiled once."""
    return Gate("reply", moment=moment)


def told(out: Path) -> dict[tuple[str, str], bool | None]:
    """What an audit that kept everything said, by check and subject."""
    found = {}
    for name in ("answers.parquet", "private/answers.parquet"):
        if (out / name).exists():
            rows = pq.read_table(out / name, columns=["check", "subject_id", "found"]).to_pylist()
            found |= {(row["check"], row["subject_id"]): row["found"] for row in rows}
    return found


def beside(out: Path, moment: date, choose: Callable[[Rows], Rows] = lambda rows: rows) -> Beside:
    """Ask the gate of the replies an audit in `out` has answered about; `choose` picks among them."""
    said = told(out)
    with Lake(out / "lake") as lake:
        source = next(one.source for one in lake.snapshots() if one.rows.get("reply"))
        letters = lake.open("letter").select("source", letter_id="id", title="title", letter="text", their="unit_id")
        rows = lake.open("reply").left_join(letters, ["source", "letter_id"])
        some = choose([row for batch in lake.engine.batches(rows) for row in batch.to_pylist()])
        gate, corpus, differ, asked, spent = gate_of(moment), corpus_of(lake, source), [], 0, []
        for row in some:
            draft = Draft(
                text=row["text"], title=row["title"], letter=row["letter"], unit=row["unit_id"] or row["their"], on=row["replied_on"],
                letter_id=row["letter_id"], replaces=row["id"],
            )  # fmt: skip
            began = time.perf_counter()
            answer = gate.ask(draft, corpus)
            spent.append(time.perf_counter() - began)
            here = _answers(answer)
            for code in (code for code in gate.asks(corpus) if (code, row["id"]) in said):
                asked += 1
                if said[code, row["id"]] != here.get(code, False):
                    differ.append((code, row["id"], said[code, row["id"]], here.get(code, False)))
    return Beside(differ=differ, asked=asked, replies=[row["id"] for row in some], spent=spent)


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """`differ`: (kind of draft, check, text, what the bulk path says, what the gate says); `asked`: answers compared; `found` of each kind and check, of
    how many drafts; `audit`: of replies under their own letters, answers that differ from the audit of all of them, nothing frozen, of how many."""

    differ: list[tuple[str, str, str | None, bool | None, bool | None]]
    asked: int
    found: dict[tuple[str, str], tuple[int, int]]
    audit: tuple[int, int]


def held_out(out: Path, place: Path, moment: date, *, many: int, seed: int) -> Frozen:
    """Take `many` replies, half of all at most, and the letters of a third of them, out of an audited mailbox; ask the gate of them beside what is left, under their own
    letters and under one another's, and of what others were told; and ask the bulk path the same, what is left frozen."""
    rng, whole = np.random.default_rng(seed), told(out)
    with Lake(out / "lake") as lake:
        source = next(one.source for one in lake.snapshots() if one.rows.get("reply"))
        rows = {
            name: pa.Table.from_batches(list(lake.engine.batches(lake.open(name))) or [], schema=arrow_schema(all_tables()[name]))
            for name in ("letter", "reply", "unit")
        }
    letters = {row["id"]: row for row in rows["letter"].to_pylist()}
    replies = [row for row in rows["reply"].to_pylist() if row["letter_id"] in letters]
    gone = [replies[k] for k in rng.permutation(len(replies))[: min(many, len(replies) // 2)]]
    lost = {row["letter_id"] for row in gone[: many // 3]}
    with Lake(place) as lake:
        left = {"letter": ~pc.is_in(rows["letter"]["id"], pa.array(sorted(lost), pa.string())).to_numpy(zero_copy_only=False),
                "reply": ~pc.is_in(rows["reply"]["id"], pa.array([row["id"] for row in gone], pa.string())).to_numpy(zero_copy_only=False)}  # fmt: skip
        for name, keep in left.items():
            rows[name] = rows[name].filter(pa.array(keep))
        lake.land(source, [{name: batch} for name, table in rows.items() for batch in table.to_batches()])
        stay = rows["reply"].to_pylist()
        drafts = [(kind, row["id"], _draft(text, letters[row["letter_id"]], lost)) for k, row in enumerate(gone) for kind, text in (
            ("own", row["text"]), ("another's", gone[(k + 1) % len(gone)]["text"]), ("copied", stay[int(rng.integers(len(stay)))]["text"]))]  # fmt: skip
        said = frozen_bulk.told(lake, source, [draft for _kind, _id, draft in drafts], moment)
        corpus = corpus_of(lake, source)
        here = [_answers(gate_of(moment).ask(draft, corpus)) for _kind, _id, draft in drafts]
    each = [
        (kind, id, code, draft, one[code], mine.get(code, False))
        for (kind, id, draft), one, mine in zip(drafts, said, here, strict=True)
        for code in one
    ]
    kinds = {
        (kind, code): [mine for what, _id, name, _draft, _one, mine in each if (what, name) == (kind, code)]
        for kind, _id, code, *_rest in each
    }
    known = [(whole[code, id], mine) for kind, id, code, _draft, _one, mine in each if kind == "own" and (code, id) in whole]
    return Frozen(differ=[(kind, code, draft.text, one, mine) for kind, _id, code, draft, one, mine in each if one != mine], asked=len(each),
                  found={key: (sum(one is True for one in some), len(some)) for key, some in kinds.items()}, audit=(sum(a != b for a, b in known), len(known)))  # fmt: skip


def _draft(text: str | None, letter: dict[str, Any], lost: set[str]) -> Draft:
    """A reply under a letter that the corpus holds, or holds no longer."""
    known = letter["id"] not in lost
    return Draft(
        text=text,
        title=letter["title"],
        letter=letter["text"],
        unit=letter["unit_id"],
        received=letter["received_on"],
        letter_id=letter["id"] if known else None,
    )


def _answers(one: Gated) -> dict[str, bool | None]:
    return {row.check: True for row in one.rows} | {code: None for code, _title, _why in one.undecided}
