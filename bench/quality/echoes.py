"""Echoes planted among all real replies: how many are found, and how many real replies are called one.

python -m bench.quality.echoes

Four kinds, each the letter given back: verbatim; with a greeting and a close round it; with a tenth of its characters dropped; with its
sentences shuffled. Whole mailboxes are audited as files, first as they are (false alarms), then with replies replaced.
Letters of fewer than two Hanzi are left alone: nobody can tell an echo of them. A mailbox that is all echo is made of real letters drawn with
replacement.
"""

import re
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bench.running import MAILBOXES
from zouxin import flow

EACH = 400  # planted of each kind, over the three mailboxes
ALL_ECHO = 2_037
DROPPED = 0.1
GREETINGS = (
    "您好！",
    "尊敬的网友：您好！您的来信已收悉，现答复如下：",
    "网友您好：\n您的留言已收悉。现将有关情况回复如下：\n",
    "市民朋友，您好！感谢您的来信。",
)
CLOSES = ("", "感谢您的来信，祝您生活愉快！", "感谢您对我们工作的关心和支持！", "特此回复。")
_HANZI = re.compile(r"[\u3400-\u9fff]")
_SENTENCE = re.compile(r"[^。！？；!?;\n]+[。！？；!?;\n]*")

Plant = Callable[[str, np.random.Generator], str]


def verbatim(letter: str, rng: np.random.Generator) -> str:
    return letter


def greeted(letter: str, rng: np.random.Generator) -> str:
    return f"{rng.choice(GREETINGS)}{letter.strip()}\n{rng.choice(CLOSES)}"


def dropped(letter: str, rng: np.random.Generator) -> str:
    keep = rng.random(len(letter)) >= DROPPED
    return "".join(c for c, kept in zip(letter, keep, strict=True) if kept)


def shuffled(letter: str, rng: np.random.Generator) -> str:
    parts = _SENTENCE.findall(letter)
    order = rng.permutation(len(parts))
    while len(parts) > 1 and (order == np.arange(len(parts))).all():
        order = rng.permutation(len(parts))
    return "".join(parts[k] for k in order)


def says_something(letter: str | None) -> bool:
    """A letter of two Hanzi at least."""
    return len(_HANZI.findall(letter or "")) >= 2


KINDS: dict[str, Plant] = {"verbatim": verbatim, "greeting added": greeted, "10 % dropped": dropped, "sentences shuffled": shuffled}


def measure(shared: Path, *, seed: int = 1, each: int = EACH, out_of: int = ALL_ECHO) -> dict:
    """`kinds`: planted, found and misses of each; `real`: rows, found and texts of false alarms; `all_echo`: rows and found by wording."""
    boxes = {name: pq.read_table(shared / "data" / f"{path}.parquet") for name, path in MAILBOXES.items()}
    rng = np.random.default_rng(seed)
    kinds: dict[str, dict] = {kind: {"planted": 0, "found": 0, "misses": []} for kind in KINDS}
    real = {"rows": 0, "found": 0, "alarms": []}
    beside = {"rows": 0, "found": 0}
    total = sum(map(len, boxes.values()))
    for name, box in boxes.items():
        _alarms(name, box, real)
        _planted(name, box, _share(each, len(box), total), rng, kinds, beside)
    everything = {"verbatim": _all_echo(boxes, rng, out_of, "verbatim"), "all four kinds mixed": _all_echo(boxes, rng, out_of, "")}
    return {"kinds": kinds, "real": real, "real_beside_planted": beside, "all_echo": everything}


def _share(each: int, size: int, total: int) -> int:
    return round(each * size / total)


def said(box: pa.Table) -> dict[str, dict]:
    """What RPL001 says of every reply of a mailbox, by id."""
    with tempfile.TemporaryDirectory() as folder:
        pq.write_table(box, Path(folder) / "box.parquet")
        flow.audit(
            flow.Question(
                paths=(Path(folder) / "box.parquet",), out=Path(folder) / "out", today=date.today(), source="echoes", everything=True
            )
        )
        rows = pq.read_table(
            Path(folder) / "out/answers.parquet",
            columns=["subject_id", "found", "because", "evidence"],
            filters=[("trouble", "=", "echoed")],
        )
        return {row["subject_id"]: row for row in rows.to_pylist()}


def _alarms(name: str, box: pa.Table, real: dict) -> None:
    answers = said(box)
    for row in box.select(["id", "question", "reply"]).to_pylist():
        real["rows"] += 1
        if answers[row["id"]]["found"]:
            real["found"] += 1
            real["alarms"].append({"mailbox": name, **row, "evidence": answers[row["id"]]["evidence"]})


def _planted(name: str, box: pa.Table, count: int, rng: np.random.Generator, kinds: dict, beside: dict) -> None:
    """Replace `count` random replies for each kind, audit, and count."""
    letters, replies = box["question"].to_pylist(), box["reply"].to_pylist()
    free = [int(k) for k in rng.permutation(len(box)) if says_something(letters[k])]
    where: dict[int, str] = {}
    for kind, plant in KINDS.items():
        fit = [k for k in free if k not in where and (kind != "sentences shuffled" or len(_SENTENCE.findall(letters[k])) > 1)]
        for k in fit[:count]:
            where[k], replies[k] = kind, plant(letters[k], rng)
    answers = said(box.set_column(box.schema.get_field_index("reply"), "reply", pa.array(replies, pa.large_string())))
    for k, own in enumerate(box["id"].to_pylist()):
        hit = bool(answers[own]["found"])
        if k not in where:
            beside["rows"], beside["found"] = beside["rows"] + 1, beside["found"] + hit
            continue
        of = kinds[where[k]]
        of["planted"], of["found"] = of["planted"] + 1, of["found"] + hit
        if not hit:
            of["misses"].append({"mailbox": name, "id": own, "letter": letters[k], "reply": replies[k],
                                 "because": answers[own]["because"], "evidence": answers[own]["evidence"]})  # fmt: skip


def _all_echo(boxes: dict[str, pa.Table], rng: np.random.Generator, count: int, kind: str) -> dict:
    """A mailbox of `count` letters over seven years, each answered by itself, in one kind or in all of them by turns."""
    pool = [text for box in boxes.values() for text in box["question"].to_pylist() if says_something(text)]
    letters = [pool[k] for k in rng.integers(0, len(pool), count)]
    plants = [KINDS[kind]] if kind else list(KINDS.values())
    asked = [datetime(2012, 1, 1) + timedelta(days=int(k)) for k in np.sort(rng.integers(0, 7 * 365, count))]
    box = pa.table({"id": [f"E{k:05d}" for k in range(count)], "question": letters, "asked_at": asked,
                    "reply": [plants[k % len(plants)](text, rng) for k, text in enumerate(letters)],
                    "replied_at": [day + timedelta(days=int(rng.integers(1, 30))) for day in asked], "unit": ["局长信箱"] * count})  # fmt: skip
    answers = said(box)
    missed = [row for row in box.to_pylist() if not answers.get(row["id"], {}).get("found")]
    return {"rows": count, "answered": len(answers), "found": count - len(missed), "distinct_letters": pc.count_distinct(box["question"]).as_py(),
            "misses": [{"letter": row["question"], "reply": row["reply"], **answers.get(row["id"], {"because": "not landed"})} for row in missed]}  # fmt: skip


def shown(found: dict) -> Iterator[str]:
    """Every false alarm and every miss, to be read."""
    for row in found["real"]["alarms"]:
        yield f"FALSE ALARM {row['mailbox']} {row['id']}\n  letter: {row['question'][:300]!r}\n  reply: {row['reply'][:300]!r}\n  {row['evidence']}"
    for kind, of in (*found["kinds"].items(), *((f"all-echo mailbox, {k}", v) for k, v in found["all_echo"].items())):
        for row in of["misses"]:
            yield f"MISSED {kind}: {row['because'] or ''} {row.get('evidence', '')}\n  letter: {row['letter'][:300]!r}\n  reply: {row['reply'][:300]!r}"


if __name__ == "__main__":
    from bench.lines import shared
    from bench.results_io import save

    measured = measure(shared())
    print("\n".join(shown(measured)))
    print(
        {kind: (of["found"], of["planted"]) for kind, of in measured["kinds"].items()}, measured["real"]["found"], measured["real"]["rows"]
    )
    save("echoes", {"figures": measured}, seed=1)
