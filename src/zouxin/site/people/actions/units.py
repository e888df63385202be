"""Writes about units."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F

from zouxin import flow
from zouxin.site.people import queries
from zouxin.site.people.access import demand
from zouxin.site.people.log import record, write
from zouxin.site.people.models import Unit


@write
def add(name: str, key: str, *, by: Any, above: Unit | None = None, **said: str) -> Unit:
    """Add a unit below another, or at the top. At the top only the program itself (`by` a word) may."""
    if not isinstance(by, str):
        if above is None:
            raise PermissionDenied("people.manage_unit")
        demand(by, "people.manage_unit", above)
    fresh = Unit(name=name, key=key, sought=flow.search_key(name), **said)
    # the unit above is read anew: its count of children may have grown since
    unit = Unit.objects.add_child(Unit.objects.get(pk=above.pk), instance=fresh) if above else Unit.objects.add_root(instance=fresh)
    record(by, "unit.add", unit, label=name, unit=unit, key=key, above=above.key if above else "")
    return unit


def fresh_key() -> str:
    """A key for a unit that no census names."""
    return f"z{uuid.uuid4().hex[:12]}"


@write
def rename(unit: Unit, name: str, *, by: Any) -> None:
    """Give a unit another name."""
    demand(by, "people.manage_unit", unit)
    before, unit.name, unit.sought = unit.name, name, flow.search_key(name)
    unit.save(update_fields=["name", "sought"])
    record(by, "unit.rename", unit, label=name, unit=unit, before=before)


@dataclass(frozen=True, kw_only=True)
class Fresh:
    """A unit to be added: `above` is a unit that stands, the key of another fresh one, or None for the top."""

    source: str
    key: str
    name: str
    above: Unit | str | None
    said: Mapping[str, str] = field(default_factory=dict)


@write
def add_many(fresh: Sequence[Fresh], *, by: Any) -> dict[str, Unit]:
    """Add units in their order, each after the one above it; by key. One entry in the log for all of them."""
    made: dict[str, Unit] = {}
    for above in {one.above for one in fresh if not isinstance(one.above, str)}:
        if not isinstance(by, str):
            if above is None:
                raise PermissionDenied("people.manage_unit")
            demand(by, "people.manage_unit", above)
    waiting = list(fresh)
    names = dict(zip([one.key for one in fresh], flow.search_keys([one.name for one in fresh]), strict=True))
    while waiting:
        ready = [one for one in waiting if not isinstance(one.above, str) or one.above in made]
        if not ready:
            raise ValueError(f"no unit stands above {waiting[0].key}")
        under: dict[Unit | None, list[Fresh]] = {}
        for one in ready:
            under.setdefault(made[one.above] if isinstance(one.above, str) else one.above, []).append(one)
        for above, children in under.items():
            made |= {unit.key: unit for unit in _children(above, children, names)}
        waiting = [one for one in waiting if one.key not in made]
    if made:
        first = made[fresh[0].key]
        record(by, "unit.add_many", first, label=first.name, unit=first, count=len(made), keys=list(made)[:50])
    return made


def _children(above: Unit | None, fresh: Sequence[Fresh], names: Mapping[str, str]) -> list[Unit]:
    """New units side by side after those that stand there."""
    depth, path = (above.depth + 1, above.path) if above else (1, "")
    if above:
        Unit.objects.select_for_update().get(pk=above.pk)
    last = Unit.objects.filter(depth=depth, path__startswith=path).order_by("-path").first()
    step = Unit._str2int(last.path[-Unit.steplen :]) if last else 0
    units = [
        Unit(
            source=one.source,
            key=one.key,
            name=one.name,
            sought=names[one.key],
            depth=depth,
            path=Unit._get_path(path, depth, step + nth),
            **one.said,
        )
        for nth, one in enumerate(fresh, 1)
    ]
    made = Unit.objects.bulk_create(units, batch_size=500)
    if above:
        Unit.objects.filter(pk=above.pk).update(numchild=F("numchild") + len(made))
    return made


@write
def take_back(units: Sequence[Unit], *, by: Any) -> None:
    """Remove units that were added by mistake. Raises ProtectedError where anything refers to one, ValueError where others stand below."""
    for unit in units:
        demand(by, "people.manage_unit", unit)
    gone = {unit.pk for unit in units}
    for unit in units:
        if queries.below(unit).exclude(pk__in=gone).exists():
            raise ValueError(unit.name)
    label = units[0].name if units else ""
    record(by, "unit.take_back", "unit", label=label, unit=units[0] if units else None, count=len(units), keys=[u.key for u in units][:50])
    Unit.objects.filter(pk__in=gone).delete()
