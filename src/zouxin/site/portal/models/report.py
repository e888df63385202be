"""What did not work for a citizen."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zouxin.site.people.models import Unit
from zouxin.site.registry.models import Platform


class UsabilityReport(models.Model):
    """One report about one platform. It says nothing of who sent it; `unit` is the owner at that time, whose people read it."""

    TROUBLES = (
        ("unreachable", _("打不开、用不了")),
        ("not_found", _("找不到要办的事")),
        ("wrong", _("内容过时或有错")),
        ("no_answer", _("留言没有人答复")),
        ("hard", _("看不清、操作难（包括老年人、残疾人）")),
        ("asks_much", _("要填的信息太多")),
        ("impostor", _("像是假冒的")),
        ("other", _("其他")),
    )
    STATES = (("new", _("未读")), ("read", _("已读")), ("answered", _("已处理")))

    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="usability_reports", verbose_name=_("平台"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("主办单位"))
    trouble = models.CharField(_("遇到的情况"), max_length=20, choices=TROUBLES)
    text = models.TextField(_("具体说明"), max_length=1000, blank=True)
    sent_at = models.DateTimeField(_("提交时间"), auto_now_add=True)
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="new")
    read_by = models.CharField(_("谁读的"), max_length=120, blank=True)
    read_at = models.DateTimeField(_("读的时间"), null=True, blank=True)
    answer = models.CharField(_("怎样处理的"), max_length=500, blank=True)
    answered_by = models.CharField(_("谁处理的"), max_length=120, blank=True)
    answered_at = models.DateTimeField(_("处理时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("群众反映")
        indexes = [models.Index(fields=["unit", "state", "-id"]), models.Index(fields=["state", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(read_by="", read_at__isnull=True) | (~Q(read_by="") & Q(read_at__isnull=False)),
                name="read_by_somebody_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(answered_by="", answered_at__isnull=True) | (~Q(answered_by="") & Q(answered_at__isnull=False)),
                name="answered_by_somebody_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.platform.name}：{self.get_trouble_display()}"


class ReportContact(models.Model):
    """Where its sender may be reached: kept apart, and dropped when the report is dealt with."""

    report = models.OneToOneField(UsabilityReport, on_delete=models.CASCADE, related_name="contact")
    text = models.CharField(_("联系方式"), max_length=200)

    class Meta:
        verbose_name = _("联系方式")
