"""Reads of this app."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from zouxin import flow
from zouxin.model.errors import LakeError
from zouxin.site.audit.models import Run
from zouxin.site.people.access import within
from zouxin.site.people.models import Unit
from zouxin.site.publishing.actions.bulletins import digest, order_of
from zouxin.site.publishing.models import Bulletin, File


def bulletins(user: Any) -> QuerySet[Bulletin]:
    """Bulletins within reach: those of the units one sees, those sent to them, and drafts only for who may draft there."""
    seen = within(user, "publishing.view_bulletin") | (within(user, "publishing.view_bulletin", unit="to_unit") & Q(to_unit__isnull=False))
    made = within(user, "publishing.draft_bulletin")
    rows = Bulletin.objects.filter((seen & Q(state="published")) | (Q(kind="quarterly") & Q(state="published")) | made)
    return rows.select_related("unit", "to_unit", "run").order_by("-id")


def published() -> QuerySet[Bulletin]:
    """What the public may read, the newest first."""
    return Bulletin.objects.filter(state="published", kind__in=Bulletin.OPEN).select_related("unit").order_by("-published_at", "-id")


def to_review(user: Any) -> QuerySet[Bulletin]:
    """Drafts of others that this user may review."""
    return Bulletin.objects.filter(within(user, "publishing.review_bulletin"), state="draft").exclude(drafted_by=user.pk)


def path_of(file: File) -> Path:
    """A published file. Raises LakeError where it is not what was published."""
    path: Path = settings.DATA / "published" / str(file.bulletin_id) / f"document.{file.form}"
    if not path.is_file() or digest(path) != file.digest:
        raise LakeError("这份文件与发布时的校验值不符或已不在，没有给出；请从备份恢复")
    return path


def units_to_tell(run: Run) -> list[tuple[int, str]]:
    """Units of this site that a run's notices go to."""
    keys = {(source, key) for source, key, _ in flow.notice_units(order_of(run, {}))}
    return [(unit.pk, unit.name) for unit in Unit.objects.all() if (unit.source, unit.key) in keys]
