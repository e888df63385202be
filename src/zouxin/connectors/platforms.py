"""What follows from rows about platforms: ids where there are none, owners, whose post it is, and the look at it.

A register is not a look. An export of posts that is everything is a complete look on the day of the export, but
only for the accounts it shows, and not for one of whose rows any was kept out.
"""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zouxin.connectors.convert import convert
from zouxin.connectors.keys import Ordinals, joined
from zouxin.connectors.plan import ColumnFill, FillPlan
from zouxin.connectors.platform_names import Names, platform_id
from zouxin.connectors.quarantine import Problems
from zouxin.tables import all_tables, arrow_schema

Values = dict[str, dict[str, pa.Array]]
#: rows that say by themselves that the platform is there, with the kind it must be
_STAND_ON = {"post": "", "reach": "", "app_release": "app", "download_channel": "app", "group_message": "group"}
_REFER = (*_STAND_ON, "contract_platform", "membership", "service")
_LOOKS = {"post": ("posts", "posted_on"), "group_message": ("messages", "sent_on")}
_COUNTS = ("reads", "likes", "comments", "reposts")


class Platforms:
    """Completes the columns that rows about platforms imply, and remembers what the last Filled has to say."""

    def __init__(self) -> None:
        self._names = Names()
        self._ordinals = {name: Ordinals() for name in ("post", "contract")}
        self._units: set[str] = set()
        self._owners: dict[str, None] = {}
        self._looks: dict[tuple[str, str], bool] = {}
        self._newest: date | None = None
        self._held: list[pa.RecordBatch] = []
        self._stands: pa.Array | None = None
        self._network: pa.Array | None = None

    def complete(
        self, values: Values, present: dict[str, np.ndarray], *, raw: Mapping[str, pa.Array], plan: FillPlan, problems: Problems, size: int
    ) -> None:
        """Adds what follows to `values`, and to `present` the mask of rows that bring one of a table's rows."""
        self._stands = None
        self._network = raw.get(_column(plan, "platform", "kind"))
        _given(values, plan=plan, problems=problems, size=size)
        if plan.is_mailbox:
            return
        if plan.is_register:
            self._register(values, present, plan=plan, problems=problems, size=size)
        else:
            self._standing(values, present, plan=plan, problems=problems, size=size)

    def _register(self, values: Values, present: dict[str, np.ndarray], *, plan: FillPlan, problems: Problems, size: int) -> None:
        nothing = pa.nulls(size, pa.string())
        platform = values["platform"]
        if "id" not in platform or not plan.strict:
            nameless = pc.and_(platform.get("name", nothing).is_null(), platform.get("id", nothing).is_null())
            problems.add(nameless.to_numpy(zero_copy_only=False), column=_column(plan, "platform", "name"), values=None,
                         reason="没有平台名称，也没有编号，认不出是哪个平台", remedy="补上平台名称")  # fmt: skip
            made = self._names.made(platform, network=self._network, size=size, skip=problems.out)
            platform["id"] = pc.coalesce(platform.get("id", nothing), made)
        if "platform_alias" in values:
            values["platform_alias"].setdefault("platform_id", platform["id"])
            present["platform_alias"] = values["platform_alias"].get("name", nothing).is_valid().to_numpy(zero_copy_only=False)
        if "unit" in values:
            unit = values["unit"]
            owner = platform.get("unit_id", nothing)
            ids = pc.coalesce(unit.get("id", nothing), unit.get("name", nothing), owner)
            unit["name"] = pc.coalesce(unit.get("name", nothing), owner, ids)
            unit["id"] = platform["unit_id"] = ids
            present["unit"] = ids.is_valid().to_numpy(zero_copy_only=False)

    def _standing(self, values: Values, present: dict[str, np.ndarray], *, plan: FillPlan, problems: Problems, size: int) -> None:
        """Rows that stand on platforms: posts, reach, releases, contracts and so on."""
        named = values.pop("platform", {})
        present.pop("platform", None)
        refer = [name for name in _REFER if name in values]
        if refer or named:
            self._stands = self._names.resolved(named, values[refer[0]].get("platform_id") if refer else None, plan=plan, network=self._network,
                                                default=next((_STAND_ON[n] for n in refer if n in _STAND_ON), None), size=size)  # fmt: skip
            for name in refer:
                values[name]["platform_id"] = self._stands
            if "contract" in values and self._stands.null_count < size:
                values.setdefault("contract_platform", {})["platform_id"] = self._stands
        if "post" in values:
            self._post(values, present, plan=plan, problems=problems, size=size)
        if "contract" in values:
            self._contract(values, present, plan=plan, problems=problems, size=size)
        if "order" in values and "id" not in values["order"]:
            values["order"]["id"] = values["order"]["number"]
        if "post_holder" in values and "membership" in values:
            values["post_holder"]["id"] = values["membership"]["holder_id"]
            present["post_holder"] = values["post_holder"]["id"].is_valid().to_numpy(zero_copy_only=False)

    def _post(self, values: Values, present: dict[str, np.ndarray], *, plan: FillPlan, problems: Problems, size: int) -> None:
        post, nothing = values["post"], pa.nulls(size, pa.string())
        if "id" not in post:
            said = pc.coalesce(*(post.get(name, nothing) for name in ("text", "title", "url")))
            whose = pc.if_else(said.is_valid(), joined([post["platform_id"], said]), nothing) if "platform_id" in post else said
            post["id"] = self._ordinals["post"].ids(
                whose, post.get("posted_on", pa.nulls(size, pa.date32())), fold=plan.fold, skip=problems.out
            )
        if "engagement" not in values:
            return
        met = values["engagement"]
        met.setdefault("post_id", post["id"])
        counted = [met[name].is_valid().to_numpy(zero_copy_only=False) for name in _COUNTS if name in met]
        present["engagement"] = np.logical_or.reduce(counted) if counted else np.zeros(size, dtype=bool)
        if "seen_on" not in met:
            # the day of the export is known only when all of it has been read: `end` puts it in
            met["seen_on"] = pa.repeat(pa.scalar(plan.seen_on or date.min, pa.date32()), size)

    def _contract(self, values: Values, present: dict[str, np.ndarray], *, plan: FillPlan, problems: Problems, size: int) -> None:
        contract, nothing = values["contract"], pa.nulls(size, pa.string())
        if "id" not in contract:
            said = pc.coalesce(contract.get("title", nothing), contract.get("vendor", nothing))
            day = contract.get("from_on", pa.nulls(size, pa.date32()))
            contract["id"] = self._ordinals["contract"].ids(said, day, fold=plan.fold, skip=problems.out)
        if "contract_platform" in values:
            covers = values["contract_platform"]
            covers.setdefault("contract_id", contract["id"])
            present["contract_platform"] = covers["platform_id"].is_valid().to_numpy(zero_copy_only=False)

    def note(self, tables: dict[str, pa.RecordBatch], *, plan: FillPlan, out: np.ndarray, whole: bool) -> None:
        """Remembers what landed; takes out counts whose day is not yet known."""
        if "unit" in tables:
            self._units.update(tables["unit"]["id"].to_pylist())
        if "platform" in tables:
            self._names.landed(tables["platform"])
        if plan.is_mailbox:
            return
        if "platform_alias" in tables:
            tables["platform_alias"] = _each_alias(tables["platform_alias"])
        for name in ("platform", "contract", "order", "post_holder"):
            if name in tables:
                self._owners |= dict.fromkeys(tables[name]["unit_id"].drop_null().to_pylist())
        if "engagement" in tables and "post" in plan.fills and not plan.seen_on and not plan.has("engagement", "seen_on"):
            self._held.append(tables.pop("engagement"))
        for name in _LOOKS:
            if name in plan.fills and self._stands is not None:
                self._look(name, tables[name], plan=plan, out=out, whole=whole)

    def _look(self, name: str, rows: pa.RecordBatch, *, plan: FillPlan, out: np.ndarray, whole: bool) -> None:
        of, day = _LOOKS[name]
        newest = pc.max(rows[day]).as_py()
        self._newest = max(filter(None, (self._newest, newest)), default=None)
        lost = set(pc.unique(self._stands.filter(pa.array(out))).to_pylist()) if out.any() else set()
        known = set(pc.unique(rows["platform_id"]).to_pylist()) | lost | {p for p, o in self._looks if o == of and None in lost}
        for platform in sorted(known - {None}):  # a set has no order of its own, and the same rows must land alike
            complete = whole and plan.covers == "all" and platform not in lost and None not in lost
            self._looks[platform, of] = self._looks.get((platform, of), True) and complete

    def end(self, plan: FillPlan) -> dict[str, list[dict[str, object]]]:
        """Rows that follow from the whole: platforms nobody listed, their owners, and each look."""
        day = plan.seen_on or self._newest or plan.latest
        looks: list[dict[str, object]] = [
            {"platform_id": p, "of": of, "seen_on": day, "outcome": "read", "covers": "all" if whole else "part"}
            for (p, of), whole in self._looks.items()
        ]  # fmt: skip
        units = [{"id": name, "name": name} for name in self._owners if name not in self._units]
        found = {"platform": self._names.implied(), "unit": units, "observation": looks if day else []}
        return {name: rows for name, rows in found.items() if rows}

    def counts(self, plan: FillPlan) -> pa.RecordBatch | None:
        """The counts that were held back, seen on the day of the export; None where there are none."""
        if not self._held:
            return None
        day = self._newest or plan.latest
        held = pa.Table.from_batches(self._held)
        # where two exports overlap, the later file's counts hold
        last = {post: n for n, post in enumerate(held["post_id"].to_pylist())}
        rows = held.take(sorted(last.values())).combine_chunks() if len(last) < len(held) else held.combine_chunks()
        at = rows.schema.get_field_index("seen_on")
        rows = rows.set_column(at, rows.schema.field(at), pa.repeat(pa.scalar(day, pa.date32()), len(rows)))
        return rows.to_batches()[0] if len(rows) else None

    @property
    def strangers(self) -> tuple[str, ...]:
        """Platforms rows stand on and no register of the same landing lists."""
        return self._names.strangers


def _given(values: Values, *, plan: FillPlan, problems: Problems, size: int) -> None:
    """What a person or a heading said of all rows, where the file itself says nothing."""
    values_of = {t: {c: f.value for c, f in columns.items() if f.value} for t, columns in plan.fills.items()}
    for said in (plan.given, values_of):
        for table, columns in said.items():
            if not (table in plan.fills or (table == "platform" and not plan.is_mailbox)):
                continue
            for name, value in columns.items():
                about = all_tables()[table].column(name)
                raw = pa.repeat(pa.scalar(value, pa.string()), size)
                filled = convert(raw, column=about, fill=ColumnFill(column=name), plan=plan, problems=problems)
                mine = values.setdefault(table, {})
                mine[name] = pc.coalesce(mine[name], filled) if name in mine else filled


def _column(plan: FillPlan, table: str, name: str) -> str:
    return plan.fills[table][name].column if plan.has(table, name) else f"{table}.{name}"


def _each_alias(rows: pa.RecordBatch) -> pa.RecordBatch:
    """One row for each former name where a cell holds several."""
    found: dict[tuple[object, str], Mapping[str, object]] = {}
    for row in rows.to_pylist():
        for name in str(row["name"]).replace("；", "、").replace(";", "、").replace("，", "、").replace(",", "、").split("、"):
            if name.strip():
                found[row["platform_id"], name.strip()] = {**row, "name": name.strip()}
    return pa.RecordBatch.from_pylist(list(found.values()), schema=arrow_schema(all_tables()["platform_alias"]))


__all__ = ["Platforms", "platform_id"]
