"""The index: one rebuildable row for each finding ever made; evidence stays in the lake."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zouxin.site.audit.models.run import Run
from zouxin.site.people.models import Unit


class Finding(models.Model):
    """A mark with what is needed to see, search and join it: nothing here that `audit.actions.index.rebuild` cannot make anew from the lake.

    `state` says what the last run that asked said of it: standing, gone (a new positive observation passed the rule), overruled, or cannot tell.
    """

    SEVERITIES = (("veto", _("一票否决")), ("fault", _("问题")), ("advice", _("建议")), ("private", _("只给本单位")))
    STATES = (("standing", _("仍在")), ("gone", _("已消除")), ("overruled", _("已改判")), ("unsure", _("说不准")))

    mark = models.CharField(_("标记"), max_length=16, unique=True)
    check_code = models.CharField(_("检查"), max_length=10, db_index=True)
    subject = models.CharField(_("对象"), max_length=30)
    source = models.CharField(_("来源"), max_length=200)
    subject_id = models.CharField(_("对象编号"), max_length=200)
    subject_name = models.CharField(_("对象名称"), max_length=300, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.SET_NULL, null=True, blank=True, related_name="findings", verbose_name=_("单位"))
    unit_key = models.CharField(_("单位编号"), max_length=200, blank=True)
    severity = models.CharField(_("轻重"), max_length=10, choices=SEVERITIES)
    sentence = models.TextField(_("说明"))
    state = models.CharField(_("现状"), max_length=10, choices=STATES, default="standing")
    first_run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+", verbose_name=_("首次发现"))
    last_run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+", verbose_name=_("最近一次发现"))
    seen_run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+", verbose_name=_("最近一次问到"))
    first_on = models.DateField(_("首次发现日"))
    last_on = models.DateField(_("最近发现日"))
    looked_on = models.DateField(_("依据哪天的查看"), null=True, blank=True)
    sought = models.TextField(editable=False, blank=True)

    class Meta:
        verbose_name = _("问题")
        indexes = [
            models.Index(fields=["unit", "state", "severity"]),
            models.Index(fields=["state", "check_code"]),
            models.Index(fields=["source", "subject", "subject_id"]),
            models.Index(fields=["-last_on", "-id"]),
            models.Index(fields=["state", "severity", "-last_on", "-id"]),
        ]

    def __str__(self) -> str:
        return self.sentence
