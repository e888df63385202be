"""One inspection."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Run(models.Model):
    """What was asked, how far it is, and what it counted. The answers themselves stand in the lake under `lake_run`."""

    STATES = (("queued", _("排队中")), ("running", _("进行中")), ("done", _("已完成")), ("failed", _("没有做完")), ("stopped", _("已停止")))

    snapshot = models.CharField(_("数据状态"), max_length=16, blank=True)
    lake_run = models.CharField(_("运行"), max_length=16, blank=True, db_index=True)
    moment = models.DateField(_("检查时点"))
    packs = models.JSONField(_("规则包"), default=list)
    state = models.CharField(_("进度"), max_length=10, choices=STATES, default="queued")
    stage = models.CharField(_("正在做"), max_length=200, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    stop_asked = models.BooleanField(default=False)
    because = models.TextField(_("没有做完的原因"), blank=True)
    totals = models.JSONField(_("各项检查的计数"), default=dict)
    by = models.CharField(_("谁"), max_length=120)
    asked_at = models.DateTimeField(_("提出时间"), auto_now_add=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("检查")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.moment:%Y-%m-%d}（第 {self.pk} 次）"
