"""Writes about what comes to a limit soon."""

from collections.abc import Iterable
from typing import Any

from zouxin import flow
from zouxin.site.audit.actions.index import Units
from zouxin.site.audit.models import Due, Run
from zouxin.site.people.log import record, write

#: days ahead that a prompt looks
AHEAD = 14


@write
def foretell(run: Run, found: Iterable[flow.Due], *, by: Any) -> int:
    """Keep what a run foretells; how many prompts. The same run again changes nothing."""
    units = Units()
    Due.objects.filter(run=run).delete()
    rows = [
        Due(run=run, check_code=one.check, subject=one.subject, source=one.source, subject_id=one.subject_id, subject_name=one.subject_name[:300],
            unit_id=units.of({"unit_id": one.unit_id, "source": one.source}), since=one.since, due_on=one.due_on)
        for one in found
    ]  # fmt: skip
    Due.objects.bulk_create(rows, batch_size=2_000)
    record(by, "due.foretell", run, prompts=len(rows))
    return len(rows)
