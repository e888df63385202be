"""What a source's rows would change in the register: new, changed and unchanged told apart; nothing is written here.

A cell that says nothing leaves what the register has. A row may touch only what belongs to the unit the census is about, or is below it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from zouxin import flow
from zouxin.site.people.actions.units import Fresh
from zouxin.site.people.models import Unit
from zouxin.site.people.queries import below
from zouxin.site.registry.actions._fields import MODELS, SAME, STATUS, image
from zouxin.site.registry.actions._rows import Row, Rows, wrong
from zouxin.site.registry.models import Alias, ContractPlatform, Platform
from zouxin.site.registry.queries import in_seat, seat_of

SOME = 5_000


@dataclass(kw_only=True)
class Change:
    """One row to be made or changed. `waits`: fields that refer to a row which is itself only to be made."""

    kind: str
    what: str
    key: str
    name: str
    thing: Any
    row: int = 0
    before: dict[str, Any] = field(default_factory=dict)
    touched: list[str] = field(default_factory=list)
    waits: dict[str, str] = field(default_factory=dict)
    stage: tuple[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Refused:
    """One row kept out, and why."""

    row: int
    column: str
    value: str
    reason: str
    remedy: str


class Merge:
    """The changes a source's rows mean for the register under a unit; all of the register's where `under` is None."""

    def __init__(self, rows: Rows, *, source: str, under: Unit | None) -> None:
        self.rows, self.source, self.under = rows, source, under
        self.changes: list[Change] = []
        self.refused: list[Refused] = []
        self.same = 0
        self.fresh: dict[str, Fresh] = {}
        self.units: dict[str, Unit] = {}
        self.held: dict[str, dict[Any, Any]] = {kind: {} for kind in MODELS}
        self.wholly = under is None or len(under.path) == Unit.steplen
        self._units()
        self._orders()
        self._platforms()
        self._aliases()
        self._contracts()
        self._shares()

    def count(self, what: str, kind: str = "platform") -> int:
        """How many rows of a kind are new or changed."""
        return sum(one.kind == kind and one.what == what for one in self.changes)

    # ---- units: those that stand are found by their key, else by their name below the census's unit; none is moved or renamed

    def _units(self) -> None:
        said = {**{key: {} for key in self._named()}, **self.rows.unit}
        known = {one.key: one for some in chunks(list(said)) for one in Unit.objects.filter(source=self.source, key__in=some)}
        places = below(self.under) if self.under else Unit.objects.none()
        names = {row.get("name", key): key for key, row in said.items() if key not in known}
        for some in chunks(list(names)):
            for one in places.filter(name__in=some).order_by("-path"):
                known[names[one.name]] = one
        inside = self.under.path if self.under else ""
        for key, row in said.items():
            if key in known and known[key].path.startswith(inside):
                self.units[key] = known[key]
            elif key not in known:
                self._fresh(key, row, said)
        for one in self.fresh.values():
            self.changes.append(Change(kind="unit", what="new", key=one.key, name=one.name, thing=None))

    def _named(self) -> Iterable[str]:
        tables = (self.rows.platform, self.rows.order, self.rows.contract)
        return dict.fromkeys(row["unit_id"] for table in tables for row in table.values() if len(row.get("unit_id", "")) in range(1, 201))

    def _fresh(self, key: str, row: Row, said: Mapping[str, Row]) -> None:
        parent, seen = row.get("parent_id"), {key}
        while parent and (parent in seen or parent not in said) and parent not in self.units:
            parent = None
        above: Unit | str | None = self.units.get(parent) if parent in self.units else parent if parent in said else self.under
        fields = {name: row[name][:20] for name in ("level", "division_code", "credit_code") if row.get(name)}
        self.fresh[key] = Fresh(source=self.source, key=key[:200], name=row.get("name", key)[:200], above=above, said=fields)

    # ---- orders, platforms, contracts: rows with a key of their own

    def _orders(self) -> None:
        named = dict.fromkeys(row["order_id"] for row in self.rows.platform.values() if len(row.get("order_id", "")) in range(1, 201))
        said = {**{key: {"title": key, "number": key} for key in named}, **self.rows.order}
        self._load("order", said)
        model = MODELS["order"]
        for some in chunks([key for key in said if key not in self.held["order"]]):
            self.held["order"] |= {one.number: one for one in model.objects.filter(source=self.source, number__in=some)}
        for key, row in said.items():
            if key in self.rows.order or key not in self.held["order"]:
                self._row("order", key, {"title": row.get("number", key), **row} if key not in self.held["order"] else row)

    def _platforms(self) -> None:
        parents = {row["parent_id"]: row for row in self.rows.platform.values() if "parent_id" in row}
        self._load("platform", {**parents, **self.rows.platform})
        self.called = {row["name"]: key for key, row in self.rows.platform.items() if "name" in row} if parents else {}
        for key, row in self.rows.platform.items():
            told = self._wrong(key, row)
            if told:
                self.refused.append(
                    Refused(row=self.rows.places.get(key, 0), **dict(zip(("column", "value", "reason", "remedy"), told, strict=True)))
                )
                continue
            self._row("platform", key, row if key in self.held["platform"] or "name" in row else {"name": key, **row})
        self._keep_the_only_ones()

    def _wrong(self, key: str, row: Row) -> tuple[str, str, str, str] | None:
        told = next(wrong(row), None)
        if told:
            return told
        thing = self.held["platform"].get(key)
        if thing and not self._inside(thing.unit):
            return "平台编号", key, "这个编号已经是清单范围以外一个平台的", "核对编号；确是同一个平台的，请上级单位导入"
        unit = row.get("unit_id")
        if unit and unit not in self.units and unit not in self.fresh:
            return "主办单位", unit, "这个单位在清单范围以外", "核对主办单位，或在上级单位的范围里导入"
        if not unit and not self.wholly and thing is None:
            return "主办单位", "", "没有写主办单位，不知道归谁管", "补上主办单位"
        return None

    def _inside(self, unit: Unit | None) -> bool:
        return self.wholly if unit is None else self.under is None or unit.path.startswith(self.under.path)

    def _contracts(self) -> None:
        self._load("contract", self.rows.contract)
        for key, row in self.rows.contract.items():
            self._row("contract", key, {**row, **({"yuan": Decimal(f"{row['yuan']:.2f}")} if "yuan" in row else {})})

    def _load(self, kind: str, said: Mapping[str, Row]) -> None:
        rows = MODELS[kind].objects.select_related(*(["unit"] if kind == "platform" else []))
        for some in chunks(list(said)):
            self.held[kind] |= {one.key: one for one in rows.filter(source=self.source, key__in=some)}

    def _row(self, kind: str, key: str, row: Row) -> None:
        thing, what = self.held[kind].get(key), "changed"
        if thing is None:
            thing, what = MODELS[kind](source=self.source, key=key[:200]), "new"
            if kind == "platform":
                thing.stage = ""
        one = Change(
            kind=kind,
            what=what,
            key=key,
            name=row.get("name") or row.get("title") or str(thing),
            thing=thing,
            row=self.rows.places.get(key, 0),
        )
        self._compare(one, row)
        if what == "new" or one.touched or one.waits:
            self.held[kind][key] = thing
            self.changes.append(one)
        elif kind == "platform":
            self.same += 1

    def _compare(self, one: Change, row: Row) -> None:
        for name in SAME[one.kind]:
            if name in row and getattr(one.thing, name) != row[name]:
                _set(one, name, row[name])
        for name, kind in (("unit_id", "unit"), ("order_id", "order"), ("parent_id", "platform")):
            if name in row and hasattr(one.thing, name):
                self._refer(one, name, kind, row[name])
        if one.kind == "platform" and (status := row.get("status")) and STATUS.get(one.thing.stage) != status:
            one.stage = (one.thing.stage, status)
            _set(one, "stage", status)

    def _refer(self, one: Change, name: str, kind: str, key: str) -> None:
        """Point a field to another row, where it stands; where it is to be made, wait for it; a parent nobody lists is no parent."""
        if kind == "platform" and key not in self.held[kind] and key not in self.rows.platform:
            key = self.called.get(key, key)
        target = self.units.get(key) if kind == "unit" else self.held[kind].get(key)
        if target is not None and target.pk:
            if getattr(one.thing, name) != target.pk:
                _set(one, name, target.pk)
        elif (key in self.fresh) if kind == "unit" else target is not None or (kind == "platform" and key in self.rows.platform):
            one.waits[name] = key

    # ---- rows that belong to one of those

    def _aliases(self) -> None:
        said = {key: row for key, row in self.rows.platform_alias.items() if len(key[1]) <= 200 and self._stands(key[0])}
        known = self._parts(Alias.objects.filter(platform__source=self.source).select_related("platform"), said, "name")
        for (whose, name), row in said.items():
            self._part("alias", (whose, name), name, row, known)

    def _shares(self) -> None:
        said = {key: row for key, row in self.rows.contract_platform.items() if self._stands(key[1]) and key[0] in self.held["contract"]}
        rows = ContractPlatform.objects.filter(contract__source=self.source).select_related("contract", "platform")
        known = {(one.contract.key, one.platform.key): one for one in rows} if said else {}
        for key, row in said.items():
            share = {"share": Decimal(f"{row['share']:.12f}")} if 0 <= row.get("share", -1) <= 1 else {}
            self._part("share", key, str(self.held["platform"][key[1]]), share, known)

    def _stands(self, key: str) -> bool:
        """Whether a platform is in the register or comes with these rows."""
        if key not in self.held["platform"] and key not in self.rows.platform:
            found = Platform.objects.select_related("unit").filter(source=self.source, key=key).first()
            if found and self._inside(found.unit):
                self.held["platform"][key] = found
        return key in self.held["platform"]

    def _parts(self, rows: Any, said: Mapping[tuple[str, str], Row], name: str) -> dict[tuple[str, str], Any]:
        keys = list({key for key, _ in said})
        return {(one.platform.key, getattr(one, name)): one for some in chunks(keys) for one in rows.filter(platform__key__in=some)}

    def _part(self, kind: str, key: tuple[str, str], name: str, row: Row, known: Mapping[tuple[str, str], Any]) -> None:
        thing, what = known.get(key), "changed"
        if thing is None:
            thing, what = Alias(name=key[1]) if kind == "alias" else ContractPlatform(), "new"
        one = Change(kind=kind, what=what, key=" / ".join(key), name=name, thing=thing)
        self._compare(one, row)
        if what == "new":
            one.waits = {"platform": key[0]} if kind == "alias" else {"contract": key[0], "platform": key[1]}
        if what == "new" or one.touched:
            self.changes.append(one)

    # ---- a census closes no government's only account

    def _keep_the_only_ones(self) -> None:
        closing = [
            one for one in self.changes
            if one.stage and one.what == "changed" and one.stage[1] in ("closing", "closed") and one.thing.kind in Platform.ACCOUNTS and one.thing.unit
            and one.stage[0] not in Platform.GONE
        ]  # fmt: skip
        gone = {one.thing.pk for one in closing}
        kept: dict[str, bool] = {}
        for one in closing:
            seat = seat_of(one.thing.unit)
            if seat is None:
                continue
            if seat not in kept:
                kept[seat] = in_seat(one.thing.unit).filter(stage__in=Platform.STANDING).exclude(pk__in=gone).exists()
            if not kept[seat]:
                self.changes.remove(one)
                self.refused.append(Refused(
                    row=one.row, column="状态", value=one.name, reason=f"它是“{one.thing.unit}”唯一在用的账号，清单不能把它改成关停",
                    remedy="到平台页面办理关停：县级以上政府唯一的账号要有特别授权并写明理由",
                ))  # fmt: skip


def _set(one: Change, name: str, value: Any) -> None:
    if one.what == "changed":
        one.before |= image(one.thing, [name])
    setattr(one.thing, name, value)
    one.touched.append(name)
    if name in ("name", "title") and hasattr(one.thing, "sought"):
        if one.what == "changed":
            one.before["sought"] = one.thing.sought
        one.touched.append("sought")


def chunks(keys: list[Any]) -> Iterable[list[Any]]:
    """A list in pieces a database takes in one question."""
    return (keys[start : start + SOME] for start in range(0, len(keys), SOME))


def name_all(changes: Iterable[Change]) -> None:
    """Give what was named or renamed what it is found by."""
    renamed = [one for one in changes if "sought" in one.touched]
    keys = flow.search_keys([one.thing.name if one.kind == "platform" else one.thing.title for one in renamed])
    for one, key in zip(renamed, keys, strict=True):
        one.thing.sought = key
