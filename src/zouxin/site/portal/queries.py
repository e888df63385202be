"""Reads of this app. Everything public goes through `registry.public`."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zouxin import flow
from zouxin.site.people.access import LAST, may, within
from zouxin.site.people.models import Unit
from zouxin.site.portal.models import UsabilityReport
from zouxin.site.registry.models import Alias, Platform, Step
from zouxin.site.registry.public import STANDINGS, platforms, public, standing_of

KINDS = tuple((name, title) for name, title in Platform.KINDS if name in Platform.PUBLIC)
IN_USE = STANDINGS["live"].stages
#: what else one query brings
WITH = ("unit", "successor") if hasattr(Platform, "successor") else ("unit",)


def platform_whole() -> QuerySet[Platform]:
    """The same with former names and the steps the public is told of: three queries in all."""
    steps = Prefetch("steps", queryset=Step.objects.filter(told()).order_by("on", "id"))
    return platforms().select_related(*WITH).prefetch_related(Prefetch("aliases", queryset=Alias.objects.order_by("from_on", "id")), steps)


def below(rows: QuerySet[Platform], path: str) -> QuerySet[Platform]:
    """Platforms of a unit and of all below it."""
    return rows.filter(unit__path__gte=path, unit__path__lt=path + LAST)


def owners(chosen: int | None) -> QuerySet[Unit]:
    """Units to choose from: the two uppermost levels, and the one chosen."""
    return Unit.objects.filter(Q(depth__lte=2) | Q(pk=chosen)).order_by("path")[:300]


def by_kind() -> list[tuple[str, Any, dict[str, int]]]:
    """How many platforms of each kind there are, by public status; kinds nobody has are left out."""
    counted: dict[str, dict[str, int]] = {}
    for kind, stage, n in Platform.objects.filter(public()).order_by().values_list("kind", "stage").annotate(n=Count("pk")):
        mine, name = counted.setdefault(kind, {}), standing_of(stage)
        mine[name] = mine.get(name, 0) + n
    return [(kind, title, counted[kind]) for kind, title in KINDS if kind in counted]


def told(before: str = "") -> Q:
    """The condition that a step changes what the public is told."""
    stays = Q(**{f"{before}after__in": IN_USE, f"{before}before__in": IN_USE})
    return (
        Q(**{f"{before}after__in": [s for one in STANDINGS.values() for s in one.stages]}) & ~stays & ~Q(**{f"{before}after": "archived"})
    )


def changes(most: int = 50) -> QuerySet[Step]:
    """The latest steps of platforms the public is told of."""
    rows = Step.objects.filter(told(), public("platform__")).select_related("platform", "platform__unit")
    return rows.order_by("-id")[:most]


def reports(user: Any) -> QuerySet[UsabilityReport]:
    """Usability reports within reach, the latest first."""
    rows = UsabilityReport.objects.filter(within(user, "portal.read_report"))
    return rows.select_related("platform", "unit", "contact").order_by("-id")


def needs(user: Any) -> Iterator[tuple[int, Any, str, dict[str, str], bool]]:
    """What waits for somebody: how many, of what, the list's route and filters, whether it is pressing."""
    rows = reports(user) if may(user, "portal.read_report") else UsabilityReport.objects.none()
    counts = dict(rows.select_related(None).order_by().exclude(state="answered").values_list("state").annotate(n=Count("pk")))
    yield counts.get("new", 0), _("群众反映未读"), "portal:report_list", {"state": "new"}, True
    yield counts.get("read", 0), _("群众反映已读、还没有处理"), "portal:report_list", {"state": "read"}, False


# ---- the method: read once for a day, the packs as they stand, and a language ----

_methods: dict[tuple[Any, ...], tuple[flow.CheckTold, ...]] = {}


def method(packs: Iterable[str], folder: Path, moment: date) -> tuple[flow.CheckTold, ...]:
    """Every check in the reader's language; read anew when a pack in the folder changes or the day does."""
    own = folder if folder.is_dir() else None
    stamps = tuple(sorted((path.name, path.stat().st_mtime_ns) for path in folder.glob("*.yml"))) if own else ()
    language = {"zh-hant": "zh-Hant", "en": "en"}.get(get_language() or "", "zh-Hans")
    key = (tuple(packs), str(folder), stamps, moment, language)
    if key not in _methods:
        if len(_methods) > 8:
            _methods.clear()
        _methods[key] = flow.method(key[0], own, moment, language)
    return _methods[key]
