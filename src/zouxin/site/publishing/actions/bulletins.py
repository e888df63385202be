"""Writes about bulletins."""

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from zouxin import flow
from zouxin.model.errors import UsageError
from zouxin.site.audit.models import Run
from zouxin.site.people.access import demand, named
from zouxin.site.people.log import record, write
from zouxin.site.people.models import Unit
from zouxin.site.publishing.models import Bulletin, File

DAYS = ("issued_on", "due_on", "stops_on")


@write
def draft(
    kind: str,
    unit: Unit,
    words: Mapping[str, Any],
    *,
    by: Any,
    run: Run | None = None,
    to_unit: Unit | None = None,
    corrects: Bulletin | None = None,
) -> Bulletin:
    """Compose a document and keep it as a draft. Raises UsageError where the words say too little, RenderError where totals disagree."""
    demand(by, "publishing.draft_bulletin", unit)
    said = {name: value.isoformat() if isinstance(value, date) else value for name, value in words.items() if value not in (None, "")}
    document = flow.compose(kind, _order(run, said) if run else None, _said(kind, said, to_unit))
    made = Bulletin.objects.create(kind=kind, title=document["title"][:300], run=run, unit=unit, to_unit=to_unit, words=said, document=document, corrects=corrects,
                                   drafted_by=by.pk, drafted_label=named(by))  # fmt: skip
    record(by, "bulletin.draft", made, unit=unit, kind=kind, run=run.lake_run if run else "", corrects=corrects.pk if corrects else None)
    return made


def order_of(run: Run, words: Mapping[str, Any]) -> Any:
    """What is asked of a run's documents, without words nobody has chosen yet."""
    return _order(run, {"issued_on": timezone.localdate().isoformat(), **words})


def _order(run: Run, said: Mapping[str, Any]) -> Any:
    known = {name: said[name] for name in ("issuer", "number", "to", "period", "title") if name in said}
    days = {name: date.fromisoformat(said[name]) for name in ("issued_on", "due_on") if name in said}
    return flow.Order(out=settings.DATA, run=run.lake_run, **known, **days)


def _said(kind: str, said: Mapping[str, Any], to_unit: Unit | None) -> dict[str, Any]:
    if kind == "rectification_notice":
        if to_unit is None:
            raise UsageError(_("整改通知要选发给哪个单位"))
        return {"source": to_unit.source, "unit_id": to_unit.key}
    if kind == "closing_notice":
        names = ("name", "kind", "unit", "instead", "basis", "contact")
        return {
            **{name: said[f"account_{name}"] for name in names if f"account_{name}" in said},
            "stops_on": date.fromisoformat(said["stops_on"]),
        }
    return {}


@write
def review(bulletin: Bulletin, *, by: Any) -> None:
    """Sign a draft off: by somebody else than who drafted it."""
    demand(by, "publishing.review_bulletin", bulletin.unit)
    bulletin = Bulletin.objects.select_for_update().get(pk=bulletin.pk)
    if bulletin.drafted_by == by.pk:
        raise PermissionDenied("publishing.review_bulletin: somebody else must review")
    if bulletin.state != "draft":
        raise UsageError(_("只有草稿可以复核"))
    bulletin.state, bulletin.reviewed_label, bulletin.reviewed_at = "reviewed", named(by), timezone.now()
    bulletin.save()
    record(by, "bulletin.review", bulletin, unit=bulletin.unit)


@write
def drop(bulletin: Bulletin, *, by: Any) -> None:
    """Give a draft up."""
    demand(by, "publishing.draft_bulletin", bulletin.unit)
    bulletin = Bulletin.objects.select_for_update().get(pk=bulletin.pk)
    if bulletin.state not in ("draft", "reviewed"):
        raise UsageError(_("已发布的不能作废，只能另发更正"))
    bulletin.state = "dropped"
    bulletin.save()
    record(by, "bulletin.drop", bulletin, unit=bulletin.unit)


@write
def publish(bulletin: Bulletin, *, by: Any) -> Bulletin:
    """Write the files, keep their hashes, and close it for good."""
    demand(by, "publishing.publish_bulletin", bulletin.unit)
    bulletin = Bulletin.objects.select_for_update().get(pk=bulletin.pk)
    if bulletin.state != "reviewed":
        raise UsageError(_("发布以前要由起草人以外的人复核"))
    left = []
    for form, path, because in flow.issue(bulletin.document, folder(bulletin), "document"):
        if path is None:
            left.append(f"{form}：{because}")
            continue
        File.objects.create(
            bulletin=bulletin, form=form, name=f"{bulletin.title[:80]}.{form}", digest=digest(path), size=path.stat().st_size
        )
    bulletin.state, bulletin.published_at = "published", timezone.now()
    bulletin.save()
    files = {one.form: one.digest for one in bulletin.files.all()}
    record(by, "bulletin.publish", bulletin, unit=bulletin.unit, files=files, left=left)
    return bulletin


def folder(bulletin: Bulletin) -> Path:
    """Where a published bulletin's files stand."""
    place: Path = settings.DATA / "published" / str(bulletin.pk)
    return place


def digest(path: Path) -> str:
    """sha256 of a file, 64 hex characters."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
