"""Inspect: put the rules to the office's own lake and read what runs have kept, without landing anything."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from zouxin import content
from zouxin.findings.comparing import Change, Kept, compare, run_of, runs
from zouxin.flow.asked import Question
from zouxin.flow.checking import check
from zouxin.flow.deriving import derive
from zouxin.flow.explaining import seen
from zouxin.flow.landing import holidays
from zouxin.lake import Lake
from zouxin.model.errors import UsageError
from zouxin.model.report import FindingView

#: what an index of findings needs of an answer
INDEXED = (
    "mark",
    "check",
    "subject",
    "source",
    "subject_id",
    "subject_name",
    "unit_id",
    "severity",
    "verdict",
    "overruled",
    "sentence",
    "tone",
    "evidence",
)


def inspect(question: Question) -> str:
    """Ask every rule of the packs about what has landed in `question.out`; the run's id. The same data, packs and moment give the same id.

    Stopped anywhere and asked again it does what is left. Raises UsageError where nothing has landed yet.
    """
    with Lake(question.out / "lake", engine=question.engine, memory=question.memory) as lake:
        if not lake.snapshots():
            raise UsageError("还没有数据：请先导入名册或上传数据，再开始检查")
        holidays(lake)  # where nothing but the register has landed, working days are counted all the same
        shop = derive(lake, say=question.say)
        moment = question.as_of or question.today
        answered = check(lake, shop, moment=moment, asked=question.packs, folder=question.packs_folder, say=question.say)
    return answered.run


def kept_runs(out: Path) -> tuple[Kept, ...]:
    """The runs kept in a folder, in the order they were asked."""
    if not (out / "lake").is_dir():
        return ()
    with Lake(out / "lake") as lake:
        return runs(lake)


def kept_run(out: Path, run: str) -> Kept:
    """One run. Raises UsageError where there is none of that id."""
    with Lake(out / "lake") as lake:
        return run_of(lake, run)


def indexed(out: Path, run: str) -> Iterator[pa.RecordBatch]:
    """The troubles a run kept answers about, private ones too: found, cannot tell, and those clean ones that an earlier run had found."""
    for path in sorted((out / "lake" / "runs" / run).glob("*.parquet")):
        for batch in pq.ParquetFile(path).iter_batches(20_000, columns=list(INDEXED)):
            troubles = batch.filter(pa.compute.equal(batch["tone"], "trouble"))
            if len(troubles):
                yield troubles


def evidence(out: Path, run: str, code: str, mark: str, *, texts: bool = True) -> tuple[FindingView, Mapping[str, str]] | None:
    """A finding as its run kept it, with letter, reply, post and days where `texts` is asked for, and its check in words; None where it is not there."""
    path = out / "lake" / "runs" / run / f"{code}.parquet"
    rows = pq.read_table(path, filters=[("mark", "=", mark)]) if path.is_file() else None
    if not rows:
        return None
    with Lake(out / "lake") as lake:
        rule = next((one for one in run_of(lake, run).rules if one.check == code), None)
        return seen(lake, rows, path, rule, texts=texts), dict(content.words("zh-Hans")[code])


def changes_between(out: Path, before: str, after: str) -> tuple[Change, ...]:
    """What became of every finding between two runs, by their ids; nothing is written."""
    with Lake(out / "lake") as lake:
        return compare(lake, run_of(lake, before), run_of(lake, after))
