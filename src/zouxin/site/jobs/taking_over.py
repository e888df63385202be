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
