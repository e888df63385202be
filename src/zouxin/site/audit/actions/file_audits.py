"""Writes about files that somebody wants looked at: upload, read, correct, run, erase."""

import hashlib
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zouxin import flow
from zouxin.model.errors import SourceError
from zouxin.site.audit.models import FileAudit, FileProblem
from zouxin.site.components.queueing import queue
from zouxin.site.people.access import demand
from zouxin.site.people.log import record, write
from zouxin.site.registry.actions.census import shorter

#: ways of reading an uploaded table may come by; a page or a plain text is read as one post
WAYS, POSTS = ("csv", "excel"), (".html", ".htm", ".txt")
#: rows kept of what was set aside; all of them are counted
_KEPT = 5_000


def place(held: FileAudit) -> Path:
    """The folder of an audit's own lake and report."""
    return Path(settings.DATA) / "audits" / str(held.pk)


def as_post(held: FileAudit) -> bool:
    """Whether the file is read as one post."""
    return Path(held.name).suffix.lower() in POSTS


def upload(file: UploadedFile, packs: Sequence[str], moment: date | None, *, by: Any) -> FileAudit:
    """Keep a file to be looked at. Raises ValidationError, with a sentence, for what is no table or page or may do harm."""
    demand(by, "audit.upload_file")
    whole = hashlib.sha256()
    for block in file.chunks():
        whole.update(block)
    file.seek(0)
    held = FileAudit(
        name=Path(file.name or _("文件")).name[:255],
        size=file.size or 0,
        digest=whole.hexdigest(),
        user=by,
        packs=list(packs),
        moment=moment,
    )
    held.file.save(f"{held.digest[:16]}{Path(held.name).suffix.lower()[:6]}", file, save=False)
    try:
        if not as_post(held) and flow.readable(Path(held.file.path)) not in WAYS:
            raise SourceError(_("只收 xlsx、xls、csv 表格，或者一个网页、文本文件"))
    except SourceError as error:
        stored = Path(held.file.name).name
        held.file.delete(save=False)
        raise ValidationError(shorter(error.sentence.replace(stored, held.name))) from error
    return _uploaded(held, by=by)


@write
def _uploaded(held: FileAudit, *, by: Any) -> FileAudit:
    held.state = "running" if as_post(held) else "reading"
    held.save()
    record(by, "file.upload", held, label=held.name, size=held.size, digest=held.digest)
    _enqueue(held)
    return held


def _enqueue(held: FileAudit) -> None:
    from zouxin.site.jobs import file_audit  # a job imports actions, so they import it when it is put to work

    queue(file_audit.read if held.state == "reading" else file_audit.run, held.pk)


@write
def preview(
    held: FileAudit, *, by: Any, sheets: Sequence[flow.Sheet], counts: tuple[int, int], problems: Iterable[Mapping[str, Any]]
) -> None:
    """Keep what was read: what each column was taken for, the counts (read, quarantined), what was set aside."""
    held = FileAudit.objects.select_for_update().get(pk=held.pk)
    if held.state != "reading":
        return
    held.mapping = [asdict(sheet) | {"questions": [shorter(question) for question in sheet.questions]} for sheet in sheets]
    held.read, held.quarantined = counts
    held.landed, held.state = held.read - held.quarantined, "preview"
    held.save()
    _problems(held, problems)
    record(by, "file.preview", held, label=held.name, read=held.read, quarantined=held.quarantined)


@write
def correct(held: FileAudit, given: Sequence[tuple[str, str]], values: Mapping[str, Mapping[str, str]], *, by: Any) -> None:
    """Say by hand what each column is; the file is read anew."""
    held = _mine(held, by, "preview")
    held.given, held.values, held.state, held.done = [list(pair) for pair in given], dict(values), "reading", 0
    held.save()
    record(by, "file.correct", held, label=held.name, given=held.given)
    _enqueue(held)


@write
def start(held: FileAudit, *, by: Any) -> None:
    """Have a file checked as it was shown. Raises ValidationError while a question about its columns is open, or no row can be read."""
    held = _mine(held, by, "preview")
    if any(sheet["questions"] for sheet in held.mapping):
        raise ValidationError(_("还有列没有对应好，请先在下面选定"))
    if not held.landed:
        raise ValidationError(_("没有一行可以检查"))
    held.state, held.done, held.total, held.stop_asked = "running", 0, 0, False
    held.save()
    record(by, "file.start", held, label=held.name)
    _enqueue(held)


@write
def stop(held: FileAudit, *, by: Any) -> None:
    """Ask a running check to stop at its next step."""
    demand(by, "audit.upload_file")
    if FileAudit.objects.filter(pk=held.pk, user=by, state="running").update(stop_asked=True):
        record(by, "file.stop", held, label=held.name)


def progress(pk: int, stage: str, done: int, total: int) -> bool:
    """Say how far it is; whether it may go on."""
    FileAudit.objects.filter(pk=pk).update(stage=stage[:200], done=max(done, 0), total=max(total, 0))
    return not FileAudit.objects.filter(pk=pk, stop_asked=True).exists()


@write
def finish(held: FileAudit, totals: Mapping[str, Any], counts: tuple[int, int], *, by: Any) -> None:
    """Record what was counted; what was found stands in the report. Rows counted in the preview stay: they are the same file."""
    held = FileAudit.objects.select_for_update().get(pk=held.pk)
    if held.state != "running":
        return
    held.totals, held.state, held.finished_at, held.stage = dict(totals), "done", timezone.now(), ""
    held.read, held.quarantined = counts
    held.landed = held.read - held.quarantined
    held.save()
    record(by, "file.finish", held, label=held.name)


@write
def fail(held: FileAudit, because: str, *, by: Any, state: str = "failed") -> None:
    """Record that a file could not be read or checked, and why."""
    held = FileAudit.objects.select_for_update().get(pk=held.pk)
    if held.state in FileAudit.BUSY:
        held.state, held.because, held.stage, held.finished_at = state, shorter(because), "", timezone.now()
        held.save()
        record(by, "file.fail", held, label=held.name, because=held.because)


@write
def erase(held: FileAudit, *, by: Any) -> None:
    """Take the file, its lake and its report away for good; that there was one stays in the log."""
    held = _mine(held, by, "preview", "done", "failed", "stopped")
    FileProblem.objects.filter(audit=held).delete()
    held.state, held.mapping, held.given, held.values, held.totals = "erased", [], [], {}, {}
    kept, held.file = held.file, ""  # type: ignore[assignment]
    held.save()
    record(by, "file.erase", held, label=held.name)
    transaction.on_commit(lambda: _erase(held, kept))


def _erase(held: FileAudit, kept: Any) -> None:
    if kept:
        kept.storage.delete(kept.name)
    shutil.rmtree(place(held), ignore_errors=True)


def _mine(held: FileAudit, by: Any, *states: str) -> FileAudit:
    demand(by, "audit.upload_file")
    held = FileAudit.objects.select_for_update().get(pk=held.pk)
    if held.user_id != by.pk:
        raise PermissionDenied("audit.upload_file: a file is its uploader's own")
    if held.state not in states:
        raise ValidationError(_("这个文件现在是“%(state)s”，请刷新页面再看") % {"state": held.get_state_display()})
    return held


def _problems(held: FileAudit, problems: Iterable[Mapping[str, Any]]) -> None:
    FileProblem.objects.filter(audit=held).delete()
    rows = [
        FileProblem(audit=held, sheet=(one["sheet"] or "")[:200], row=one["row"] or 0, column=(one["column"] or "")[:200], value=(one["value"] or "")[:200],
                    reason=one["reason"], remedy=shorter(one["remedy"] or ""))
        for one in problems
    ]  # fmt: skip
    FileProblem.objects.bulk_create(rows[:_KEPT], batch_size=500)
