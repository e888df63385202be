"""The gate beside the audit: each reply of an audited mailbox asked again as a draft, with the mailbox's derived tables frozen."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from zouxin.flow import Draft, Gate
from zouxin.flow.corpora import corpus_of
from zouxin.lake import Lake

Rows = Sequence[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Beside:
    """`differ`: (check, reply, what the audit says, what the gate says); `asked`: answers compared; ids of the `replies`; seconds each took."""

    differ: list[tuple[str, str, bool | None, bool | None]]
    asked: int
    replies: list[str]
    spent: list[float]


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
        gate = Gate("reply", moment=moment, corpus=corpus_of(lake, source))
        differ, asked, spent = [], 0, []
        for row in some:
            draft = Draft(
                text=row["text"], title=row["title"], letter=row["letter"], unit=row["unit_id"] or row["their"], on=row["replied_on"],
                letter_id=row["letter_id"], replaces=row["id"],
            )  # fmt: skip
            began = time.perf_counter()
            answer = gate.ask(draft)
            spent.append(time.perf_counter() - began)
            here = {one.check: True for one in answer.rows} | {code: None for code, _title, _why in answer.undecided}
            for code in (code for code in gate.codes if (code, row["id"]) in said):
                asked += 1
                if said[code, row["id"]] != here.get(code, False):
                    differ.append((code, row["id"], said[code, row["id"]], here.get(code, False)))
        gate.close()
    return Beside(differ=differ, asked=asked, replies=[row["id"] for row in some], spent=spent)
