"""Tables of letters: read an uploaded file, and take its rows into quarantine."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django_tasks import task

from zouxin import flow
from zouxin.model.errors import SourceError, ZouxinError
from zouxin.site.jobs.taking_over import slip
from zouxin.site.mailbox.actions import intakes
from zouxin.site.mailbox.models import Intake
from zouxin.site.people.access import today

_KEPT = 5_000


@task()
def read(pk: int) -> None:
    """Read an uploaded table and show what would come in."""
    held = _held(pk, "reading")
    if held is not None:
        _guarded(held, lambda: intakes.preview(held, *_read(held), by=held.user))


@task()
def take(pk: int) -> None:
    """Take in what was shown: the file is read anew, so that what stands in it is what comes in."""
    held = _held(pk, "taking")
    if held is not None:
        _guarded(held, lambda: intakes.take(held, _read(held)[0], by=held.user))


def _held(pk: int, state: str) -> Intake | None:
    return Intake.objects.select_related("unit", "user").filter(pk=pk, state=state).first()


def _guarded(held: Intake, act: Any) -> None:
    try:
        act()
    except ZouxinError as error:
        intakes.fail(held, error.sentence.replace(Path(held.file.name).name, held.name), by=held.user)
    except ValidationError as error:
        intakes.fail(held, "；".join(error.messages), by=held.user)
    except Exception as error:
        intakes.fail(held, slip(error), by=held.user)
        raise


def _read(held: Intake) -> tuple[intakes.Sorted, Sequence[dict[str, Any]]]:
    """Every row of the file, told apart. Raises SourceError where it holds no letters."""
    question = flow.Question(paths=(Path(held.file.path),), out=settings.DATA, today=today(), source=held.source or Path(held.name).stem,
                             given=tuple((c, t) for c, t in held.given))  # fmt: skip
    reading, found = flow.Intake(question=question, hotline=held.way == "12345"), intakes.Sorted()
    for filled in reading:
        rows = list(reading.rows(filled))
        if filled.landed and "letter" not in filled.tables:
            raise SourceError(_("这份文件不像来信：没有认出来信内容。请核对是不是选对了文件"))
        found.read, found.quarantined = found.read + filled.read, found.quarantined + filled.quarantined
        found.problems += filled.quarantine.slice(0, max(0, _KEPT - len(found.problems))).to_pylist()
        intakes.sort_out(held, rows, found)
    # a row the table says twice with the same words is told as one that came before
    found.known = found.read - found.quarantined - len(found.fresh)
    return found, [intakes.shown(sheet, reading.more.get((sheet.file, sheet.sheet), ())) for sheet in reading.sheets]
