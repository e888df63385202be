"""The document that required accounts to be opened."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zouxin.site.people.models import Unit


class Order(models.Model):
    """One order (红头文件); platforms point at the order without which they would not be."""

    DEMANDS = (
        ("open", _("开设账号")),
        ("join", _("加入群")),
        ("follow", _("关注")),
        ("install", _("安装")),
        ("post", _("发布")),
        ("report", _("填报")),
        ("other", _("其他")),
    )
    ASSESSES = (("opened", _("是否开通")), ("activity", _("活跃度")), ("content", _("内容质量")), ("nothing", _("不考核")))

    source = models.CharField(_("来源"), max_length=200, default="registry")
    key = models.CharField(_("文件编号"), max_length=200)
    number = models.CharField(_("文号"), max_length=200, blank=True)
    title = models.CharField(_("文件标题"), max_length=300)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("发文单位"))
    issued_on = models.DateField(_("发文日期"), null=True, blank=True)
    deadline_on = models.DateField(_("完成时限"), null=True, blank=True)
    demands = models.CharField(_("要求事项"), max_length=10, choices=DEMANDS, blank=True)
    kind = models.CharField(_("要求平台类型"), max_length=40, blank=True)
    assesses = models.CharField(_("考核内容"), max_length=10, choices=ASSESSES, blank=True)
    text = models.TextField(_("文件正文"), max_length=200_000, blank=True)
    sought = models.TextField(editable=False, blank=True)

    class Meta:
        verbose_name = _("文件")
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="order_once_in_its_source")]

    def __str__(self) -> str:
        return f"{self.title}（{self.number}）" if self.number else self.title
