"""Land: files and folders become rows of the lake, what does not fit goes to quarantine, and the counts reconcile."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, groupby
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from zouxin import content
from zouxin.bulletins.tables import write_csv
from zouxin.connectors import connector, page, read_any
from zouxin.connectors.batch import Batch
from zouxin.connectors.filling import Filled, FillPlan, fill_parts
from zouxin.connectors.plan import plan_of, plans_of
from zouxin.connectors.quarantine import SCHEMA
from zouxin.content.sources import SourceSpec, read_source
from zouxin.flow import mapping
from zouxin.flow.alarming import alarms, counted_before
from zouxin.flow.asked import Question, Say
from zouxin.flow.reading import is_register
from zouxin.lake import Lake
from zouxin.model.errors import SourceAlarm, SourceError, UsageError
from zouxin.model.report import SourceView
from zouxin.tables import arrow_schema, holiday

HOLIDAYS = "cn-holidays"
#: what happened, as far as it bears a day: the last of it is the moment of inspection where none is given
_DATED = (
    ("letter", "received_on"), ("reply", "replied_on"), ("post", "posted_on"), ("group_message", "sent_on"), ("visit", "visited_on"),
    ("observation", "seen_on"), ("reach", "seen_on"), ("engagement", "seen_on"),
)  # fmt: skip


@dataclass(kw_only=True)
class _Log:
    """What is found out while a source is read."""

    read: int = 0
    landed: int = 0
    quarantined: int = 0
    last: date | None = None
    rows: dict[str, int] = field(default_factory=dict)
    files: dict[str, None] = field(default_factory=dict)
    stated: dict[str, None] = field(default_factory=dict)
    mapping: dict[tuple[str, str], None] = field(default_factory=dict)
    ignored: dict[str, None] = field(default_factory=dict)
    quarantine: list[pa.RecordBatch] = field(default_factory=list)

    def note(self, filled: Filled, say: Say) -> None:
        self.read, self.landed, self.quarantined = (
            self.read + filled.read,
            self.landed + filled.landed,
            self.quarantined + filled.quarantined,
        )
        self.files |= {filled.file: None} if filled.file else {}
        self.stated |= dict.fromkeys(f"{filled.file}：{word}" if filled.file else word for word in filled.stated)
        if len(filled.quarantine):
            self.quarantine.append(filled.quarantine)
        for table, rows in filled.tables.items():
            self.rows[table] = self.rows.get(table, 0) + rows.num_rows
        for table, column in _DATED:
            newest = pc.max(filled.tables[table][column]).as_py() if table in filled.tables else None
            self.last = max(filter(None, (self.last, newest)), default=None)
        say("land", self.read, 0)


@dataclass(frozen=True, kw_only=True)
class Landed:
    """How the sources were read, and the last day anything in them happened."""

    sources: tuple[SourceView, ...]
    last: date | None


def holidays(lake: Lake) -> None:
    """Land the holiday notices that come with the package; the same notices again change nothing."""
    rows = []
    for notice in content.calendars():
        for entry in notice["off"]:
            rows += [
                {"day": d, "works": False, "name": entry["name"], "number": notice["number"]} for d in _days(entry["from"], entry["to"])
            ]
        rows += [{"day": entry["day"], "works": True, "name": entry["name"], "number": notice["number"]} for entry in notice["work"]]
    batch = pa.RecordBatch.from_pylist([{"source": HOLIDAYS, **row} for row in rows], schema=arrow_schema(holiday))
    lake.land(HOLIDAYS, [{"holiday": batch}])


def _days(start: date, end: date) -> list[date]:
    return [date.fromordinal(n) for n in range(start.toordinal(), end.toordinal() + 1)]


def land(question: Question, lake: Lake) -> Landed:
    """Land every source of a question. Raises SourceError or UsageError with one sentence; then nothing of that source landed."""
    holidays(lake)
    if question.spec:
        spec = read_source(question.spec)
        return _landed([_source(question, lake, spec.source, _described(spec, question), brings=spec.brings, drops=spec.drops)], lake)
    if not question.paths:
        raise UsageError("没有给出要看的文件；用法：zouxin audit 文件或文件夹 --out 输出文件夹")
    return _landed([_file(question, lake, path) for path in question.paths], lake)


def _landed(told: list[tuple[SourceView, date | None]], lake: Lake) -> Landed:
    alarmed = [alarm for view, _ in told for alarm in view.alarms]
    if alarmed and all(s.source == HOLIDAYS for s in lake.snapshots()):
        raise SourceAlarm(f"{alarmed[0]}；还没有载入过数据，没有可看的")
    days = [day for _, day in told if day]
    return Landed(sources=tuple(view for view, _ in told), last=max(days, default=None))


def _described(spec: SourceSpec, question: Question) -> "_Parts":
    def parts(log: _Log) -> Iterator[tuple[Iterator[Batch], FillPlan]]:
        for part, plan in zip(spec.parts, plans_of(spec, latest=question.today, seen_on=question.seen_on), strict=True):
            log.mapping |= {
                (fill.column, f"{table}.{name}"): None for table, columns in plan.fills.items() for name, fill in columns.items()
            }
            place = part.place if "://" in part.place else Path(part.place) if part.reads == "sample" else spec.folder / part.place
            options = {**part.options, "folder": spec.folder, "today": question.today, "secrets": _secrets(part.options, question)}
            yield (connector(part.reads)(place, options) if part.reads else read_any(place, options)), plan  # type: ignore[arg-type]

    return parts


_Parts = object


def _secrets(options: Mapping[str, object], question: Question) -> dict[str, str]:
    """What options like `secret_env: NAME` name, from the environment. Raises UsageError for a variable that is not set."""
    found = {}
    for key, name in options.items():
        if key.endswith("_env"):
            if not question.environment.get(str(name)):
                raise UsageError(f"环境变量 {name} 没有设置（来源的 {key} 要用它）；请设置后再运行")
            found[key.removesuffix("_env")] = question.environment[str(name)]
    return found


def _file(question: Question, lake: Lake, path: Path) -> tuple[SourceView, date | None]:
    if not path.exists():
        raise SourceError(f"找不到 {path}；请检查路径是否写对")
    name = question.source or f"{path.resolve().parent.name}/{path.stem}"
    if question.as_ == "post" or (path.is_file() and page.is_page(path)):
        return _source(question, lake, name, lambda log: _posts(question, name, path, log), brings="everything")

    def parts(log: _Log) -> Iterator[tuple[Iterator[Batch], FillPlan]]:
        for _, batches in groupby(read_any(path, {"first": is_register}), key=lambda batch: (batch.file, batch.sheet)):
            rows = iter(batches)
            first = next(rows)
            yield chain([first], rows), _plan(question, name, first, log)

    return _source(question, lake, name, parts, brings="everything")


def _posts(question: Question, name: str, path: Path, log: _Log) -> Iterator[tuple[Iterator[Batch], FillPlan]]:
    """Files that are one post each."""
    log.mapping |= dict.fromkeys(page.MAPPING)
    yield page.read(path, {}), plan_of(page.MAPPING, source=name, latest=question.today, seen_on=question.as_of)


def _plan(question: Question, name: str, first: Batch, log: _Log) -> FillPlan:
    said = mapping.told(question, name, first)
    if said and said.questions:
        raise UsageError(f"{first.file}：{' '.join(said.questions)}")
    log.mapping |= dict.fromkeys(mapping.pairs(first, said))
    log.ignored |= dict.fromkeys(said.ignored if said else ())
    return mapping.plan(question, name, first, said)


def _source(question: Question, lake: Lake, name: str, parts, *, brings: str, drops: Mapping[str, float] | None = None
            ) -> tuple[SourceView, date | None]:  # type: ignore[no-untyped-def]  # fmt: skip
    log, said = _Log(), dict[str, str]()
    standing = _Standing(lake, name, brings)
    last = next((s for s in reversed(lake.snapshots()) if s.source == name), None)

    def rows() -> Iterator[Mapping[str, pa.RecordBatch]]:
        for filled in fill_parts(parts(log)):
            log.note(filled, question.say)
            yield standing.fresh(filled.tables, _brought(log))
        before = counted_before(lake.snapshots(), name, {target.split(".")[0] for _, target in log.mapping})
        if told := alarms(log.rows, before, drops=drops or {}, brings=brings):
            raise SourceAlarm(f"{name}：{'；'.join(told)}")
        if not log.landed:
            sentence = f"{name}：没有一行可以载入（读到 {log.read:,} 行，{log.quarantined:,} 行进入隔离）{_why(log)}"
            raise SourceAlarm(sentence) if last else SourceError(sentence)
        said["last"] = str(log.last or "")

    alarmed: tuple[str, ...] = ()
    try:
        lake.land(name, rows(), brings=brings, said=said)
    except SourceAlarm as alarm:
        alarmed = (alarm.sentence,)
    finally:
        where = _quarantine(question.out, name, log)
    assert log.read == log.landed + log.quarantined, f"{name}: {log.read} read, {log.landed} landed, {log.quarantined} quarantined"
    day = str(last.said.get("last", "")) if last else ""
    before = date.fromisoformat(day) if day else None
    landed, held = (0, log.landed) if alarmed else (log.landed, 0)
    return SourceView(
        name=name, files=tuple(log.files), read=log.read, landed=landed, quarantined=log.quarantined, held=held, alarms=alarmed,
        mapping=tuple(log.mapping), ignored=tuple(log.ignored), stated=tuple(log.stated), quarantine_file=where,
    ), before if alarmed else log.last  # fmt: skip


_REGISTER = {"unit", "platform", "platform_alias"}


def _brought(log: _Log) -> set[str]:
    """Tables a source says something about, beyond naming a row that others refer to; of a mere register, all."""
    named = {target.split(".")[0] for _, target in log.mapping}
    return named if named <= _REGISTER else {target.split(".")[0] for _, target in log.mapping if not target.endswith((".id", ".name"))}


class _Standing:
    """Units and platforms a source that brings additions has landed before: rows that only follow from others (a post names its account, a letter its
    unit) say less than those do, and must not take their place."""

    def __init__(self, lake: Lake, source: str, brings: str) -> None:
        self._lake, self._source, self._known = lake, source, dict[str, pa.Array]()
        self._additions = brings == "additions"

    def fresh(self, tables: Mapping[str, pa.RecordBatch], brought: set[str]) -> Mapping[str, pa.RecordBatch]:
        """The same tables, without what only follows and stands; `brought` are the tables the source itself says something about."""
        if not self._additions:
            return tables
        implied = {name: rows for name, rows in tables.items() if name in ("unit", "platform") and name not in brought}
        less = {name: rows.filter(pc.invert(pc.is_in(rows["id"], value_set=self._ids(name)))) for name, rows in implied.items()}
        return {name: rows for name, rows in {**tables, **less}.items() if len(rows) or name not in less}

    def _ids(self, name: str) -> pa.Array:
        if name not in self._known:
            mine = {s.id for s in self._lake.snapshots() if s.source == self._source}
            files = [path for path in self._lake.store.files(name) if path.stem in mine]
            self._known[name] = pa.concat_arrays(
                [pa.array([], pa.string()), *(chunk for path in files for chunk in pq.read_table(path, columns=["id"])["id"].chunks)]
            )
        return self._known[name]


def _why(log: _Log) -> str:
    if not log.quarantine:
        return "；请核对文件里是否有数据行"
    first = log.quarantine[0].slice(0, 1).to_pylist()[0]
    place = f"{first['file']} 第 {first['row']} 行" if first["row"] else first["file"]
    return f"；例如 {place}：{first['reason']}，{first['remedy']}"


def _quarantine(out: Path, name: str, log: _Log) -> str:
    """The rows kept out, as a file beside the report; its name, or nothing when all rows landed."""
    path = out / "quarantine" / f"{name.replace('/', '_')}.csv"
    if not log.quarantine:
        path.unlink(missing_ok=True)
        return ""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_csv((batch.cast(SCHEMA) for batch in log.quarantine), path)
    return str(path.relative_to(out))
