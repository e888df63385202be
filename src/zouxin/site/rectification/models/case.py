"""A finding being put right."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zouxin.site.audit.models import Finding, Run
from zouxin.site.people.models import Unit


class Case(models.Model):
    """One case a mark. What the finding says stands in the index and the lake; here stands only what people decided.

    `label`, `check_code` and `unit` are copies for lists: a finding may leave the index for a while, a case never does.
    """

    STATES = (
        ("open", _("待核")), ("confirmed", _("属实")), ("disputed", _("有异议")), ("unfounded", _("不属实")), ("mending", _("整改中")), ("reported", _("自报完成")),
        ("passed", _("复查通过")), ("failed", _("复查未通过")), ("recurred", _("复发")),
    )  # fmt: skip
    CAUSES = (
        ("ordered", _("上级要求开设")),
        ("copied", _("照搬照抄")),
        ("no_staff", _("没有人手")),
        ("no_money", _("没有经费")),
        ("duplicate", _("重复建设")),
        ("other", _("其他")),
    )
    REMEDIES = (("fix", _("改好")), ("merge", _("合并")), ("close", _("关停")), ("rule", _("规则不合理")))
    ENDED = ("passed", "unfounded")

    mark = models.CharField(_("标记"), max_length=16, unique=True)
    check_code = models.CharField(_("检查"), max_length=10, db_index=True)
    label = models.CharField(_("对象名称"), max_length=300)
    sought = models.TextField(editable=False, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("单位"))
    severity = models.CharField(_("轻重"), max_length=10, choices=Finding.SEVERITIES)
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="open", db_index=True)
    cause = models.CharField(_("原因"), max_length=10, choices=CAUSES, blank=True)
    remedy = models.CharField(_("处理方式"), max_length=10, choices=REMEDIES, blank=True)
    respond_within = models.PositiveSmallIntegerField(_("整改期限（工作日）"))
    opened_on = models.DateField(_("立案日期"))
    counted_from = models.DateField(_("期限从哪天算起"), default=timezone.localdate)
    opened_run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")
    recurrences = models.PositiveSmallIntegerField(_("复发次数"), default=0)

    class Meta:
        verbose_name = _("整改事项")
        indexes = [models.Index(fields=["unit", "state"]), models.Index(fields=["-opened_on", "-id"])]

    def __str__(self) -> str:
        return self.label


class Move(models.Model):
    """One step of a case: from where to where, who, why. `by_user` is kept to see that another person looks again."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="moves")
    verb = models.CharField(max_length=20)
    before = models.CharField(_("之前"), max_length=10, choices=Case.STATES, blank=True)
    after = models.CharField(_("之后"), max_length=10, choices=Case.STATES)
    at = models.DateTimeField(_("时间"), auto_now_add=True)
    by = models.CharField(_("谁"), max_length=120)
    by_user = models.BigIntegerField(null=True)
    reason = models.TextField(_("说明"), blank=True)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, null=True, related_name="+")
    file = models.FileField(_("证据"), upload_to="evidence/", max_length=255, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    file_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("id",)


class Except(models.Model):
    """Leave given to stay as it is for a while: by whom, why, until when. It ends by itself."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="exceptions")
    reason = models.TextField(_("理由"))
    by = models.CharField(_("批准人"), max_length=120)
    granted_on = models.DateField(_("批准日期"))
    until = models.DateField(_("有效期至"))
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("例外")
        constraints = [models.CheckConstraint(condition=Q(until__gte=models.F("granted_on")), name="exception_ends_after_it_begins")]


class Notice(models.Model):
    """What would be told to somebody outside the site: looked at first, sent only where the deployment lets anything out."""

    STATES = (("drafted", _("未发")), ("sent", _("已发")), ("failed", _("没有发成")))

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notices")
    to = models.CharField(_("发给"), max_length=254)
    subject = models.CharField(_("标题"), max_length=200)
    body = models.TextField(_("内容"))
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="drafted")
    because = models.CharField(_("没有发成的原因"), max_length=300, blank=True)
    made_at = models.DateTimeField(_("生成时间"), auto_now_add=True)
    sent_at = models.DateTimeField(_("发出时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("通知")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)), name="sent_has_its_time"
            )
        ]
