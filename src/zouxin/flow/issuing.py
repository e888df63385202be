"""One document at a time, for whoever drafts, reviews and publishes them: composed as a value, written in each form."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from zouxin.bulletins import bulletin
from zouxin.bulletins.document import Block, Document
from zouxin.flow.inspecting import Order, inspected, write_as
from zouxin.model.errors import RenderError, UsageError

ALL_FORMS = ("html", "docx", "xlsx", "pdf")


def notice_units(order: Order) -> tuple[tuple[str, str, str], ...]:
    """The units that have something to mend after a run: (source, id, name)."""
    return tuple((unit.source, unit.unit_id, unit.name) for unit in inspected(order).addressees)


def compose(kind: str, order: Order | None, said: Mapping[str, Any]) -> dict[str, Any]:
    """A document as plain values that JSON can hold. `kind`: quarterly, rectification_notice (`source` and `unit_id` in `said`), closing_notice.

    Raises UsageError for a unit that has nothing to mend or a notice that says too little, RenderError where totals disagree.
    """
    try:
        return asdict(_composed(kind, order, said))
    except ValueError as error:
        raise UsageError(str(error)) from error


def _composed(kind: str, order: Order | None, said: Mapping[str, Any]) -> Document:
    if kind == "closing_notice":
        module = bulletin("closing_notice")
        document: Document = module.compose(module.Closing(**{"instead": "", **said}))
        return document
    if order is None:
        raise UsageError("通报和整改通知要由一次检查做成")
    of = inspected(order)
    if kind == "quarterly":
        return bulletin("quarterly").compose(of)  # type: ignore[no-any-return]
    unit = next((one for one in of.addressees if (one.source, one.unit_id) == (said["source"], said["unit_id"])), None)
    if unit is None:
        raise UsageError("这个单位在这次检查里没有要整改的平台")
    return bulletin("rectification_notice").compose(of, unit)  # type: ignore[no-any-return]


def issue(values: Mapping[str, Any], folder: Path, name: str) -> Iterator[tuple[str, Path | None, str]]:
    """Write a composed document in each form: (form, file, why there is none)."""
    blocks = tuple(Block(kind=b["kind"], text=b["text"], rows=tuple(tuple(row) for row in b["rows"])) for b in values["blocks"])
    document = Document(title=values["title"], blocks=blocks, foot=values["foot"])
    folder.mkdir(parents=True, exist_ok=True)
    for form in ALL_FORMS:
        path = folder / f"{name}.{form}"
        try:
            write_as(form, document, path)
            yield form, path, ""
        except RenderError as error:
            yield form, None, error.sentence
