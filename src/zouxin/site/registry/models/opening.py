"""A wish to open a platform, and what the platform gate asks of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zouxin.site.people.models import Unit
from zouxin.site.registry.models.order import Order
from zouxin.site.registry.models.platform import Platform


class Opening(models.Model):
    """One request. Each answer is a field of its own; one left blank is a question back to whoever asks, never a yes."""

    STATES = (
        ("asked", _("待补充")),
        ("answered", _("待审批")),
        ("approved", _("同意开设")),
        ("refused", _("不同意")),
        ("withdrawn", _("已撤回")),
    )
    REQUIRED = (("order", _("有文件要求")), ("nobody", _("没有文件要求，本单位自己提出")))

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="openings", verbose_name=_("主办单位"))
    name = models.CharField(_("拟用名称"), max_length=200)
    kind = models.CharField(_("平台类型"), max_length=20, choices=Platform.KINDS)
    purpose = models.CharField(_("功能定位"), max_length=300, blank=True)
    unreached = models.TextField(_("现在哪些服务、哪些群众还够不着"), max_length=2000, blank=True)
    duplicates = models.TextField(_("和现有平台有什么重复，为什么还要开"), max_length=2000, blank=True)
    editor = models.CharField(_("由谁编辑（岗位）"), max_length=200, blank=True)
    hours = models.DecimalField(_("每周用多少小时"), max_digits=5, decimal_places=1, null=True, blank=True)
    funded_until = models.DateField(_("经费保障到哪天"), null=True, blank=True)
    required = models.CharField(_("是不是文件要求开的"), max_length=10, choices=REQUIRED, blank=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, blank=True, related_name="openings", verbose_name=_("哪份文件"))
    ends = models.TextField(_("任务完成或没人用时怎样关停"), max_length=2000, blank=True)
    known = models.JSONField(_("名册已经知道的"), default=dict)  # question → what the register says, so that nobody is asked
    state = models.CharField(_("进展"), max_length=10, choices=STATES, default="asked", db_index=True)
    reason = models.CharField(_("审批理由"), max_length=500, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("申请人"))
    at = models.DateTimeField(_("申请时间"), auto_now_add=True)
    decided_by = models.CharField(_("审批人"), max_length=120, blank=True)
    decided_at = models.DateTimeField(_("审批时间"), null=True, blank=True)
    platform = models.OneToOneField(
        Platform, on_delete=models.SET_NULL, null=True, blank=True, related_name="opening", verbose_name=_("登记为")
    )

    class Meta:
        verbose_name = _("开设申请")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(condition=Q(state__in=("asked", "answered")) | Q(decided_at__isnull=False), name="opening_decided_when"),
            models.CheckConstraint(condition=~Q(state__in=("approved", "refused")) | ~Q(reason=""), name="opening_decided_why"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def unanswered(self) -> list[str]:
        """Names of the fields the gate still has to ask about."""
        blank = [
            name
            for name in ("unreached", "duplicates", "editor", "hours", "funded_until", "required", "ends")
            if getattr(self, name) in ("", None) and name not in self.known
        ]
        return [*blank, *(["order"] if self.required == "order" and self.order_id is None else [])]
