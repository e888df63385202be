"""A rule of the office's own: a limit changed or a deadline set, with the document that says so."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class LocalRule(models.Model):
    """One rule from proposal to approval by a second person. Approved ones are written into the office's own pack; what stands there is worked out from here."""

    STATES = (("proposed", _("等第二人批准")), ("approved", _("已批准")), ("refused", _("未批准")), ("ended", _("已停用")))
    SEVERITIES = (("veto", _("一票否决")), ("fault", _("问题")), ("advice", _("建议")), ("private", _("只给本单位")))
    LEVELS = (("province", _("省级")), ("city", _("市级")), ("county", _("县级")))
    GRADES = (("A", _("A：读过正式文本")), ("A-", _("A-：读过转载")), ("B", _("B：第二手")))

    check_code = models.CharField(_("检查项"), max_length=10)
    severity = models.CharField(_("轻重"), max_length=10, choices=SEVERITIES)
    limits = models.JSONField(_("限值"), default=dict)
    respond_within = models.PositiveSmallIntegerField(_("整改期限（工作日）"), null=True, blank=True)
    overrides = models.CharField(max_length=10, blank=True)
    reason = models.TextField(_("为什么这样定"), blank=True)
    title = models.CharField(_("文件名称"), max_length=200)
    number = models.CharField(_("文号"), max_length=100)
    clause = models.TextField(_("条款原文"))
    issuer = models.CharField(_("发文机关"), max_length=200)
    grade = models.CharField(_("依据等级"), max_length=2, choices=GRADES)
    starts_on = models.DateField(_("从哪天起"))
    ends_on = models.DateField(_("到哪天止"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="proposed", db_index=True)
    by = models.CharField(_("谁提出"), max_length=120)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("提出时间"), auto_now_add=True)
    decided_by = models.CharField(_("谁批准"), max_length=120, blank=True)
    decided_user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("批准时间"), null=True, blank=True)
    answer = models.TextField(_("批准意见"), blank=True)

    class Meta:
        verbose_name = _("本地规则")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="local_rule_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_user__isnull=True, decided_at__isnull=True)
                | (~Q(state="proposed") & Q(decided_user__isnull=False, decided_at__isnull=False) & ~Q(decided_user=F("user"))),
                name="local_rule_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_code} {self.number}"
