"""Putting work into the queue: with the write that asks for it, so that neither stands without the other."""

from typing import Any

from django.db import transaction
from django_tasks import task_backends
from django_tasks_db import DatabaseBackend


def queue(task: Any, *said: Any) -> None:
    """Queue a task inside the transaction of the write that asks for it; a queue elsewhere than in the database gets it once that was committed."""
    if isinstance(task_backends["default"], DatabaseBackend):
        task.enqueue(*said)
    else:
        transaction.on_commit(lambda: task.enqueue(*said))
