"""Writes about contracts and what of their money goes to which platform."""

import uuid
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.utils.translation import gettext as _

from zouxin import flow
from zouxin.site.people.access import demand
from zouxin.site.people.log import record, write
from zouxin.site.people.models import Unit
from zouxin.site.registry.actions.platforms import demand_for
from zouxin.site.registry.models import Contract, ContractPlatform, Platform


@write
def add(unit: Unit, title: str, *, by: Any, **said: Any) -> Contract:
    """Enter a contract a unit pays for."""
    demand(by, "registry.change_contract", unit)
    _told(said)
    key = f"z{uuid.uuid4().hex[:12]}"
    made = Contract.objects.create(
        unit=unit, source=unit.source, key=key, title=title, sought=flow.search_key(f"{title} {said.get('vendor', '')}"), **said
    )
    record(by, "contract.add", made, label=title, unit=unit, vendor=made.vendor, yuan=made.yuan)
    return made


@write
def change(contract: Contract, *, by: Any, unit: Unit | None = None, **said: Any) -> None:
    """Give a contract's fields other values."""
    held = _held(contract, by)
    if unit is not None and unit.pk != held.unit_id:
        demand(by, "registry.change_contract", unit)
        held.unit = unit
    before = {name: getattr(held, name) for name in said}
    for name, value in said.items():
        setattr(held, name, value)
    _told({name: getattr(held, name) for name in ("from_on", "until_on", "yuan")})
    held.sought = flow.search_key(f"{held.title} {held.vendor}")
    held.save()
    changed = {name: f"{before[name]} → {value}" for name, value in said.items() if before[name] != value}
    record(by, "contract.change", held, label=held.title, unit=held.unit, **changed)


@write
def cover(contract: Contract, platform: Platform, *, by: Any, share: Decimal | None = None) -> ContractPlatform:
    """Say that a contract pays for a platform, and with which share of its amount; said again, the new share holds.

    Raises ValidationError where the shares would be more than the whole.
    """
    held = _held(contract, by)
    others = held.platforms.exclude(platform=platform).aggregate(n=Sum("share"))["n"] or Decimal(0)
    if share is not None and not Decimal(0) <= share <= Decimal(1) - others:
        raise ValidationError({"share": _("各平台的分摊比例加起来超过了 100%")})
    made, _new = ContractPlatform.objects.update_or_create(contract=held, platform=platform, defaults={"share": share})
    record(by, "contract.cover", held, label=held.title, unit=held.unit, platform=f"{platform.name}（{platform.key}）", share=share)
    return made


@write
def uncover(part: ContractPlatform, *, by: Any) -> None:
    """Say that a contract does not pay for a platform."""
    held = _held(part.contract, by)
    record(by, "contract.uncover", held, label=held.title, unit=held.unit, platform=f"{part.platform.name}（{part.platform.key}）")
    part.delete()


def _held(contract: Contract, by: Any) -> Contract:
    held = Contract.objects.select_for_update(of=("self",)).select_related("unit").get(pk=contract.pk)
    demand_for(by, "registry.change_contract", held.unit)
    return held


def _told(said: dict[str, Any]) -> None:
    if said.get("from_on") and said.get("until_on") and said["until_on"] < said["from_on"]:
        raise ValidationError({"until_on": _("结束日期早于开始日期")})
    if said.get("yuan") is not None and said["yuan"] < 0:
        raise ValidationError({"yuan": _("金额不能是负数")})
