"""What was destroyed, without what it was."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Shredding(models.Model):
    """The mark a destroyed letter leaves: its number and hash, who destroyed it, why, and what is still to be removed from files and lake."""

    number = models.CharField(_("回执号"), max_length=20, unique=True)
    digest = models.CharField(max_length=64)
    by = models.CharField(_("谁"), max_length=120)
    at = models.DateTimeField(_("时间"), auto_now_add=True)
    reason = models.CharField(_("原因"), max_length=500)
    files = models.JSONField(default=list)  # names still to be removed: emptied when they are
    done_at = models.DateTimeField(_("数据湖清除时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("销毁记录")
        ordering = ("-id",)
