"""A table of letters on its way in."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zouxin.site.people.models import Unit


class Intake(models.Model):
    """An uploaded table of letters. Rows are counted once: read = taken + known + quarantined. The file, and the first rows that are shown of it, are
    removed when its rows were taken in or it was dropped: from then on the letters stand in one place.

    `mapping`: the sheets as they were read; `given`: pairs (column, "table.column") a person chose.
    """

    STATES = (
        ("reading", _("正在读取")),
        ("preview", _("待确认")),
        ("taking", _("正在收入")),
        ("taken", _("已收入待定")),
        ("dropped", _("已放弃")),
        ("failed", _("没有读成")),
    )
    BUSY = ("reading", "taking")
    WAYS = (("import", _("其他系统导出的来信")), ("12345", _("12345 热线的工单")))

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("范围"))
    way = models.CharField(_("哪种表格"), max_length=10, choices=WAYS, default="import")
    source = models.CharField(_("来源名称"), max_length=100)
    name = models.CharField(_("文件"), max_length=255)
    file = models.FileField(upload_to="intake/", max_length=255, blank=True)
    size = models.BigIntegerField(_("字节"))
    digest = models.CharField(max_length=64)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("谁"))
    at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    state = models.CharField(_("进展"), max_length=10, choices=STATES, default="reading", db_index=True)
    because = models.TextField(_("没有读成的原因"), blank=True)
    read = models.PositiveIntegerField(_("读到"), default=0)
    taken = models.PositiveIntegerField(_("可收"), default=0)
    known = models.PositiveIntegerField(_("以前来过"), default=0)
    quarantined = models.PositiveIntegerField(_("隔离"), default=0)
    mapping = models.JSONField(default=list)
    given = models.JSONField(default=list)
    taken_at = models.DateTimeField(_("收入时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("来信表格")
        ordering = ("-id",)
        constraints = [models.CheckConstraint(condition=Q(read=F("taken") + F("known") + F("quarantined")), name="intake_counts_reconcile")]

    def __str__(self) -> str:
        return self.name


class IntakeProblem(models.Model):
    """One row of a table that was kept out, with the reason and what would be right."""

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="problems")
    sheet = models.CharField(_("工作表"), max_length=200, blank=True)
    row = models.PositiveIntegerField(_("行号"), default=0)
    column = models.CharField(_("列"), max_length=200, blank=True)
    value = models.CharField(_("内容"), max_length=60, blank=True)
    reason = models.TextField(_("原因"))
    remedy = models.TextField(_("怎样改"), blank=True)

    class Meta:
        ordering = ("sheet", "row", "id")
