"""What a run could not tell because nobody has judged it: the questions only a person can answer."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from zouxin import content
from zouxin.checks import all_checks


def undecided(out: Path, run: str) -> Iterator[Mapping[str, Any]]:
    """Each subject a run left to a person: mark, check, question, subject, source, subject_id, subject_name, unit_id."""
    columns = ["mark", "check", "subject", "source", "subject_id", "subject_name", "unit_id"]
    for code, check in all_checks().items():
        path = out / "lake" / "runs" / run / f"{code}.parquet"
        if not check.asks or not path.is_file():
            continue
        rows = pq.read_table(path, columns=columns, filters=[("because", "=", "no_judgement")])
        for batch in rows.to_batches(max_chunksize=10_000):
            for row in batch.to_pylist():
                yield {**row, "question": check.asks[0]}


def questions(language: str = "zh-Hans") -> Mapping[str, Mapping[str, str]]:
    """What is asked of a person, by question, in words: ask, yes, no, look."""
    return content.questions(language)
