"""Work is queued with the write that asks for it, is found again when its task is lost, and a slip of the program is told on the page."""

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from zouxin import flow
from zouxin.site.audit.actions import runs
from zouxin.site.audit.models import FileAudit, Run
from zouxin.site.jobs import inspection, taking_over
from zouxin.site.people.access import today

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def queued(settings):
    from django_tasks import task_backends

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    for name in ("settings", "default"):
        task_backends.__dict__.pop(name, None)
    return DBTaskResult.objects


def test_neither_stands_without_the_other(people, queued):
    runs.ask(today(), ("national",), by=people["supervisor"])
    assert (Run.objects.count(), queued.count()) == (1, 1)

    def never_mind():
        with transaction.atomic():
            runs.ask(today(), ("national",), by=people["supervisor"])
            raise KeyError

    with pytest.raises(KeyError):
        never_mind()
    assert (Run.objects.count(), queued.count()) == (1, 1)


def test_what_waits_for_a_lost_task_is_queued_again_once(people, queued):
    run = runs.ask(today(), ("national",), by=people["supervisor"])
    FileAudit.objects.create(name="a.csv", size=1, digest="x", user=people["head"], state="running")
    assert taking_over.orphans() == 1, "the file; the inspection has its task"
    queued.all().delete()
    Run.objects.filter(pk=run.pk).update(state="running")
    assert taking_over.orphans() == 2
    assert taking_over.orphans() == 0
    assert sorted(one.task_path.rsplit(".", 1)[1] for one in queued.all()) == ["inspect", "run"]


def test_a_slip_of_the_program_is_told_and_not_left_running(people, monkeypatch):
    monkeypatch.setattr(runs, "_enqueue", lambda run: None)

    def slips(question):
        raise ZeroDivisionError

    monkeypatch.setattr(flow, "inspect", slips)
    run = runs.ask(today(), ("national",), by=people["supervisor"])
    with pytest.raises(ZeroDivisionError):
        inspection.inspect.call(run.pk)
    run.refresh_from_db()
    assert run.state == "failed"
    assert "程序自身出错" in run.because
