"""What a source brings, as rows by their keys."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

TABLES = ("unit", "order", "platform", "platform_alias", "contract", "contract_platform")
#: longest text a field of the register holds, whole numbers it holds
LONGEST = {
    "id": 200, "name": 200, "operator": 200, "certified_name": 200, "filing_number": 100, "section": 20, "purpose": 300, "url": 500, "handle": 200,
    "unit_id": 200, "order_id": 200, "parent_id": 200,
}  # fmt: skip
LARGEST = 2_147_483_647
Row = dict[str, Any]


@dataclass(kw_only=True)
class Rows:
    """Rows of the register's tables by key, what is blank left out; `places`: the row of the file in which a platform stands."""

    unit: dict[str, Row] = field(default_factory=dict)
    order: dict[str, Row] = field(default_factory=dict)
    platform: dict[str, Row] = field(default_factory=dict)
    platform_alias: dict[tuple[str, str], Row] = field(default_factory=dict)
    contract: dict[str, Row] = field(default_factory=dict)
    contract_platform: dict[tuple[str, str], Row] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)

    def take(self, name: str, batch: pa.RecordBatch, places: pa.Array | None = None) -> None:
        """Add a batch of a table; of two rows of one key the first stands."""
        held: dict[Any, Row] = getattr(self, name)
        numbers = places.to_pylist() if places is not None else []
        for nth, row in enumerate(batch.to_pylist()):
            said = {column: value for column, value in row.items() if value is not None and column != "source"}
            key = KEYS[name](said)
            if held.setdefault(key, said) is said and numbers:
                self.places[key] = numbers[nth]


KEYS: Mapping[str, Any] = {
    "unit": lambda row: row["id"], "order": lambda row: row["id"], "platform": lambda row: row["id"], "contract": lambda row: row["id"],
    "platform_alias": lambda row: (row["platform_id"], row["name"]), "contract_platform": lambda row: (row["contract_id"], row["platform_id"]),
}  # fmt: skip


def wrong(row: Row) -> Iterator[tuple[str, str, str, str]]:
    """(column, value, reason, remedy) for what of a platform's row the register cannot hold."""
    for column, most in LONGEST.items():
        value = row.get(column)
        if isinstance(value, str) and len(value) > most:
            yield column, value[:40], f"有 {len(value)} 个字，最多 {most} 个", "写短一些；整段说明放到备注里"
    for column in ("editors", "members"):
        value = row.get(column)
        if value is not None and not 0 <= value <= LARGEST:
            yield column, str(value), "人数不能是负数，也不会有这么多", "改成实际人数；不知道就空着"
