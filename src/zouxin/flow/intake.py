"""Intake: letters out of a mailbox of mail, or out of a table of another system, as they came: nothing of them lands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from zouxin import content
from zouxin.connectors.batch import Batch
from zouxin.connectors.filling import Filled
from zouxin.connectors.headings import fold
from zouxin.connectors.mail_places import Delivered, MailPlace, delivered, mail_place
from zouxin.connectors.message import MailMessage, read_message
from zouxin.connectors.plan import IGNORE
from zouxin.flow.asked import Question
from zouxin.flow.reading import Reading
from zouxin.tables import all_tables

__all__ = ["Delivered", "IncomingRow", "Intake", "MailMessage", "MailPlace", "delivered", "letter_kind", "mail_place", "read_message"]

#: characters kept of a cell beside the letter
_BESIDE = 2_000


@dataclass(frozen=True, kw_only=True)
class IncomingRow:
    """A row of a table as a letter. `id`: the other system's own, or worked out from text and day; `who`: name, phone, email as far as they are told;
    `besides`: (heading, cell) of what the other system says of it.
    """

    row: int
    sheet: str
    id: str
    title: str
    text: str
    received_on: date | None
    received_at: datetime | None
    kind: str
    unit: str
    place: str
    who: Mapping[str, str]
    besides: tuple[tuple[str, str], ...]


@dataclass(kw_only=True)
class Intake(Reading):
    """The letters of a question's files. `hotline`: they are the export of a hotline, whose columns `content/words/incoming.yml` names.

    `more`: of each sheet (file, sheet) the columns taken besides the letter: pairs (column, "contact.name", "place" or "besides").
    """

    hotline: bool = False
    more: dict[tuple[str, str], tuple[tuple[str, str], ...]] = field(default_factory=dict)

    def asked(self, first: Batch) -> Question:
        columns = first.rows.schema.names
        given = dict(self.question.given)
        if self.hotline:
            given |= _picked(columns, given)
        more = tuple((column, target) for column in columns if (target := _beside(column)) and given.get(column, IGNORE) == IGNORE)
        if not self.hotline:  # what the table of letters listens to itself is its own
            more = tuple(pair for pair in more if pair[1] != "besides" or fold(pair[0]) not in _listened())
        self.more[first.file, first.sheet] = more
        return replace(self.question, given=(*given.items(), *((column, IGNORE) for column, _target in more if column not in given)))

    def rows(self, filled: Filled) -> Iterator[IncomingRow]:
        """The letters of one Filled, just taken."""
        letters, batch = filled.tables.get("letter"), self.seen
        if letters is None or batch is None or "letter" not in filled.places:
            return
        cells = dict(zip(batch.row_numbers.to_pylist(), batch.rows.to_pylist(), strict=True))
        for number, row in zip(filled.places["letter"].to_pylist(), letters.to_pylist(), strict=True):
            yield self._row(number, row, cells[number], batch)

    def _row(self, number: int, row: Mapping[str, object], cells: Mapping[str, str | None], batch: Batch) -> IncomingRow:
        who: dict[str, str] = {}
        place, besides = "", []
        for column, target in self.more.get((batch.file, batch.sheet), ()):
            said = (cells.get(column) or "").strip()
            if target == "besides" and said:
                besides.append((column, said[:_BESIDE]))
            elif target == "place":
                place = place or said
            elif said:
                who.setdefault(target.removeprefix("contact."), said)
        return IncomingRow(
            row=number, sheet=batch.sheet, id=str(row["id"]), title=str(row["title"] or ""), text=str(row["text"] or ""), received_on=row["received_on"],
            received_at=row["received_at"], kind=letter_kind(str(row["kind"] or "")), unit=str(row["unit_id"] or ""), place=place, who=who, besides=tuple(besides),
        )  # type: ignore[arg-type]  # fmt: skip


def _picked(columns: Sequence[str], given: Mapping[str, str]) -> dict[str, str]:
    """Of a hotline's columns what each is; the others are nothing of a letter, once its text is found."""
    folded = {fold(column): column for column in reversed(columns)}
    found: dict[str, str] = {}
    for target, headings in content.incoming()["hotline"].items():
        column = next((folded[fold(one)] for one in headings if fold(one) in folded and folded[fold(one)] not in {*given, *found}), None)
        if column and target not in given.values():
            found[column] = target
    if "letter.text" in {*found.values(), *given.values()}:
        found |= {column: IGNORE for column in columns if column not in {*given, *found}}
    return found


def _beside(column: str) -> str:
    """What a column holds beside the letter, blank where that is nobody's business."""
    said, heading = content.incoming(), fold(column)
    for name, headings in said["who"].items():
        if heading in map(fold, headings):
            return f"contact.{name}"
    if heading in map(fold, said["place"]):
        return "place"
    return "besides" if heading in map(fold, said["besides"]) else ""


def _listened() -> set[str]:
    return {fold(say) for column in all_tables()["letter"].columns for say in column.says}


def letter_kind(said: str) -> str:
    """What the mailbox calls a kind of letter that another system names; "other" where it cannot be told."""
    return next((kind for kind, words in content.incoming()["kinds"].items() if any(word in said for word in words)), "other")
