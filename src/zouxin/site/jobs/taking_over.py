"""Work that a killed worker left: who holds a lock is alive, whoever's lock is free is gone, and its tasks are ready again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from filelock import FileLock, Timeout


def _lock(worker: str) -> Path:
    folder: Path = settings.DATA / "workers"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{worker}.lock"


@contextmanager
def alive(worker: str) -> Iterator[None]:
    """While this holds, a worker counts as alive. Workers of one site share its data folder."""
    path = _lock(worker)
    with FileLock(path, timeout=0):
        yield
    path.unlink(missing_ok=True)


def gone(worker: str) -> bool:
    """Whether nobody holds that worker's lock."""
    path = _lock(worker)
    try:
        with FileLock(path, timeout=0):
            pass
    except Timeout:
        return False
    path.unlink(missing_ok=True)
    return True


def take_over() -> int:
    """Make ready again what dead workers were running; how many tasks that is."""
    taken = 0
    for task in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING):
        if all(gone(worker) for worker in task.worker_ids):
            taken += DBTaskResult.objects.filter(pk=task.pk, status=TaskResultStatus.RUNNING).update(
                status=TaskResultStatus.READY, started_at=None
            )
    return taken


def slip(error: Exception) -> str:
    """What is said of a job that ended by a slip of the program."""
    return f"程序自身出错，没有做完（{type(error).__name__}）；请再做一次，仍然如此请把日志交给维护人员"


def orphans() -> int:
    """Queue again what waits for work that nobody has: its task was lost by a second signal, or cleared away; how many that is."""
    from zouxin.site.audit.models import FileAudit, Run
    from zouxin.site.jobs import census, file_audit, inspection, intakes, mails, passing, receipts
    from zouxin.site.mailbox.actions import incoming, passings, shredding
    from zouxin.site.mailbox.actions import intakes as tables
    from zouxin.site.mailbox.models import Intake, Letter, Passing, ReplyMail
    from zouxin.site.registry.models import CensusImport

    held = DBTaskResult.objects.filter(status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING))
    busy = {(one.task_path, *one.args_kwargs["args"]) for one in held}
    waiting = [(inspection.inspect, pk) for pk in Run.objects.filter(state__in=("queued", "running")).values_list("pk", flat=True)]
    waiting += [(passing.deliver, pk) for pk in Passing.objects.filter(state="intended").values_list("pk", flat=True)]
    for model, jobs in (
        (CensusImport, {"reading": census.read, "landing": census.land}),
        (FileAudit, {"reading": file_audit.read, "running": file_audit.run}),
        (Intake, {"reading": intakes.read, "taking": intakes.take}),
    ):
        waiting += [(jobs[state], pk) for state, pk in model.objects.filter(state__in=jobs).values_list("state", "pk")]  # type: ignore[attr-defined]
    lost = [(task, pk) for task, pk in waiting if (task.module_path, pk) not in busy]
    for task, pk in lost:
        task.enqueue(pk)
    if Letter.objects.filter(entered=False).exists():
        receipts.enter.enqueue()
    if ReplyMail.objects.filter(state__in=("queued", "sending")).exists() and (mails.send.module_path,) not in busy:
        mails.send.enqueue()
    return len(lost) + shredding.again() + incoming.again() + tables.tidy() + passings.interrupted(by=passing.BY)
