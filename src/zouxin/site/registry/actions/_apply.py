"""Write what a merge found, and take it back: inside the transaction of whoever asked."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, ProtectedError, Q
from django.utils.translation import gettext as _

from zouxin.site.people.access import today
from zouxin.site.people.actions import units
from zouxin.site.people.models import Unit
from zouxin.site.registry.actions._fields import MODELS, REFERS, fields, image, value_of
from zouxin.site.registry.actions._merge import Change, Merge, chunks, name_all
from zouxin.site.registry.models import Alias, CensusChange, CensusImport, Confirmation, ContractPlatform, Opening, Platform, Proposal, Step

BATCH = 500
ORDER = ("order", "platform", "alias", "contract", "share")


def apply(merge: Merge, *, by: Any, said: str, imported: CensusImport | None = None) -> None:
    """Write every change of a merge; steps of life are signed `said`."""
    made: dict[str, Unit] = units.add_many(list(merge.fresh.values()), by=by) if merge.fresh else {}
    targets = {"unit_id": {**merge.units, **made}, "order_id": merge.held["order"], "parent_id": merge.held["platform"],
               "platform": merge.held["platform"], "contract": merge.held["contract"]}  # fmt: skip
    for kind in ORDER:
        some = [one for one in merge.changes if one.kind == kind]
        name_all(some)
        if some:
            _write(kind, some, targets)
    _steps([one for one in merge.changes if one.stage or (one.kind == "platform" and one.what == "new")], said, imported)
    for one in merge.changes:
        if one.kind == "unit":
            one.thing = made[one.key]


def _write(kind: str, changes: Sequence[Change], targets: dict[str, dict[str, Any]]) -> None:
    model = MODELS[kind]
    for one in changes:
        for name in [n for n in one.waits if n != "parent_id"]:
            _point(one, name, targets)
    fresh = [one.thing for one in changes if one.what == "new"]
    model.objects.bulk_create(fresh, batch_size=BATCH)
    parents = [one for one in changes if "parent_id" in one.waits]
    for one in parents:
        _point(one, "parent_id", targets)
    if parents:
        model.objects.bulk_update([one.thing for one in parents if one.what == "new"], ["parent"], batch_size=BATCH)
    alike: dict[tuple[str, ...], list[Any]] = {}
    for one in changes:
        if one.what == "changed":
            alike.setdefault(tuple(sorted({name.removesuffix("_id") for name in one.touched})), []).append(one.thing)
    for names, things in alike.items():
        model.objects.bulk_update(things, names, batch_size=BATCH)


def _point(one: Change, name: str, targets: dict[str, dict[str, Any]]) -> None:
    target = targets[name].get(one.waits[name])
    if target is None or target.pk is None:
        return
    if one.what == "changed":
        one.before |= image(one.thing, [name])
    setattr(one.thing, name, target.pk if name.endswith("_id") else target)
    one.touched.append(name)


def _steps(changes: Iterable[Change], said: str, imported: CensusImport | None) -> None:
    day = today()
    Step.objects.bulk_create(
        (Step(platform=one.thing, before=one.stage[0] if one.stage and one.what == "changed" else "", after=one.thing.stage, on=day, by=said,
              reason=_("按清单登记"), imported=imported) for one in changes),
        batch_size=BATCH,
    )  # fmt: skip


def kept(changes: Iterable[Change], imported: CensusImport, *, landed: bool) -> None:
    """Keep what was, or would be, done: with the rows' ids and after-images where it has landed."""
    known: dict[Any, str] = {}
    CensusChange.objects.filter(imported=imported).delete()
    CensusChange.objects.bulk_create(
        (CensusChange(
            imported=imported, kind=one.kind, what=one.what, key=one.key[:400], name=one.name[:300], row=one.row, before=one.before if one.what == "changed" else None,
            thing=one.thing.pk if landed and one.thing is not None else None, after=_after(one), shown=_shown(one, known),
        ) for one in changes),
        batch_size=BATCH,
    )  # fmt: skip


def _after(one: Change) -> dict[str, Any]:
    if one.kind == "unit":
        return {}
    return image(one.thing, fields(one.kind)) if one.what == "new" else image(one.thing, list(dict.fromkeys(one.touched)))


def _shown(one: Change, known: dict[Any, str]) -> list[list[str]]:
    """(field, before, after) of a changed row, in words."""
    found = []
    for name in dict.fromkeys([*one.touched, *one.waits]) if one.what == "changed" else ():
        if name != "sought":
            about = _about(one.kind, name)
            after = one.waits.get(name) or _word(about, getattr(one.thing, name), known)
            found.append([str(about.verbose_name), _word(about, one.before.get(name), known), after])
    return found


def _about(kind: str, name: str) -> Any:
    return MODELS[kind]._meta.get_field(name.removesuffix("_id") if name in REFERS[kind] else name)


def _word(about: Any, value: Any, known: dict[Any, str]) -> str:
    if value is None or value == "":
        return ""
    if about.related_model is None:
        return str(dict(about.flatchoices).get(value, value))
    if (about.name, value) not in known:
        known[about.name, value] = str(about.related_model.objects.filter(pk=value).first() or "")
    return known[about.name, value]


# ---- taking back


def take_back(imported: CensusImport, *, by: Any) -> None:
    """Put the register back as it was before an import. Raises ValidationError naming what somebody has changed since: that is not thrown away."""
    changes = {kind: list(imported.changes.filter(kind=kind)) for kind, _title in CensusChange.KINDS}
    later = [name for kind in ORDER for name in _later(kind, changes[kind])] + _leaned_on(changes["platform"], imported)
    if later:
        names = "、".join(dict.fromkeys(later))
        raise ValidationError(_("导入以后又有人改过或用到其中的内容，不能整批撤销：%(names)s") % {"names": names[:300]})
    try:
        with transaction.atomic():
            for kind in reversed(ORDER):
                _back(kind, changes[kind], imported)
            if changes["unit"]:
                units.take_back(list(Unit.objects.filter(pk__in=[one.thing for one in changes["unit"]])), by=by)
    except (ProtectedError, ValueError) as error:
        raise ValidationError(_("导入时新增的单位或文件已经有别的内容用到，不能整批撤销")) from error


def _later(kind: str, changes: Sequence[CensusChange]) -> list[str]:
    """Names of rows that no longer are as the import left them."""
    found = []
    for some in chunks(list(changes)):
        things = MODELS[kind].objects.in_bulk([one.thing for one in some])
        for one in some:
            thing: Model | None = things.get(one.thing)
            names = fields(kind) if one.what == "new" else [*one.after, *(name for name in one.before or {} if name not in one.after)]
            if thing is None or image(thing, list(names)) != {name: value for name, value in one.after.items() if name in names}:
                found.append(one.name)
    return found[:10]


def _leaned_on(changes: Sequence[CensusChange], imported: CensusImport) -> list[str]:
    """Names of new platforms to which something was added since, and of those whose life went on."""
    mine = {
        kind: CensusChange.objects.filter(imported=imported, kind=kind, what="new").values("thing")
        for kind in ("platform", "alias", "share")
    }
    first = Step.objects.filter(imported=imported).order_by("pk").values_list("pk", flat=True).first() or 0
    more = (
        Confirmation.objects.all(), Proposal.objects.all(), Opening.objects.all(), Step.objects.exclude(imported=imported),
        Alias.objects.exclude(pk__in=mine["alias"]), ContractPlatform.objects.exclude(pk__in=mine["share"]),
    )  # fmt: skip
    found: list[str] = []
    for some in chunks([one.thing for one in changes if one.what == "new"]):
        for rows in more:
            found += rows.filter(platform__in=some).values_list("platform__name", flat=True)[:10]
        others = Platform.objects.filter(Q(parent__in=some) | Q(successor__in=some)).exclude(pk__in=mine["platform"])
        found += others.values_list("name", flat=True)[:10]
    for some in chunks([one.thing for one in changes if one.what == "changed" and "stage" in one.after]):
        later = Step.objects.filter(platform__in=some, pk__gt=first).exclude(imported=imported)
        found += later.values_list("platform__name", flat=True)[:10]
    return found


def _back(kind: str, changes: Sequence[CensusChange], imported: CensusImport) -> None:
    model = MODELS[kind]
    changed = [one for one in changes if one.what == "changed"]
    for some in chunks(changed):
        things = model.objects.in_bulk([one.thing for one in some])
        alike: dict[tuple[str, ...], list[Any]] = {}
        for one in some:
            names = tuple(sorted({*one.after, *(one.before or {})}))
            for name in names:
                setattr(things[one.thing], name, value_of(kind, name, (one.before or {}).get(name)))
            alike.setdefault(tuple(name.removesuffix("_id") if name in REFERS[kind] else name for name in names), []).append(
                things[one.thing]
            )
        for names, rows in alike.items():
            model.objects.bulk_update(rows, names, batch_size=BATCH)
    if kind == "platform":
        Step.objects.filter(imported=imported).delete()
    fresh = [one.thing for one in changes if one.what == "new"]
    for some in chunks(fresh):
        if kind == "order" and Platform.objects.filter(order__in=some).exists():
            raise ValueError("order")
        model.objects.filter(pk__in=some).delete()
