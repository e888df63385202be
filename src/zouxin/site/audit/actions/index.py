"""The index of findings, worked out from the lake's runs; made anew it equals itself."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q

from zouxin import flow
from zouxin.site.audit.models import Finding, Run
from zouxin.site.people.log import record, write
from zouxin.site.people.models import Unit

CHUNK = 2_000
FRESH = ["unit", "unit_key", "subject_name", "severity", "sentence", "state", "last_run", "seen_run", "last_on", "looked_on", "sought"]


@write
def refresh(run: Run, *, by: Any) -> int:
    """Take one run into the index; how many rows it touched. Taking the same run in again changes nothing."""
    touched = _take(run, Units())
    record(by, "index.refresh", run, run=run.lake_run, touched=touched)
    return touched


@write
def rebuild(*, by: Any) -> int:
    """Make the index anew from every run that is done, in their order; how many findings it holds."""
    Finding.objects.all().delete()
    units = Units()
    for run in Run.objects.filter(state="done").exclude(lake_run="").order_by("id"):
        _take(run, units)
    count = Finding.objects.count()
    record(by, "index.rebuild", "index", findings=count)
    return count


class Units:
    """Units by (source, key), and by name where only one has it."""

    def __init__(self) -> None:
        rows = list(Unit.objects.values_list("source", "key", "name", "pk"))
        self.keys = {(source, key): pk for source, key, _, pk in rows}
        names: dict[str, set[int]] = {}
        for _, _, name, pk in rows:
            names.setdefault(name, set()).add(pk)
        self.names = {name: pks.pop() for name, pks in names.items() if len(pks) == 1}

    def of(self, row: Mapping[str, Any]) -> int | None:
        """The unit that answers for a row; None where nobody here is known to."""
        key = row["unit_id"] or ""
        return self.keys.get((row["source"], key)) or self.names.get(key)


def _take(run: Run, units: Units) -> int:
    """Later answers win: a yes stands, a no ends what stood, who could not tell leaves it unsure."""
    touched = 0
    for rows in _chunks(run):
        known = {one.mark: one for one in Finding.objects.filter(mark__in=[row["mark"] for row in rows])}
        names = flow.search_keys([f"{row['subject_name'] or ''}" for row in rows])
        fresh, changed = [], []
        for row, sought in zip(rows, names, strict=True):
            one = known.get(row["mark"])
            if row["verdict"] == "finding":
                said = _said(row, run, units, sought)
                if one is None:
                    known[row["mark"]] = one = Finding(mark=row["mark"], first_run=run, first_on=run.moment, **said)
                    fresh.append(one)
                elif one.last_run_id <= run.pk:
                    _put(one, said)
                    changed.append(one)
            elif one is not None and one.seen_run_id < run.pk and one.last_run_id < run.pk:
                _put(
                    one,
                    {"state": "gone", "seen_run": run, "looked_on": _looked(row)}
                    if row["verdict"] == "clean"
                    else {"state": "unsure" if one.state == "standing" else one.state},
                )
                changed.append(one)
        Finding.objects.bulk_create([one for one in fresh if one.pk is None], batch_size=CHUNK)
        Finding.objects.bulk_update([one for one in changed if one.pk is not None], FRESH, batch_size=500)
        touched += len(fresh) + len(changed)
    return touched


def _put(one: Finding, said: Mapping[str, Any]) -> None:
    for name, value in said.items():
        setattr(one, name, value)


def _said(row: Mapping[str, Any], run: Run, units: Units, sought: str) -> dict[str, Any]:
    return {
        "check_code": row["check"], "subject": row["subject"], "source": row["source"], "subject_id": row["subject_id"], "unit_id": units.of(row),
        "unit_key": row["unit_id"] or "", "subject_name": (row["subject_name"] or "")[:300], "severity": row["severity"], "sentence": row["sentence"] or "",
        "state": "overruled" if row["overruled"] else "standing", "last_run": run, "seen_run": run, "last_on": run.moment, "looked_on": _looked(row), "sought": sought,
    }  # fmt: skip


def _looked(row: Mapping[str, Any]) -> date | None:
    """The day of the look an answer rests on; None where its check names none."""
    told = json.loads(row["evidence"] or "{}").get("seen_on")
    return date.fromisoformat(told[:10]) if told else None


def _chunks(run: Run) -> Iterator[list[dict[str, Any]]]:
    """Answers of a run by the thousand. One mark stands once: the same subject twice in a run would be a slip of the check."""
    for batch in flow.indexed(settings.DATA, run.lake_run):
        for start in range(0, len(batch), CHUNK):
            yield batch.slice(start, CHUNK).to_pylist()


def standing() -> Q:
    """The condition that a finding stands."""
    return Q(state="standing")
