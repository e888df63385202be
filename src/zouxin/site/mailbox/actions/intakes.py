"""Writes about a table of letters on its way in: upload, read, correct the mapping, take its rows into quarantine, drop."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zouxin import flow
from zouxin.model.errors import SourceError
from zouxin.site.components.queueing import queue
from zouxin.site.mailbox.actions.incoming import keyed
from zouxin.site.mailbox.actions.letters import digest
from zouxin.site.mailbox.models import Incoming, Intake, IntakeProblem
from zouxin.site.people.access import demand
from zouxin.site.people.log import record, write
from zouxin.site.people.models import Unit
from zouxin.site.registry.actions.census import WAYS, shorter

#: rows kept of what was set aside; all of them are counted
_KEPT = 5_000
#: characters of a letter, of the fields of whoever wrote it
_TEXT, _NAME, _PHONE = 100_000, 60, 30


@dataclass(kw_only=True)
class Sorted:
    """Rows of a table told apart: those that are new, how many came before, and what is wrong with the others."""

    fresh: list[Incoming] = field(default_factory=list)
    known: int = 0
    read: int = 0
    problems: list[dict[str, Any]] = field(default_factory=list)
    quarantined: int = 0


def upload(unit: Unit, file: UploadedFile, *, way: str, source: str, by: Any) -> Intake:
    """Keep a table to be read. Raises ValidationError, with a sentence, for what is no table or may do harm."""
    demand(by, "mailbox.import_letter", unit)
    whole = hashlib.sha256()
    for block in file.chunks():
        whole.update(block)
    file.seek(0)
    name = Path(file.name or "来信").name[:255]
    held = Intake(unit=unit, way=way, source=source.strip()[:100], name=name, size=file.size or 0, user=by, digest=whole.hexdigest())
    held.file.save(f"{held.digest[:16]}{Path(name).suffix.lower()[:6]}", file, save=False)
    try:
        if flow.readable(Path(held.file.path)) not in WAYS:
            raise SourceError(_("只收 xlsx、xls、csv 表格"))
    except SourceError as error:
        stored = Path(held.file.name).name
        held.file.delete(save=False)
        raise ValidationError(shorter(error.sentence.replace(stored, name))) from error
    return _uploaded(held, by=by)


@write
def _uploaded(held: Intake, *, by: Any) -> Intake:
    held.save()
    record(by, "intake.upload", held, label=held.name, unit=held.unit, size=held.size, digest=held.digest, way=held.way)
    _enqueue(held)
    return held


def _enqueue(held: Intake) -> None:
    from zouxin.site.jobs import intakes as jobs  # a job imports actions, so they import it when it is put to work

    queue(jobs.read if held.state == "reading" else jobs.take, held.pk)


def sort_out(held: Intake, rows: Iterable[flow.IncomingRow], into: Sorted) -> None:
    """Tell the rows of one batch apart. A number that came before with other words is a problem, never passed over in silence."""
    made = [one for row in rows if (one := _row(held, row, into)) is not None]
    there = dict(Incoming.objects.filter(channel=held.way, key__in=[one.key for one in made]).values_list("key", "digest"))
    there |= {one.key: one.digest for one in into.fresh}
    for one in made:
        if one.key not in there:
            into.fresh.append(one)
        elif there[one.key] == one.digest:
            into.known += 1
        else:
            _problem(into, one.mark, one.number, _("这个编号以前来过，内容不同"), _("核对编号；是另一个系统的编号就换一个来源名称再导入"))


def _row(held: Intake, row: flow.IncomingRow, into: Sorted) -> Incoming | None:
    where = f"{row.sheet}/{row.row}"
    if not (row.text.strip() or row.title.strip()):
        _problem(into, where, "", _("没有内容"), _("补上来信内容"))
        return None
    if row.received_on is None:
        _problem(into, where, "", _("没有收到时间"), _("补上收到信的日期，期限从那天算起"))
        return None
    notes: list[str] = []
    if len(row.text) > _TEXT:
        notes.append(_("内容太长，只收了前 %(n)s 字") % {"n": _TEXT})
    now, day = timezone.now(), timezone.make_aware(datetime.combine(row.received_on, time()))
    key = keyed(held.way, row.id) if held.way == "12345" else keyed(held.way, held.source, row.id)
    return Incoming(
        channel=held.way, key=key, digest=digest(row.title, row.text), source=held.source or held.name[:200], mark=where[:250], number=row.id[:100], intake=held, unit=held.unit,
        meant=_meant(held.unit, row.unit, notes), kind=row.kind, title=(row.title or row.text[:40])[:200], text=row.text[:_TEXT], place=row.place[:200],
        contact=_contact(row, notes), besides=[list(pair) for pair in row.besides], notes=notes, received_at=min(row.received_at or day, now),
    )  # fmt: skip


def _contact(row: flow.IncomingRow, notes: list[str]) -> dict[str, str]:
    said = {"name": row.who.get("name", "")[:_NAME], "phone": row.who.get("phone", ""), "email": row.who.get("email", "")}
    if len(said["phone"]) > _PHONE:
        notes.append(_("联系电话太长，只收了前 %(n)s 个字") % {"n": _PHONE})
    said["phone"] = said["phone"][:_PHONE]
    try:
        validate_email(said["email"] or "a@example.com")
    except ValidationError:
        notes.append(_("电子邮箱写得不对，没有收"))
        said["email"] = ""
    return {name: value for name, value in said.items() if value}


def _meant(scope: Unit, name: str, notes: list[str]) -> Unit | None:
    """The one unit of that name or key within the scope."""
    if not name:
        return None
    below = Unit.objects.filter(path__startswith=scope.path)
    found = list(below.filter(name=name)[:2]) or list(below.filter(key=name)[:2])
    if len(found) == 1:
        return found[0]
    notes.append(_("原承办单位“%(name)s”在本范围里没有对上") % {"name": name[:60]})
    return None


def _problem(into: Sorted, where: str, value: str, reason: str, remedy: str) -> None:
    sheet, _slash, row = where.rpartition("/")
    into.quarantined += 1
    into.problems.append({"sheet": sheet, "row": int(row), "column": "", "value": value, "reason": reason, "remedy": remedy})


@write
def preview(intake: Intake, found: Sorted, sheets: Sequence[dict[str, Any]], *, by: Any) -> None:
    """Keep what was read: the mapping, the counts and what was kept out."""
    held = _in("reading", intake)
    demand(by, "mailbox.import_letter", held.unit)
    held.mapping = list(sheets)
    _count(held, found)
    held.state = "preview"
    held.save()
    record(
        by,
        "intake.preview",
        held,
        label=held.name,
        unit=held.unit,
        read=held.read,
        taken=held.taken,
        known=held.known,
        quarantined=held.quarantined,
    )


@write
def correct(intake: Intake, given: Sequence[tuple[str, str]], *, by: Any) -> None:
    """Say by hand what each column is; the file is read anew."""
    held = _in("preview", intake)
    demand(by, "mailbox.import_letter", held.unit)
    held.given, held.state = [list(pair) for pair in given], "reading"
    held.save()
    record(by, "intake.correct", held, label=held.name, unit=held.unit, given=held.given)
    _enqueue(held)


@write
def start(intake: Intake, *, by: Any) -> None:
    """Say that the rows that were shown are to be taken in. Raises ValidationError while a question is open, or where there is none."""
    held = _in("preview", intake)
    demand(by, "mailbox.import_letter", held.unit)
    if any(sheet["questions"] for sheet in held.mapping):
        raise ValidationError(_("还有列没有对应好，请先在下面选定"))
    if not held.taken:
        raise ValidationError(_("没有一行可以收"))
    held.state = "taking"
    held.save()
    record(by, "intake.start", held, label=held.name, unit=held.unit)
    _enqueue(held)


def take(intake: Intake, found: Sorted, *, by: Any) -> None:
    """Take the rows into quarantine, all in one transaction or none; then the file goes. Asked again after it was done, it does nothing."""
    _taken(intake, found, by=by)
    tidy()


@write
def _taken(intake: Intake, found: Sorted, *, by: Any) -> None:
    held = Intake.objects.select_for_update(of=("self",)).select_related("unit").get(pk=intake.pk)
    demand(by, "mailbox.import_letter", held.unit)
    if held.state != "taking":
        return
    Incoming.objects.bulk_create(found.fresh, batch_size=500)
    _count(held, found)
    held.state, held.taken_at = "taken", timezone.now()
    _without_rows(held)
    held.save()
    record(
        by,
        "intake.take",
        held,
        label=held.name,
        unit=held.unit,
        read=held.read,
        taken=held.taken,
        known=held.known,
        quarantined=held.quarantined,
    )


@write
def drop(intake: Intake, *, by: Any) -> None:
    """Leave a table that was read unused."""
    held = _in("preview", intake)
    if not isinstance(by, str):
        demand(by, "mailbox.import_letter", held.unit)
    held.state = "dropped"
    _without_rows(held)
    held.save()
    held.problems.all().delete()
    record(by, "intake.drop", held, label=held.name, unit=held.unit)
    transaction.on_commit(tidy)


@write
def fail(intake: Intake, because: str, *, by: Any) -> None:
    """Say why a file could not be read."""
    held = Intake.objects.select_for_update(of=("self",)).select_related("unit").get(pk=intake.pk)
    if held.state in Intake.BUSY:
        held.state, held.because = "failed", shorter(because)
        _without_rows(held)
        held.save()
        record(by, "intake.fail", held, label=held.name, unit=held.unit)
        transaction.on_commit(tidy)


def tidy() -> int:
    """Remove the files of tables that are done with; how many. Their letters stand in the database, or nowhere."""
    done = list(Intake.objects.exclude(file="").exclude(state__in=(*Intake.BUSY, "preview")))
    for one in done:
        one.file.delete(save=False)
        with transaction.atomic():
            Intake.objects.filter(pk=one.pk).update(file="")
    return len(done)


def forget(*, by: str, days: int) -> int:
    """Drop tables nobody came back to, and forget what was kept out of old ones; how many were dropped."""
    before = timezone.now() - timedelta(days=days)
    old = list(Intake.objects.filter(state="preview", at__lt=before))
    for one in old:
        drop(one, by=by)
    with transaction.atomic():
        IntakeProblem.objects.filter(intake__at__lt=before).delete()
    return len(old) + tidy()


def _in(state: str, intake: Intake) -> Intake:
    held = Intake.objects.select_for_update(of=("self",)).select_related("unit").get(pk=intake.pk)
    if held.state != state:
        raise ValidationError(_("这次导入现在是“%(state)s”，请刷新页面再看") % {"state": held.get_state_display()})
    return held


def _without_rows(held: Intake) -> None:
    """What its columns were taken for stays; the rows that were shown go."""
    held.mapping = [sheet | {"first": []} for sheet in held.mapping]


def _count(held: Intake, found: Sorted) -> None:
    held.read, held.taken, held.known, held.quarantined = found.read, len(found.fresh), found.known, found.quarantined
    IntakeProblem.objects.filter(intake=held).delete()
    rows = [IntakeProblem(intake=held, sheet=(one["sheet"] or "")[:200], row=one["row"] or 0, column=(one["column"] or "")[:200], value=(one["value"] or "")[:60],
                          reason=one["reason"], remedy=shorter(one["remedy"] or "")) for one in found.problems[:_KEPT]]  # fmt: skip
    IntakeProblem.objects.bulk_create(rows, batch_size=500)


def shown(sheet: flow.Sheet, more: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """A sheet as the page shows it: what each column was taken for, those beside the letter too."""
    taken = {column for column, _target in more}
    said = asdict(sheet) | {"questions": [shorter(question) for question in sheet.questions]}
    return said | {"mapping": [*sheet.mapping, *more], "ignored": [column for column in sheet.ignored if column not in taken]}
