"""Writes about orders."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zouxin import flow
from zouxin.site.people.access import demand
from zouxin.site.people.log import record, write
from zouxin.site.people.models import Unit
from zouxin.site.registry.actions.platforms import demand_for
from zouxin.site.registry.models import Order

FIELDS = ("title", "number", "issued_on", "deadline_on", "demands", "kind", "assesses", "text")


@write
def add(unit: Unit, title: str, *, by: Any, **said: Any) -> Order:
    """Enter an order of a unit."""
    demand(by, "registry.change_order", unit)
    _told(said)
    made = Order.objects.create(
        unit=unit, source=unit.source, key=f"z{uuid.uuid4().hex[:12]}", title=title, sought=_sought(title, said.get("number", "")), **said
    )
    record(by, "order.add", made, label=title, unit=unit, number=made.number)
    return made


@write
def change(order: Order, *, by: Any, unit: Unit | None = None, **said: Any) -> None:
    """Give an order's fields other values."""
    held = Order.objects.select_for_update(of=("self",)).select_related("unit").get(pk=order.pk)
    demand_for(by, "registry.change_order", held.unit)
    if unit is not None and unit.pk != held.unit_id:
        demand(by, "registry.change_order", unit)
        held.unit = unit
    before = {name: getattr(held, name) for name in said}
    for name, value in said.items():
        setattr(held, name, value)
    _told({name: getattr(held, name) for name in ("issued_on", "deadline_on")})
    held.sought = _sought(held.title, held.number)
    held.save()
    changed = {name: f"{before[name] or ''} → {value or ''}" for name, value in said.items() if before[name] != value}
    record(by, "order.change", held, label=held.title, unit=held.unit, **changed)


def _sought(title: str, number: str) -> str:
    return flow.search_key(f"{title} {number}".strip())


def _told(said: dict[str, Any]) -> None:
    if said.get("issued_on") and said.get("deadline_on") and said["deadline_on"] < said["issued_on"]:
        raise ValidationError({"deadline_on": _("完成时限早于发文日期")})
