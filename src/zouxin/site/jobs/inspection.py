"""An inspection in the background: flow.inspect, then the index."""

from pathlib import Path

from django.conf import settings
from django.db import transaction
from django_tasks import task

from zouxin import flow
from zouxin.model.errors import ZouxinError
from zouxin.site.audit import landing as decided
from zouxin.site.audit.actions import due, index, judgements, runs
from zouxin.site.audit.models import Run
from zouxin.site.components.queueing import queue
from zouxin.site.jobs import corpus
from zouxin.site.jobs.taking_over import slip
from zouxin.site.mailbox import landing as written
from zouxin.site.mailbox.models import Letter
from zouxin.site.people.access import today
from zouxin.site.rectification import landing as disputed
from zouxin.site.rectification.actions import cases
from zouxin.site.registry import landing

BY = "后台"


class Stopped(Exception):
    """Somebody asked to stop."""


@task()
def inspect(pk: int) -> None:
    """Run one inspection to its end; one that was killed is done again and gives the same, one that is done stays."""
    run = Run.objects.get(pk=pk)
    if run.state in ("done", "stopped", "failed"):
        return

    def say(stage: str, done: int, total: int) -> None:
        if not runs.progress(pk, stage, done, total):
            raise Stopped

    question = flow.Question(paths=(), out=settings.DATA, today=today(), as_of=run.moment, packs=tuple(run.packs), packs_folder=runs.local_packs(),
                             memory=settings.ENGINE_MEMORY, say=say)  # fmt: skip
    try:
        say("读取数据", 0, 0)
        _land(settings.DATA / "lake")
        lake_run = flow.inspect(question)
        soon = list(flow.foretell(question, days=due.AHEAD))
    except Stopped:
        runs.fail(run, "有人停止了这次检查", by=BY, state="stopped")
        return
    except ZouxinError as error:
        runs.fail(run, error.sentence, by=BY)
        return
    except Exception as error:  # a slip of the program: said on the page, told to the log, not left as running for ever
        runs.fail(run, slip(error), by=BY)
        raise
    with transaction.atomic():  # killed in between, the run is not done and is taken up again with its index
        runs.finish(run, lake_run, by=BY)
        index.refresh(run, by=BY)
        cases.follow(run, by=BY)
        due.foretell(run, soon, by=BY)
        if Letter.objects.exists():
            queue(corpus.keep)
        judgements.leave(run, flow.undecided(settings.DATA, lake_run), by=BY)


def _land(folder: Path) -> None:
    """What the site knows goes into the lake like any other source: the register, and what people decided about findings."""
    landing.land(folder)
    if Letter.objects.exists():
        flow.land_tables(folder, written.SOURCE, written.batches())
    if held := [
        {"judgement": batch} for batch in (*disputed.judgements(), *decided.judgements())
    ]:  # a landing of nothing would be another state of the data
        flow.land_tables(folder, "site", held)
