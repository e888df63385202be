"""Read: what a file would bring, without landing it: what its columns are taken for, its rows in typed tables, what is kept out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, groupby
from pathlib import Path

from zouxin.connectors import detect, read_any
from zouxin.connectors.batch import Batch
from zouxin.connectors.families import REGISTER, families, family_of
from zouxin.connectors.filling import Filled, FillPlan, fill_parts
from zouxin.flow import mapping
from zouxin.flow.asked import Question
from zouxin.tables import all_tables

#: rows shown of each sheet
_FIRST = 5


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet or file: headings, what each was taken for, and the first rows as they stand there.

    `mapping`: pairs (column, "table.column"); `given`: table -> column -> what holds in every row; `questions`: what only a person
    can answer; a sheet with one brings no rows until `Question.given` or `.values` answers it.
    """

    file: str
    sheet: str
    columns: tuple[str, ...]
    mapping: tuple[tuple[str, str], ...]
    ignored: tuple[str, ...]
    given: Mapping[str, Mapping[str, str]]
    questions: tuple[str, ...]
    stated: tuple[str, ...]
    first: tuple[tuple[str | None, ...], ...]


@dataclass(kw_only=True)
class Reading:
    """The rows of a question's files, one Filled a batch, taken once; `sheets` is whole when all are taken. `register`: in doubt they list platforms.

    Raises SourceError for what cannot be read, UsageError for a mapping that cannot be.
    """

    question: Question
    register: bool = False
    sheets: list[Sheet] = field(default_factory=list)
    #: the batch the last Filled was made of
    seen: Batch | None = None

    def asked(self, first: Batch) -> Question:
        """The question as it is put to one sheet."""
        return self.question

    def __iter__(self) -> Iterator[Filled]:
        yield from fill_parts(self._parts())

    def _parts(self) -> Iterator[tuple[Iterator[Batch], FillPlan]]:
        for path in self.question.paths:
            for _, batches in groupby(read_any(path, {"first": is_register}), key=lambda batch: (batch.file, batch.sheet)):
                rows = iter(batches)
                first = next(rows)
                name = self.question.source or f"{path.resolve().parent.name}/{path.stem}"
                question = self.asked(first)
                said = mapping.told(question, name, first, register=self.register)
                questions = said.questions if said else ()
                self.sheets.append(Sheet(
                    file=first.file, sheet=first.sheet, columns=tuple(first.rows.schema.names), mapping=mapping.pairs(first, said),
                    ignored=said.ignored if said else (), given=said.given if said else {}, questions=questions, stated=first.stated, first=_first(first),
                ))  # fmt: skip
                if not questions:
                    yield self._noted(chain([first], rows)), mapping.plan(question, name, first, said)

    def _noted(self, batches: Iterable[Batch]) -> Iterator[Batch]:
        for self.seen in batches:
            yield self.seen


def read(question: Question, *, register: bool = False) -> Reading:
    """What the files of a question would bring; nothing lands. `register`: in doubt they are lists of platforms."""
    return Reading(question=question, register=register)


def readable(path: Path) -> str:
    """By which way of reading a file is read. Raises SourceError, with what would be right, for a file that is no table or may do harm."""
    return detect(path)


def is_register(batch: Batch) -> bool:
    """Whether a sheet is a list of platforms: then it is read before what refers to it."""
    names = batch.rows.schema.names
    return bool(names) and family_of(names, batch.rows, ()) is REGISTER


def _first(batch: Batch) -> tuple[tuple[str | None, ...], ...]:
    return tuple(tuple(row.values()) for row in batch.rows.slice(0, _FIRST).to_pylist())


def fillable() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """(table, (("table.column", its heading), ...)) of everything a column of a file may be."""
    found: dict[str, dict[str, str]] = {}
    for family in families():
        for target in family.targets:
            table, name = target.split(".", 1)
            found.setdefault(table, {})[target] = str(all_tables()[table].column(name).says[0])
    return tuple((table, tuple(columns.items())) for table, columns in found.items())
