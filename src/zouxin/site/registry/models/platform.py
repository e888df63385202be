"""A platform and its life."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zouxin.site.people.models import Unit
from zouxin.site.registry.models.order import Order


class Platform(models.Model):
    """One account, app, site, column, mailbox, hotline, work group or bot. `stage` is where it stands in its life, blank where nobody said;
    only a Step changes it.

    `source` and `key` name it in the lake. What nobody said is null or blank, never zero.
    """

    KINDS = (
        ("wechat", _("微信公众号")), ("weibo", _("微博")), ("short_video", _("短视频")), ("app", _("移动客户端")), ("mini_program", _("小程序")), ("website", _("网站")),
        ("column", _("栏目")), ("mailbox", _("信箱")), ("hotline", _("热线")), ("group", _("工作群")), ("bot", _("机器人")), ("other", _("其他")),
    )  # fmt: skip
    STAGES = (
        ("preparing", _("拟开设")), ("filed", _("已备案")), ("live", _("在用")), ("warned", _("预警")), ("mending", _("整改")), ("frozen", _("暂停")), ("closing", _("关停公告")),
        ("closed", _("已注销")), ("moved", _("已迁移")), ("archived", _("已归档")), ("lost", _("失控")),
    )  # fmt: skip
    OPERATORS = (("owner", _("自行运营")), ("unit", _("其他单位运营")), ("company", _("委托公司运营")))
    #: kinds of account 国办发〔2018〕123号 speaks of
    ACCOUNTS = ("wechat", "weibo", "short_video", "app", "mini_program", "other")
    #: stages in which it is kept up, and those in which it is gone for good
    STANDING = ("live", "warned", "mending")
    GONE = ("closed", "moved", "archived")
    #: kinds a citizen may look for; work groups are nobody's business but their members'
    PUBLIC = ("wechat", "weibo", "short_video", "app", "mini_program", "website", "mailbox", "hotline", "bot", "other")

    source = models.CharField(_("来源"), max_length=200, default="registry")
    key = models.CharField(_("平台编号"), max_length=200)
    name = models.CharField(_("平台名称"), max_length=200)
    kind = models.CharField(_("平台类型"), max_length=20, choices=KINDS)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="platforms", verbose_name=_("主办单位"))
    stage = models.CharField(_("状态"), max_length=10, choices=STAGES, default="live", blank=True, db_index=True)
    operator = models.CharField(_("运营单位"), max_length=200, blank=True)
    operator_kind = models.CharField(_("运营方式"), max_length=10, choices=OPERATORS, blank=True)
    certified_name = models.CharField(_("认证主体"), max_length=200, blank=True)
    opened_on = models.DateField(_("开通日期"), null=True, blank=True)
    closed_on = models.DateField(_("关停日期"), null=True, blank=True)
    closure_notice_on = models.DateField(_("关停公告日期"), null=True, blank=True)
    filing_number = models.CharField(_("备案编号"), max_length=100, blank=True)
    filed_on = models.DateField(_("备案日期"), null=True, blank=True)
    order = models.ForeignKey(Order, on_delete=models.SET_NULL, null=True, blank=True, related_name="platforms", verbose_name=_("开设依据"))
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="parts", verbose_name=_("所属平台"))
    section = models.CharField(_("栏目类型"), max_length=20, blank=True)
    campaign = models.BooleanField(_("是否专项工作"), null=True, blank=True)
    purpose = models.CharField(_("功能定位"), max_length=300, blank=True)
    task_ends_on = models.DateField(_("任务截止日期"), null=True, blank=True)
    url = models.URLField(_("网址"), max_length=500, blank=True)
    handle = models.CharField(_("账号 ID"), max_length=200, blank=True)
    editors = models.PositiveIntegerField(_("运维人数"), null=True, blank=True)
    members = models.PositiveIntegerField(_("群人数"), null=True, blank=True)
    funded_until = models.DateField(_("经费截止日期"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged", verbose_name=_("并入平台")
    )
    confirmed_on = models.DateField(_("最近确认"), null=True, blank=True)
    sought = models.TextField(editable=False, blank=True)

    class Meta:
        verbose_name = _("平台")
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="platform_once_in_its_source")]
        indexes = [
            models.Index(fields=["unit", "confirmed_on"]),
            models.Index(fields=["unit", "kind"]),
            models.Index(fields=["kind", "stage"]),
            models.Index(fields=["name", "id"]),
        ]

    def __str__(self) -> str:
        return self.name


class Alias(models.Model):
    """A name it had, from when until when."""

    platform = models.ForeignKey(Platform, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("曾用名"), max_length=200)
    from_on = models.DateField(_("启用日期"), null=True, blank=True)
    until_on = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["platform", "name"], name="alias_once_a_platform")]

    def __str__(self) -> str:
        return self.name


class Step(models.Model):
    """One step of a platform's life: from where to where, who, when, by which document."""

    platform = models.ForeignKey(Platform, on_delete=models.CASCADE, related_name="steps")
    before = models.CharField(_("之前"), max_length=10, choices=Platform.STAGES, blank=True)
    after = models.CharField(_("之后"), max_length=10, choices=Platform.STAGES, blank=True)
    on = models.DateField(_("日期"))
    number = models.CharField(_("文号"), max_length=200, blank=True)
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    by = models.CharField(_("谁"), max_length=120)
    imported = models.ForeignKey("CensusImport", on_delete=models.SET_NULL, null=True, blank=True, related_name="steps")
    at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    class Meta:
        ordering = ("-on", "-id")


class Confirmation(models.Model):
    """An owner's click that what the register says is right; asked for twice a year."""

    platform = models.ForeignKey(Platform, on_delete=models.CASCADE, related_name="confirmations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    on = models.DateField(_("日期"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["platform", "on"], name="confirmed_once_a_day")]
