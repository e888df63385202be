"""What the register knows, as tables of the lake: per source, every row as it stands today; the same rows again land nothing."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.db.models import Q, QuerySet

from zouxin import flow
from zouxin.site.people.models import Unit
from zouxin.site.registry.actions._fields import SAME, STATUS
from zouxin.site.registry.models import Alias, Contract, ContractPlatform, Order, Platform
from zouxin.tables import all_tables, arrow_schema

ROWS = 20_000
Batches = Iterator[Mapping[str, pa.RecordBatch]]


def sources() -> list[str]:
    """Names under which the register knows platforms, orders or contracts."""
    return sorted(
        {name for model in (Platform, Order, Contract) for name in model.objects.values_list("source", flat=True).distinct().order_by()}
    )


def land(folder: Path) -> dict[str, str]:
    """Land the whole register in the lake; source -> snapshot."""
    return {source: flow.land_tables(folder, source, batches(source)) for source in sources()}


def batches(source: str, *, reach: Q | None = None) -> Batches:
    """The register's tables of one source, units first; with `reach` (a condition on rows that have a unit) only what is within it."""
    within = reach if reach is not None else Q()
    platforms = Platform.objects.filter(within, source=source).select_related("unit", "order", "parent").order_by("pk")
    orders = Order.objects.filter(within, source=source).select_related("unit").order_by("pk")
    contracts = Contract.objects.filter(within, source=source).select_related("unit").order_by("pk")
    shares = (
        ContractPlatform.objects.filter(contract__in=contracts.order_by(), platform__in=platforms.order_by())
        .select_related("contract", "platform")
        .order_by("pk")
    )
    yield from _tables(source, "unit", _units(source, (platforms, orders, contracts), everything=reach is None))
    yield from _tables(source, "order", map(_order, orders.iterator(ROWS)))
    yield from _tables(source, "platform", map(_platform, platforms.iterator(ROWS)))
    aliases = Alias.objects.filter(platform__in=platforms.order_by()).select_related("platform").order_by("pk")
    yield from _tables(
        source,
        "platform_alias",
        ({"platform_id": a.platform.key, "name": a.name, "from_on": a.from_on, "until_on": a.until_on} for a in aliases.iterator(ROWS)),
    )
    yield from _tables(source, "contract", map(_contract, contracts.iterator(ROWS)))
    yield from _tables(source, "contract_platform", map(_share, shares.iterator(ROWS)))


def _tables(source: str, name: str, rows: Iterable[Mapping[str, Any]]) -> Batches:
    schema, rows = arrow_schema(all_tables()[name]), iter(rows)
    while some := list(islice(rows, ROWS)):
        yield {name: pa.RecordBatch.from_pylist([{"source": source, **row} for row in some], schema=schema)}


def unit_id(unit: Unit | None, source: str) -> str | None:
    """A unit's id within a source: its own key there, else its key with the source it comes from."""
    if unit is None:
        return None
    return unit.key if unit.source == source else f"{unit.source}:{unit.key}"


def _units(source: str, rows: tuple[QuerySet[Any], ...], *, everything: bool) -> Iterator[dict[str, Any]]:
    """The source's units, those its rows name, and with `everything` all above them."""
    named = {path for one in rows for path in one.filter(unit__isnull=False).order_by().values_list("unit__path", flat=True).distinct()}
    own = set(Unit.objects.filter(source=source).values_list("path", flat=True)) if everything else set()
    paths = {
        path[:end] for path in named | own for end in (range(Unit.steplen, len(path) + 1, Unit.steplen) if everything else (len(path),))
    }
    units = {one.path: one for one in Unit.objects.filter(path__in=paths).order_by("path")} if len(paths) < ROWS else {
        one.path: one for one in Unit.objects.order_by("path").iterator(ROWS) if one.path in paths
    }  # fmt: skip
    for path, one in units.items():
        yield {
            "id": unit_id(one, source), "name": one.name, "parent_id": unit_id(units.get(path[: -Unit.steplen]), source), "level": one.level or None,
            "division_code": one.division_code or None, "credit_code": one.credit_code or None,
        }  # fmt: skip


def _same(kind: str, one: Any) -> dict[str, Any]:
    found = {name: getattr(one, name) for name in SAME[kind]}
    return {name: None if value == "" else value for name, value in found.items()}


def _platform(one: Platform) -> dict[str, Any]:
    return {
        **_same("platform", one), "id": one.key, "unit_id": unit_id(one.unit, one.source), "status": STATUS.get(one.stage),
        "order_id": one.order.key if one.order and one.order.source == one.source else None,
        "parent_id": one.parent.key if one.parent and one.parent.source == one.source else None,
    }  # fmt: skip


def _order(one: Order) -> dict[str, Any]:
    return {**_same("order", one), "id": one.key, "unit_id": unit_id(one.unit, one.source)}


def _contract(one: Contract) -> dict[str, Any]:
    yuan = None if one.yuan is None else float(one.yuan)
    return {**_same("contract", one), "yuan": yuan, "id": one.key, "unit_id": unit_id(one.unit, one.source)}


def _share(one: ContractPlatform) -> dict[str, Any]:
    return {"contract_id": one.contract.key, "platform_id": one.platform.key, "share": None if one.share is None else float(one.share)}
