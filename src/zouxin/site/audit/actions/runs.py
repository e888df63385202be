"""Writes about inspections."""

from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

from zouxin import flow
from zouxin.model.errors import UsageError
from zouxin.site.audit.models import Run
from zouxin.site.components.queueing import queue
from zouxin.site.people.access import demand, named
from zouxin.site.people.log import record, write


@write
def ask(moment: date, packs: tuple[str, ...], *, by: Any) -> Run:
    """Put an inspection into the queue. Raises UsageError for a pack that is not there."""
    if not isinstance(by, str):
        demand(by, "audit.run_inspection")
    known = {pack.name for pack in flow.packs_known(local_packs())}
    if unknown := [name for name in packs if name not in known]:
        raise UsageError(f"没有叫“{'、'.join(unknown)}”的规则包，有的是 {'、'.join(sorted(known))}")
    run = Run.objects.create(moment=moment, packs=list(packs), by=by if isinstance(by, str) else named(by))
    record(by, "run.ask", run, moment=moment, packs=list(packs))
    _enqueue(run)
    return run


def _enqueue(run: Run) -> None:
    from zouxin.site.jobs.inspection import inspect  # a job imports actions, so they import it when it is put to work

    queue(inspect, run.pk)


#: the name of the office's own pack
LOCAL = "local"


def packs_here() -> tuple[str, ...]:
    """The packs an inspection asks unless somebody chooses others: the deployment's, and the office's own where it has one."""
    own = (LOCAL,) if (settings.DATA / "packs" / f"{LOCAL}.yml").is_file() and LOCAL not in settings.PACKS else ()
    return (*settings.PACKS, *own)


def local_packs() -> Any:
    """The folder of the office's own packs; None while it has none."""
    folder = settings.DATA / "packs"
    return folder if folder.is_dir() and any(folder.glob("*.yml")) else None


@write
def stop(run: Run, *, by: Any) -> None:
    """Ask a running inspection to stop at the next step."""
    demand(by, "audit.run_inspection")
    if Run.objects.filter(pk=run.pk, state__in=("queued", "running")).update(stop_asked=True):
        record(by, "run.stop", run)


def progress(pk: int, stage: str, done: int, total: int) -> bool:
    """Say how far a run is; whether it may go on."""
    Run.objects.filter(pk=pk).update(state="running", stage=stage[:200], done=max(done, 0), total=max(total, 0))
    return not Run.objects.filter(pk=pk, stop_asked=True).exists()


@write
def finish(run: Run, lake_run: str, *, by: Any) -> None:
    """Record what a run kept; its counts are those the lake recorded."""
    kept = flow.kept_run(settings.DATA, lake_run)
    totals = {
        rule.check: {"answers": dict(rule.answers), "asked": rule.asked, "severity": rule.severity, "why": rule.why}
        for rule in kept.rules
        if rule.severity != "private"  # what is private to an owner is in no count that others see
    }
    Run.objects.filter(pk=run.pk).update(
        lake_run=lake_run, snapshot=kept.snapshot, state="done", totals=totals, finished_at=timezone.now(), stage="", because=""
    )
    run.refresh_from_db()
    record(by, "run.finish", run, lake_run=lake_run)


@write
def fail(run: Run, because: str, *, by: Any, state: str = "failed") -> None:
    """Record that a run was not finished, and why."""
    Run.objects.filter(pk=run.pk).update(state=state, because=because, finished_at=timezone.now(), stage="")
    record(by, "run.fail", run, because=because)
