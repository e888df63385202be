"""A file somebody wants looked at: its own small lake and report, apart from the office's."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class FileAudit(models.Model):
    """One uploaded file from reading to report. Only who uploaded it sees it; erased, nothing of its content is left.

    Rows are counted once: read = landed + quarantined. `mapping`: the sheets as they were read; `given` and `values` what a person said of them.
    """

    STATES = (
        ("reading", _("正在读取")), ("preview", _("待确认")), ("running", _("正在检查")), ("done", _("已完成")), ("failed", _("没有做成")),
        ("stopped", _("已停止")), ("erased", _("已删除")),
    )  # fmt: skip
    BUSY = ("reading", "running")

    name = models.CharField(_("文件"), max_length=255)
    file = models.FileField(upload_to="audits/", max_length=255, blank=True)
    size = models.BigIntegerField(_("字节"))
    digest = models.CharField(max_length=64)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("谁"))
    at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    state = models.CharField(_("进展"), max_length=10, choices=STATES, default="reading", db_index=True)
    stage = models.CharField(max_length=200, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    stop_asked = models.BooleanField(default=False)
    because = models.TextField(_("没有做成的原因"), blank=True)
    packs = models.JSONField(_("规则包"), default=list)
    moment = models.DateField(_("检查时点"), null=True, blank=True)
    read = models.PositiveIntegerField(_("读到"), default=0)
    landed = models.PositiveIntegerField(_("可以检查"), default=0)
    quarantined = models.PositiveIntegerField(_("隔离"), default=0)
    mapping = models.JSONField(default=list)
    given = models.JSONField(default=list)
    values = models.JSONField(default=dict)
    totals = models.JSONField(default=dict)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("文件检查")
        ordering = ("-id",)
        constraints = [models.CheckConstraint(condition=Q(read=F("landed") + F("quarantined")), name="file_audit_counts_reconcile")]

    def __str__(self) -> str:
        return self.name


class FileProblem(models.Model):
    """One row of the file that was kept out, with the reason and what would be right."""

    audit = models.ForeignKey(FileAudit, on_delete=models.CASCADE, related_name="problems")
    sheet = models.CharField(_("工作表"), max_length=200, blank=True)
    row = models.PositiveIntegerField(_("行号"), default=0)
    column = models.CharField(_("列"), max_length=200, blank=True)
    value = models.CharField(_("内容"), max_length=200, blank=True)
    reason = models.TextField(_("原因"))
    remedy = models.TextField(_("怎样改"), blank=True)

    class Meta:
        ordering = ("sheet", "row", "id")
