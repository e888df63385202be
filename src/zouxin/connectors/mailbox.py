"""What follows from a row of a mailbox: one letter, its reply if there is one, the unit; and in the end the mailbox itself."""

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zouxin.connectors.keys import Ordinals
from zouxin.connectors.plan import FillPlan
from zouxin.connectors.quarantine import Problems

Values = dict[str, dict[str, pa.Array]]


class Mailbox:
    """Completes the columns a mailbox row implies, and remembers what the last Filled has to say."""

    def __init__(self) -> None:
        self._ordinals = Ordinals()
        self._units: set[str] = set()
        self._platforms: dict[str, None] = {}
        self._looks: dict[str, bool] = {}
        self._part: set[str] = set()
        self._newest: date | None = None
        self._rows = self._out = 0

    def complete(self, values: Values, *, plan: FillPlan, problems: Problems, size: int) -> dict[str, np.ndarray]:
        """Adds what follows to `values`; gives for each table the mask of rows that bring one of its rows."""
        present = {name: np.ones(size, dtype=bool) for name in values}
        if "letter" in values:
            self._letter(values, plan=plan, problems=problems, size=size)
        if "reply" in values:
            present["reply"] = self._reply(values, plan=plan, problems=problems, size=size)
        if plan.is_mailbox:
            self._unit(values, present, size=size)
        return present

    def _letter(self, values: Values, *, plan: FillPlan, problems: Problems, size: int) -> None:
        letter = values["letter"]
        here = pa.repeat(pa.scalar(plan.source, pa.string()), size)
        letter["platform_id"] = pc.coalesce(letter["platform_id"], here) if "platform_id" in letter else here
        _order(values, plan, problems)
        if "id" not in letter:
            nothing = pa.nulls(size, pa.string())
            text = pc.coalesce(letter.get("text", nothing), letter.get("title", nothing), values.get("reply", {}).get("text", nothing))
            days = letter.get("received_on", pa.nulls(size, pa.date32()))
            letter["id"] = self._ordinals.ids(text, days, fold=plan.fold, skip=problems.out)

    def _reply(self, values: Values, *, plan: FillPlan, problems: Problems, size: int) -> np.ndarray:
        reply, letter = values["reply"], values.get("letter", {})
        said = [reply[name].is_valid().to_numpy(zero_copy_only=False) for name in ("text", "replied_on") if name in reply]
        present = np.logical_or.reduce(said) if said else np.zeros(size, dtype=bool)
        for name, theirs in (("letter_id", "id"), ("unit_id", "unit_id")):
            if name not in reply and theirs in letter:
                reply[name] = letter[theirs]
        if "id" not in reply and "letter_id" in reply:
            reply["id"] = reply["letter_id"]
        return present

    def _unit(self, values: Values, present: dict[str, np.ndarray], *, size: int) -> None:
        """Units are taken from letters and replies; `note` keeps each once."""
        named = values.pop("unit", {})
        present.pop("unit", None)
        letter, reply = values.get("letter", {}), values.get("reply", {})
        if "name" in named and "id" not in named and "unit_id" not in letter and letter:
            letter["unit_id"] = named["name"]
            if reply and "unit_id" not in reply:
                reply["unit_id"] = named["name"]
        ids = named.get("id", letter.get("unit_id", reply.get("unit_id")))
        if ids is None:
            return
        values["unit"] = {**named, "id": ids, "name": pc.coalesce(named["name"], ids) if "name" in named else ids}
        present["unit"] = ids.is_valid().to_numpy(zero_copy_only=False)

    def note(self, tables: dict[str, pa.RecordBatch], *, plan: FillPlan, out: int) -> None:
        """Remembers what landed, and takes from `tables` the units that landed before."""
        if not plan.is_mailbox:
            return
        self._rows, self._out = self._rows + sum(rows.num_rows for rows in tables.values()), self._out + out
        if "unit" in tables:
            tables["unit"] = self._new_units(tables["unit"])
        if "letter" in plan.fills:
            self._look("letters", plan=plan, whole=True)
            for name in pc.unique(tables["letter"]["platform_id"]).to_pylist():
                self._platforms[name] = None
        if plan.has("reply", "text"):
            # a reply kept out of a file of replies would make its letter look unanswered
            self._look("replies", plan=plan, whole="letter" in plan.fills or not out)
        for table, column in (("letter", "received_on"), ("reply", "replied_on")):
            newest = pc.max(tables[table][column]).as_py() if table in tables else None
            self._newest = max(filter(None, (self._newest, newest)), default=None)

    def _look(self, of: str, *, plan: FillPlan, whole: bool) -> None:
        self._looks[of] = self._looks.get(of, True) and whole and plan.covers == "all"

    def _new_units(self, rows: pa.RecordBatch) -> pa.RecordBatch:
        fresh = np.zeros(rows.num_rows, dtype=bool)
        for index, name in enumerate(rows["id"].to_pylist()):
            if name not in self._units:
                self._units.add(name)
                fresh[index] = True
        return rows.filter(pa.array(fresh))

    def end(self, plan: FillPlan) -> dict[str, list[dict[str, object]]]:
        """Rows of platform and observation that follow from the whole: the mailbox, and each look at it."""
        if not self._looks:
            return {}
        names = list(self._platforms) or [plan.source]
        own = plan.platform_name or plan.source
        platforms: list[dict[str, object]] = [
            {"id": n, "name": own if n == plan.source else n, "kind": "mailbox", "status": "live"} for n in names
        ]
        day = plan.seen_on or self._newest or plan.latest
        outcome = "read" if self._rows else "failed" if self._out else "empty"
        looks: list[dict[str, object]] = [
            {"platform_id": n, "of": of, "seen_on": day, "outcome": outcome, "covers": "all" if whole else "part"}
            for n in names
            for of, whole in self._looks.items()
        ]
        return {"platform": platforms, "observation": looks if day else []}


def _order(values: Mapping[str, Mapping[str, pa.Array]], plan: FillPlan, problems: Problems) -> None:
    """A reply cannot be older than its letter; about a year older is a slip of the pen at New Year."""
    received, replied = values["letter"].get("received_on"), values.get("reply", {}).get("replied_on")
    if received is None or replied is None:
        return
    days = pc.fill_null(pc.days_between(replied, received), 0).to_numpy(zero_copy_only=False)
    column, shown = plan.fills["reply"]["replied_on"].column if plan.has("reply", "replied_on") else "", replied.cast(pa.string())
    year = (days >= 300) & (days <= timedelta(days=366).days)
    problems.add(year, column=column, values=shown, reason="答复日期比来信早约一年，年份可能写错", remedy="核对答复日期的年份")
    problems.add(days > 0, column=column, values=shown, reason="答复日期早于来信日期", remedy="核对两个日期；没有答复就把答复日期留空")
