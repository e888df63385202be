"""Writes about units."""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied

from zouxin import flow
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
