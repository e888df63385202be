"""Names of platforms read once beside those of their owners."""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from zouxin import content
from zouxin.derive import Workshop, derived, table_of
from zouxin.functions.names import NameWords, fits, folded, government, is_company, name_words, network, plain, shortened
from zouxin.tables import platform_reading as readings

_UPPER = ("nation", "province", "city", "county")


@derived(
    table=readings,
    reads=["platform", "unit"],
    instrument={"fits": "in order", "why": "an abbreviation keeps the order of what it shortens"},
)
def platform_reading(shop: Workshop) -> Iterator[pa.Table]:
    """One row a platform. Units are held in memory."""
    words = name_words(content.names())
    units = owners(shop, words)
    columns = ("source", "id", "name", "kind", "unit_id", "operator", "certified_name", "url")
    for batch in shop.batches(shop.table("platform").select(*columns)):
        yield _read(batch, units, words)


def owners(shop: Workshop, words: NameWords) -> dict[str, dict[str, Any]]:
    """Every unit of the source by id: raw and plain name, unit above, level, whether it is a company, its seat."""
    found: dict[str, dict[str, Any]] = {}
    for batch in shop.batches(shop.table("unit").select("id", "name", "parent_id", "level", "division_code")):
        for row, name in zip(batch.to_pylist(), folded(batch["name"]), strict=True):
            short = plain(name, words)
            found[row["id"]] = {**row, "folded": name, "plain": short, "company": is_company(name, words), **seat_of(name, row, words)}
    return found


def seat_of(name: str | None, row: dict[str, Any], words: NameWords) -> dict[str, str | None]:
    """The government a unit is, or is the office of, and what is the same for both of them: the division's code, else its name."""
    if name is None or row["level"] not in (None, *_UPPER):
        return {"seat": None, "seat_key": None}
    if row["level"] == "nation":
        return {"seat": name, "seat_key": name}
    place = government(shortened(name, words))
    return {"seat": place and f"{place}政府", "seat_key": place and (row["division_code"] or place)}


def _read(batch: pa.RecordBatch, units: dict[str, dict[str, Any]], words: NameWords) -> pa.Table:
    names, certified, runs = (folded(batch[c]) for c in ("name", "certified_name", "operator"))
    owner = [units.get(unit or "") for unit in batch["unit_id"].to_pylist()]
    above = [units.get(o["parent_id"] or "") if o else None for o in owner]
    company = [
        "certified" if is_company(c, words) else "name" if is_company(n, words) else None for n, c in zip(names, certified, strict=True)
    ]
    return table_of({
        "source": batch["source"], "platform_id": batch["id"], "folded": pa.array(names, pa.string()),
        "owner_name": pa.array([o["name"] if o else None for o in owner], pa.string()),
        "owner_fit": pa.array([_fit(*three, words) for three in zip(owner, above, certified, strict=True)], pa.string()),
        "company": pa.array(company, pa.string()),
        "owner_company": pa.array([o["company"] if o and o["plain"] else None for o in owner], pa.bool_()),
        "operator_company": pa.array([is_company(r, words) if r else None for r in runs], pa.bool_()),
        "seat": pa.array([o["seat"] if o else None for o in owner], pa.string()),
        "seat_key": pa.array([o["seat_key"] if o else None for o in owner], pa.string()),
        "network": pa.array([network(*two, words) for two in zip(batch["kind"].to_pylist(), batch["url"].to_pylist(), strict=True)], pa.string()),
    }, readings)  # fmt: skip


def _fit(owner: dict[str, Any] | None, above: dict[str, Any] | None, certified: str | None, words: NameWords) -> str | None:
    if owner is None:
        return None
    shown = plain(certified, words)
    fit = fits(owner["plain"], shown)
    return "above" if fit == "other" and above and fits(above["plain"], shown) in ("same", "part") else fit
