"""The log: who did what when, each entry sealed by the one before it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventHead(models.Model):
    """The last seal: one row, locked while an entry is written, so that entries stand in one order."""

    count = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")


class Event(models.Model):
    """One write. Labels, not keys: what it tells of may be gone. `path` is the unit's place in the tree at that time.

    `digest` = sha256 of the entry before, the fields here and `sealed`; `sealed` = sha256 of `salt` and the detail, so that personal data in
    the detail can be shredded without breaking the chain.
    """

    number = models.BigIntegerField(unique=True)
    at = models.DateTimeField(_("时间"))
    by = models.CharField(_("谁"), max_length=120)
    role = models.CharField(_("角色"), max_length=20, blank=True)
    verb = models.CharField(_("动作"), max_length=60, db_index=True)
    thing = models.CharField(_("对象"), max_length=120, db_index=True)
    label = models.CharField(_("对象名称"), max_length=300, blank=True)
    path = models.CharField(max_length=255, blank=True, db_index=True)
    detail = models.JSONField(_("内容"), null=True)
    salt = models.CharField(max_length=32, blank=True)
    sealed = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("操作记录")
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["digest"], name="seal_once")]
