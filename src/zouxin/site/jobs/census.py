"""Censuses: read an uploaded file, and import what was shown."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django_tasks import task

from zouxin import flow
from zouxin.model.errors import ZouxinError
from zouxin.site.jobs.taking_over import slip
from zouxin.site.people.access import today
from zouxin.site.registry.actions import census
from zouxin.site.registry.actions._rows import Rows
from zouxin.site.registry.models import CensusImport

_KEPT = 5_000


@dataclass(kw_only=True)
class _Read:
    """What was read of a file."""

    reading: flow.Reading
    rows: Rows = field(default_factory=Rows)
    problems: list[dict[str, Any]] = field(default_factory=list)
    read: int = 0
    quarantined: int = 0


@task()
def read(pk: int) -> None:
    """Read an uploaded file and show what an import would change."""
    held = _held(pk, "reading")
    if held is None:
        return
    try:
        found = _read(held)
        census.preview(
            held, found.rows, by=held.user, sheets=found.reading.sheets, counts=(found.read, found.quarantined), problems=found.problems
        )
    except (ZouxinError, ValidationError) as error:
        census.fail(held, _sentence(error, held), by=held.user)
    except Exception as error:
        census.fail(held, slip(error), by=held.user)
        raise


@task()
def land(pk: int) -> None:
    """Import what was shown: the file is read anew, so that what stands in it is what lands."""
    held = _held(pk, "landing")
    if held is None:
        return
    try:
        found = _read(held)
        census.land(held, found.rows, by=held.user, counts=(found.read, found.quarantined), problems=found.problems)
    except (ZouxinError, ValidationError) as error:
        census.fail(held, _sentence(error, held), by=held.user)
    except Exception as error:
        census.fail(held, slip(error), by=held.user)
        raise


def _held(pk: int, state: str) -> CensusImport | None:
    return CensusImport.objects.select_related("unit", "user").filter(pk=pk, state=state).first()


def _read(held: CensusImport) -> _Read:
    """Every row of the file. Raises SourceError where it is no census."""
    question = flow.Question(
        paths=(Path(held.file.path),),
        out=settings.DATA,
        today=today(),
        source=Path(held.name).stem,
        given=tuple((c, t) for c, t in held.given),
        values=held.values,
    )
    found = _Read(reading=flow.read(question, register=True))
    for filled in found.reading:
        found.read, found.quarantined = found.read + filled.read, found.quarantined + filled.quarantined
        found.problems += filled.quarantine.slice(0, max(0, _KEPT - len(found.problems))).to_pylist()
        for name, batch in filled.tables.items():
            if name not in census.FILLS:
                raise ValidationError(_("这份文件不像平台清单：里面认出了别的内容。平台清单至少要有平台名称和平台类型两列。"))
            found.rows.take(name, batch, filled.places.get(name))
        census.tell(held, found.read)
    return found


def _sentence(error: Exception, held: CensusImport) -> str:
    said = (
        error.sentence
        if isinstance(error, ZouxinError)
        else "；".join(error.messages)
        if isinstance(error, ValidationError)
        else str(error)
    )
    return said.replace(Path(held.file.name).name, held.name)
