"""Nearly equal replies under copies of one mass letter, audited where they stand: `pasted` must be silent on them.

python -m bench.quality.mass_letter
"""

import tempfile
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from zouxin import flow
from zouxin.functions import near
from zouxin.functions.folding import fold, fold_strings
from zouxin.functions.hashing import stretch_hashes

MAILBOX, FOLD = "shanghai_petitions/dev", 30  # nearly equal replies from which a group is looked at


def measure(shared: Path) -> dict[str, dict]:
    """By group of at least FOLD nearly equal replies, half of whose letters or more are one text: `replies`, `letters` (distinct), `found`."""
    path = shared / "data" / f"{MAILBOX}.parquet"
    table = pq.read_table(path, columns=["id", "question", "reply"])
    ids, replies, letters = table["id"].to_pylist(), table["reply"].to_pylist(), fold_strings(table["question"]).to_pylist()
    said, group = _pasted(path), _groups(table["reply"])
    found = {}
    for name, count in Counter(group).most_common():
        if count < FOLD:
            break
        rows = [k for k, mine in enumerate(group) if mine == name]
        asked = Counter(letters[k] for k in rows)
        copies = asked.most_common(1)[0][1]
        if copies * 2 >= count:
            found[ids[name]] = {"replies": count, "letters": len(asked), "copies_of_one_letter": copies,
                                "found": sum(bool(said[ids[k]]) for k in rows), "reply": replies[name][:120]}  # fmt: skip
    return found


def _groups(texts: pa.ChunkedArray) -> list[int]:
    flat = fold(texts).flat
    scope = np.zeros(len(flat), np.uint64)
    return near.groups(near.signatures(flat), scope, stretch_hashes(flat.points, flat.starts)).tolist()


def _pasted(path: Path) -> dict[str, bool | None]:
    with tempfile.TemporaryDirectory() as out:
        flow.audit(flow.Question(paths=(path,), out=Path(out), today=date.today(), everything=True))
        rows: pa.Table = pq.read_table(Path(out) / "answers.parquet", columns=["subject_id", "found"], filters=[("trouble", "=", "pasted")])
    return dict(zip(rows["subject_id"].to_pylist(), rows["found"].to_pylist(), strict=True))


if __name__ == "__main__":
    import json

    from bench.lines import shared

    print(json.dumps(measure(shared()), ensure_ascii=False, indent=1))
