"""Suggestions for handing letters out, learnt from the office's own: one click takes one, one click another."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from zouxin import flow
from zouxin.site.mailbox.models import Letter
from zouxin.site.people.log import record, write
from zouxin.site.people.models import Unit


@dataclass(frozen=True)
class Suggested:
    """A unit, how sure (percent), and the words that spoke for it."""

    unit: Unit
    sure: int
    words: tuple[str, ...]


def suggested(letter: Letter, units: QuerySet[Unit]) -> Suggested | None:
    """The unit letters like this one went to; None where nothing was learnt, or the unit is out of reach."""
    found = flow.route(settings.DATA / "routing", f"{letter.title}\n{letter.text}")
    unit = units.filter(pk=int(found.name)).first() if found and found.name.isdigit() else None
    return Suggested(unit, round(100 * found.sure), found.words) if found and unit else None


@write
def train(*, by: Any) -> int:
    """Learn from every letter that has a unit and was not sent back since; letters learnt from. Raises UsageError where they are too few."""
    rows = list(Letter.objects.filter(unit__isnull=False).exclude(state="shredded").order_by("pk").values_list("title", "text", "unit"))
    learnt = flow.learn_routes(
        settings.DATA / "routing", [f"{title}\n{text}" for title, text, _unit in rows], [str(unit) for *_said, unit in rows]
    )
    record(by, "letter.train", "routing", label="routing", letters=learnt)
    return learnt
