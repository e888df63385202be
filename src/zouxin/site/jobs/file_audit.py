"""A file looked at in the background: read it, then flow.audit into a folder of its own."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django_tasks import task

from zouxin import flow
from zouxin.model.errors import ZouxinError
from zouxin.site.audit.actions import file_audits, runs
from zouxin.site.audit.models import FileAudit
from zouxin.site.jobs.taking_over import slip
from zouxin.site.people.access import today

BY, _KEPT = "后台", 5_000


class Stopped(Exception):
    """Somebody asked to stop."""


@task()
def read(pk: int) -> None:
    """Read a file and show what its columns are taken for."""
    held = FileAudit.objects.filter(pk=pk, state="reading").first()
    if held is None:
        return
    reading, read, quarantined, problems = flow.read(_question(held)), 0, 0, list[dict[str, Any]]()
    try:
        for filled in reading:
            read, quarantined = read + filled.read, quarantined + filled.quarantined
            problems += filled.quarantine.slice(0, max(0, _KEPT - len(problems))).to_pylist()
            file_audits.progress(pk, "读取数据", read, 0)
    except ZouxinError as error:
        file_audits.fail(held, _sentence(error, held), by=BY)
        return
    except Exception as error:
        file_audits.fail(held, slip(error), by=BY)
        raise
    file_audits.preview(held, by=BY, sheets=reading.sheets, counts=(read, quarantined), problems=problems)


@task()
def run(pk: int) -> None:
    """Check a file to its end; one that was killed is taken up again, one that is done stays."""
    held = FileAudit.objects.filter(pk=pk, state="running").first()
    if held is None:
        return

    def say(stage: str, done: int, total: int) -> None:
        if not file_audits.progress(pk, stage, done, total):
            raise Stopped

    try:
        told = flow.audit(_question(held, say))
    except Stopped:
        file_audits.fail(held, "有人停止了这次检查", by=BY, state="stopped")
        return
    except ZouxinError as error:
        file_audits.fail(held, _sentence(error, held), by=BY)
        return
    except Exception as error:
        file_audits.fail(held, slip(error), by=BY)
        raise
    views = {check.code: check for check in told.checks}
    totals = {
        one.check: {
            "asked": one.asked,
            "finding": one.finding,
            "clean": one.clean,
            "not_judged": one.not_judged,
            "unobservable": one.unobservable,
        }
        for one in told.totals
        if views[one.check].tone == "trouble" and views[one.check].severity != "private"
    }
    counts = sum(source.read for source in told.sources), sum(source.quarantined for source in told.sources)
    file_audits.finish(held, totals, counts, by=BY)


def _question(held: FileAudit, say: flow.Say = flow.quiet) -> flow.Question:
    return flow.Question(
        paths=(Path(held.file.path),), out=file_audits.place(held), today=today(), source=Path(held.name).stem, as_of=held.moment, packs=tuple(held.packs),
        packs_folder=runs.local_packs(), given=tuple((column, target) for column, target in held.given), values=held.values,
        as_="post" if file_audits.as_post(held) else "auto", memory=settings.ENGINE_MEMORY, say=say,
    )  # fmt: skip


def _sentence(error: ZouxinError, held: FileAudit) -> str:
    return error.sentence.replace(Path(held.file.name).name, held.name)
