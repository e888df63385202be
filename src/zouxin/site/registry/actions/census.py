"""Writes about a census on its way into the register: upload, read, correct the mapping, import, undo."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zouxin import flow
from zouxin.model.errors import SourceError
from zouxin.site.components.queueing import queue
from zouxin.site.people.access import demand, named
from zouxin.site.people.log import record, write
from zouxin.site.people.models import Unit
from zouxin.site.registry.actions._apply import apply, kept, take_back
from zouxin.site.registry.actions._merge import Merge, Refused
from zouxin.site.registry.actions._rows import Rows
from zouxin.site.registry.models import CensusImport, CensusProblem, Platform

#: ways of reading a census may come by
WAYS = ("csv", "excel")
#: tables a census may fill
FILLS = ("platform", "platform_alias", "unit", "order")
#: words named of those that would be right
_WORDS = 12
#: rows kept of what was set aside; all of them are counted
_KEPT = 5_000


def upload(unit: Unit, file: UploadedFile, *, by: Any) -> CensusImport:
    """Keep a file to be read as a census of a unit and all below it. Raises ValidationError, with a sentence, for what is no table or may do harm."""
    demand(by, "registry.import_census", unit)
    held = CensusImport(unit=unit, name=Path(file.name or "清单").name[:255], size=file.size or 0, user=by, digest=_digest(file))
    held.file.save(f"{held.digest[:16]}{Path(held.name).suffix.lower()[:6]}", file, save=False)
    try:
        if flow.readable(Path(held.file.path)) not in WAYS:
            raise SourceError(_("只收 xlsx、xls、csv 表格"))
    except SourceError as error:
        stored = Path(held.file.name).name
        held.file.delete(save=False)
        raise ValidationError(shorter(error.sentence.replace(stored, held.name))) from error
    return _uploaded(held, by=by)


@write
def _uploaded(held: CensusImport, *, by: Any) -> CensusImport:
    held.save()
    record(by, "census.upload", held, label=held.name, unit=held.unit, size=held.size, digest=held.digest)
    _enqueue(held)
    return held


def _enqueue(held: CensusImport) -> None:
    from zouxin.site.jobs import census as jobs  # a job imports actions, so they import it when it is put to work

    queue(jobs.read if held.state == "reading" else jobs.land, held.pk)


def _digest(file: UploadedFile) -> str:
    whole = hashlib.sha256()
    for block in file.chunks():
        whole.update(block)
    file.seek(0)
    return whole.hexdigest()


@write
def preview(
    imported: CensusImport,
    rows: Rows,
    *,
    by: Any,
    sheets: Sequence[flow.Sheet],
    counts: tuple[int, int],
    problems: Iterable[dict[str, Any]],
) -> None:
    """Keep what was read: the mapping, the counts (read, quarantined) and what an import would change."""
    held = _in("reading", imported)
    demand(by, "registry.import_census", held.unit)
    merge = Merge(rows, source=held.unit.source, under=held.unit)
    held.mapping = [asdict(sheet) | {"questions": [shorter(question) for question in sheet.questions]} for sheet in sheets]
    held.given = held.given or []
    _count(held, merge, counts)
    held.state = "preview"
    held.save()
    _problems(held, problems, merge.refused)
    kept(merge.changes, held, landed=False)
    record(
        by,
        "census.preview",
        held,
        label=held.name,
        unit=held.unit,
        read=held.read,
        quarantined=held.quarantined,
        fresh=held.fresh,
        changed=held.changed,
    )


@write
def correct(imported: CensusImport, *, by: Any, given: Sequence[tuple[str, str]], values: dict[str, dict[str, str]]) -> None:
    """Say by hand what each column is; the file is read anew."""
    held = _in("preview", imported)
    demand(by, "registry.import_census", held.unit)
    held.given, held.values, held.state, held.done = [list(pair) for pair in given], values, "reading", 0
    held.save()
    record(by, "census.correct", held, label=held.name, unit=held.unit, given=held.given, values=values)
    _enqueue(held)


@write
def start(imported: CensusImport, *, by: Any) -> None:
    """Say that what was shown is to be imported. Raises ValidationError while a question about the columns is open, or nothing would change."""
    held = _in("preview", imported)
    demand(by, "registry.import_census", held.unit)
    if any(sheet["questions"] for sheet in held.mapping):
        raise ValidationError(_("还有列没有对应好，请先在下面选定"))
    if not held.landed:
        raise ValidationError(_("没有一行可以导入"))
    held.state, held.done = "landing", 0
    held.save()
    record(by, "census.start", held, label=held.name, unit=held.unit)
    _enqueue(held)


@write
def land(imported: CensusImport, rows: Rows, *, by: Any, counts: tuple[int, int], problems: Iterable[dict[str, Any]]) -> None:
    """Write a census into the register: all of it in one transaction, or nothing. Asked again after it was done, it does nothing."""
    held = CensusImport.objects.select_for_update(of=("self",)).select_related("unit").get(pk=imported.pk)
    demand(by, "registry.import_census", held.unit)
    if held.state != "landing":
        return
    merge = Merge(rows, source=held.unit.source, under=held.unit)
    apply(merge, by=by, said=named(by), imported=held)
    _count(held, merge, counts)
    held.state, held.landed_at = "landed", timezone.now()
    held.save()
    _problems(held, problems, merge.refused)
    kept(merge.changes, held, landed=True)
    record(
        by,
        "census.land",
        held,
        label=held.name,
        unit=held.unit,
        fresh=held.fresh,
        changed=held.changed,
        same=held.same,
        quarantined=held.quarantined,
    )


@write
def undo(imported: CensusImport, *, by: Any) -> None:
    """Put the register back as it was before an import. Raises ValidationError where somebody built on it since."""
    held = _in("landed", imported)
    demand(by, "registry.import_census", held.unit)
    take_back(held, by=by)
    held.state, held.undone_at = "undone", timezone.now()
    held.save()
    record(by, "census.undo", held, label=held.name, unit=held.unit, fresh=held.fresh, changed=held.changed)


@write
def drop(imported: CensusImport, *, by: Any) -> None:
    """Leave a census that was read unused."""
    held = _in("preview", imported)
    demand(by, "registry.import_census", held.unit)
    held.state = "dropped"
    held.save()
    record(by, "census.drop", held, label=held.name, unit=held.unit)


@write
def fail(imported: CensusImport, because: str, *, by: Any) -> None:
    """Say why a file could not be read."""
    held = CensusImport.objects.select_for_update(of=("self",)).select_related("unit").get(pk=imported.pk)
    if held.state in CensusImport.BUSY:
        held.state, held.because = "failed", shorter(because)
        held.save()
        record(by, "census.fail", held, label=held.name, unit=held.unit, because=held.because)


def tell(imported: CensusImport, done: int) -> None:
    """How many rows have been read; a figure on the page, no entry in the log."""
    with transaction.atomic():
        CensusImport.objects.filter(pk=imported.pk).update(done=done)


@write
def fill_from_lake(source: str, folder: Path, *, by: Any, under: Unit | None = None) -> dict[str, int]:
    """Fill units, platforms, orders and contracts from what a source landed in the lake; again changes nothing. How many rows are new and changed.

    Below a unit, whoever may import its census; for the whole tree, the program itself.
    """
    if not isinstance(by, str):
        if under is None:
            raise PermissionDenied("registry.import_census")
        demand(by, "registry.import_census", under)
    rows = Rows()
    for name, batch in flow.rows_of(folder, source, ("unit", "order", "platform", "platform_alias", "contract", "contract_platform")):
        rows.take(name, batch)
    merge = Merge(rows, source=source, under=under)
    apply(merge, by=by, said=by if isinstance(by, str) else named(by))
    found = {f"{kind}_{what}": merge.count(what, kind) for kind in ("unit", "platform", "order", "contract") for what in ("new", "changed")}
    found["refused"] = len(merge.refused)
    if any(found.values()):
        record(by, "registry.fill", f"source:{source}", label=source, unit=under, **found)
    return found


def _in(state: str, imported: CensusImport) -> CensusImport:
    held = CensusImport.objects.select_for_update(of=("self",)).select_related("unit").get(pk=imported.pk)
    if held.state != state:
        raise ValidationError(_("这次导入现在是“%(state)s”，请刷新页面再看") % {"state": held.get_state_display()})
    return held


def _count(held: CensusImport, merge: Merge, counts: tuple[int, int]) -> None:
    read, quarantined = counts
    held.read, held.quarantined = read, min(read, quarantined + len(merge.refused))
    held.landed = held.read - held.quarantined
    held.fresh, held.changed, held.same = merge.count("new"), merge.count("changed"), merge.same
    keys, path = set(merge.rows.platform), held.unit.path
    there = Platform.objects.filter(source=merge.source, unit__path__startswith=path).exclude(stage__in=Platform.GONE)
    held.absent = sum(key not in keys for key in there.values_list("key", flat=True).iterator(5_000))


def _problems(held: CensusImport, problems: Iterable[dict[str, Any]], refused: Sequence[Refused]) -> None:
    CensusProblem.objects.filter(imported=held).delete()
    more = ({"sheet": "", **asdict(one)} for one in refused)
    rows = [
        CensusProblem(
            imported=held, sheet=(one["sheet"] or "")[:200], row=one["row"] or 0, column=(one["column"] or "")[:200], value=(one["value"] or "")[:200],
            reason=one["reason"], remedy=shorter(one["remedy"] or ""),
        )
        for part in (problems, more) for one in part
    ]  # fmt: skip
    CensusProblem.objects.bulk_create(rows[:_KEPT], batch_size=500)


def shorter(sentence: str) -> str:
    """A sentence of the command line without what only the command line can do."""
    for end in ("；或在 source.yml", "，请指明：", "；请指明：", "：--map"):
        sentence = sentence.split(end)[0]
    words = sentence.split("、")
    return f"{'、'.join(words[:_WORDS])}等" if sentence.startswith("应是其中之一") and len(words) > _WORDS else sentence
