"""A document on its way to the public, or to one unit."""

import hashlib
import json
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zouxin.site.audit.models import Run
from zouxin.site.people.models import Unit


class Bulletin(models.Model):
    """`words` is what people chose, `document` what it says, as values; both stand still once it is published. A correction is a new one."""

    KINDS = (("quarterly", _("检查通报")), ("rectification_notice", _("整改通知")), ("closing_notice", _("关停公告")))
    STATES = (("draft", _("草稿")), ("reviewed", _("已复核")), ("published", _("已发布")), ("dropped", _("已作废")))
    #: what the public may read; a notice to mend is for its unit
    OPEN = ("quarterly", "closing_notice")

    kind = models.CharField(_("种类"), max_length=30, choices=KINDS)
    title = models.CharField(_("标题"), max_length=300)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("检查"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, verbose_name=_("发文单位"))
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("发给"))
    words = models.JSONField(default=dict)
    document = models.JSONField(default=dict)
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="draft")
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name=_("更正")
    )
    drafted_by = models.BigIntegerField()
    drafted_label = models.CharField(_("起草人"), max_length=120)
    reviewed_label = models.CharField(_("复核人"), max_length=120, blank=True)
    made_at = models.DateTimeField(_("起草时间"), auto_now_add=True)
    reviewed_at = models.DateTimeField(_("复核时间"), null=True, blank=True)
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("通报")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False) | (~Q(state="published") & Q(published_at__isnull=True)),
                name="published_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_label="", reviewed_at__isnull=True) | (~Q(reviewed_label="") & Q(reviewed_at__isnull=False)),
                name="reviewed_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> str:
        """Its document number, blank where it has none."""
        return str(self.words.get("number", ""))

    @property
    def published_on(self) -> date | None:
        """The civil day of publishing."""
        return timezone.localdate(self.published_at) if self.published_at else None

    @property
    def digest(self) -> str:
        """sha256 of what it says, 64 hex characters; each file has its own besides."""
        return hashlib.sha256(json.dumps(self.document, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def save(self, *args: Any, **said: Any) -> None:
        """Raises ValidationError for a change of what is published: a correction is a new bulletin."""
        if self.pk and Bulletin.objects.filter(pk=self.pk, state="published").exists():
            raise ValidationError(_("已发布的通报不能改动；要更正请另发一份"))
        super().save(*args, **said)


class File(models.Model):
    """One form of a published bulletin, with its hash."""

    bulletin = models.ForeignKey(Bulletin, on_delete=models.PROTECT, related_name="files")
    form = models.CharField(max_length=4)
    name = models.CharField(max_length=200)
    digest = models.CharField(_("校验值"), max_length=64)
    size = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bulletin", "form"], name="one_file_a_form")]
