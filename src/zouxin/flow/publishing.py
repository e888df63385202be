"""Publish: the report as finished values and as a page, the findings and answers as tables."""

import os
import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

import zouxin
from zouxin import content, packs, scores
from zouxin.bulletins.tables import write_csv, write_xlsx
from zouxin.findings.keeping import Answered, Kept, found
from zouxin.findings.views import Views, cited, units
from zouxin.findings.wording import shareable
from zouxin.flow.asked import Question
from zouxin.flow.landing import Landed
from zouxin.lake import Lake
from zouxin.model.report import CheckView, Distribution, Report, Tally
from zouxin.tables import answer, arrow_schema, finding

HEADINGS = {
    "run": "运行", "check": "编号", "trouble": "检查", "tone": "性质", "subject": "对象", "source": "来源", "subject_id": "对象编号", "subject_name": "对象名称", "unit_id": "单位",
    "month": "月份", "found": "是否", "verdict": "结论", "because": "原因", "overruled": "人工推翻", "severity": "轻重", "evidence": "证据", "sentence": "说明",
    "mark": "标记", "pack": "规则包", "citation": "依据", "grade": "依据等级", "remedy": "怎样改",
}  # fmt: skip


def report(question: Question, landed: Landed, answered: Answered, lake: Lake) -> Report:
    """All of a run as finished values. Raises RenderError when totals do not add up."""
    tables = answered.tables
    seen = Views(lake, tables)
    count = {
        name: int(lake.engine.batches(tables[name].aggregate(n=ibis._.count())).__next__()["n"][0].as_py())
        for name in ("letter", "reply", "unit", "platform", "post")
    }
    return Report(
        run=answered.run, moment=answered.moment, moment_given=question.as_of is not None, version=zouxin.__version__, engine=lake.engine.name,
        snapshot=lake.digest, letters=count["letter"], replies=count["reply"], units=count["unit"], platforms=count["platform"], posts=count["post"], sources=landed.sources,
        checks=checks(question, answered), totals=scores.tally(answered.kept), by_unit=_named(scores.tally(answered.kept, "unit_id"), lake, tables),
        by_month=scores.tally(answered.kept, "month"), novel=tuple(_novel(lake, tables)), not_asked=answered.not_asked,
        findings=tuple(seen.bare(found(answered.kept))), whole=seen.whole,
    )  # fmt: skip


def _named(cards: Iterable[Tally], lake: Lake, tables: Mapping[str, ir.Table]) -> tuple[Tally, ...]:
    """Tallies by unit id as tallies by the unit's name; units of one name count together."""
    names = {unit: name for (_, unit), name in units(lake, tables).items()}
    merged: dict[tuple[str, str], Tally] = {}
    for card in cards:
        key = (card.check, names.get(card.group, card.group))
        merged[key] = _sum(merged[key], card) if key in merged else replace(card, group=key[1])
    return tuple(merged.values())


def _sum(one: Tally, other: Tally) -> Tally:
    counts = ("asked", "clean", "finding", "unobservable", "not_judged", "overruled")
    return replace(one, **{name: getattr(one, name) + getattr(other, name) for name in counts})


def _novel(lake: Lake, tables: Mapping[str, ir.Table]) -> Iterator[Distribution]:
    """How much each source's replies say that is new."""
    reading = tables["reply_reading"].filter(ibis._.unreadable.isnull()).select("source", "novel")
    rows = list(lake.engine.batches(reading))
    if not rows:
        return
    whole = pa.Table.from_batches(rows)
    for source in sorted(whole["source"].unique().to_pylist()):
        mine = whole.filter(pa.compute.equal(whole["source"], source))
        yield scores.distribution(mine["novel"].combine_chunks(), group=source)


def checks(question: Question, answered: Answered) -> tuple[CheckView, ...]:
    """Every check in words, with the rule that put it to work or left it out."""
    asked = {kept.asked.check.code: kept.asked for kept in answered.kept}
    out = []
    for rule in packs.rules(packs.layered(question.packs, folder=question.packs_folder), answered.moment):
        code, check = rule.check.code, rule.check
        words = {language: dict(content.words(language)[code]) for language in ("zh-Hans", "en")}
        limits = {name: rule.limits.get(name, limit.default) for name, limit in check.limits.items()}
        note = asked[code].note if code in asked else dict(answered.not_asked).get(code, "")
        severity = asked[code].severity if code in asked else rule.severity
        out.append(CheckView(code=code, trouble=check.trouble, tone=check.tone, severity=severity, on=code in asked, words=words, pack=rule.pack,
                             citation=cited(rule.because), grade=rule.because.grade, limits=limits, note=note))  # fmt: skip
    return tuple(out)


def exports(question: Question, answered: Answered) -> None:
    """findings.parquet, .csv and .xlsx; where all answers were asked for answers.parquet, and apart from it, for the owner alone, those of
    private rules. Each whole or not at all; numbers of private people are struck out of all of them.
    """
    out = question.out
    whole(out / "findings.parquet", lambda path: _parquet(path, arrow_schema(finding), findings(answered)))
    whole(out / "findings.csv", lambda path: write_csv(findings(answered), path))
    whole(out / "findings.xlsx", lambda path: write_xlsx(findings(answered), path, HEADINGS))
    if question.everything:
        for place, private in (("answers.parquet", False), ("private/answers.parquet", True)):
            kept = [one for one in answered.kept if (one.asked.severity == "private") == private]
            whole(out / place, partial(_parquet, schema=arrow_schema(answer), batches=_rows(kept)))


def _rows(kept: Iterable[Kept]) -> Iterator[pa.RecordBatch]:
    return (shareable(batch) for one in kept for batch in pq.ParquetFile(one.path).iter_batches(50_000))


def findings(answered: Answered) -> Iterator[pa.RecordBatch]:
    """Rows of the finding table: answers with the rule's pack, citation, grade and remedy."""
    for kept, batch in found(answered.kept):
        extra = _rule(kept)
        columns = [
            batch.column(name) if name in batch.schema.names else pa.repeat(pa.scalar(extra[name], pa.string()), len(batch))
            for name in finding.names
        ]
        yield shareable(pa.RecordBatch.from_arrays(columns, schema=arrow_schema(finding)))


def _rule(kept: Kept) -> dict[str, str]:
    rule = kept.asked.rule
    remedy = content.words("zh-Hans")[rule.check.code]["put_right"]
    return {"pack": rule.pack, "citation": cited(rule.because), "grade": rule.because.grade, "remedy": remedy}


def _parquet(path: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> None:
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch.cast(schema))


def whole(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file so that it stands whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{uuid.uuid4().hex}-{path.name}")
    try:
        write(fresh)
        os.replace(fresh, path)
    finally:
        if fresh.is_dir():
            shutil.rmtree(fresh)
        fresh.unlink(missing_ok=True)
