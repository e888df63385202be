"""The money platforms cost."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zouxin.site.people.models import Unit
from zouxin.site.registry.models.platform import Platform


class Contract(models.Model):
    """One contract to build or run platforms; who pays, who is paid, how much for which time."""

    source = models.CharField(_("来源"), max_length=200, default="registry")
    key = models.CharField(_("合同编号"), max_length=200)
    title = models.CharField(_("合同名称"), max_length=300, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="contracts", verbose_name=_("采购单位"))
    vendor = models.CharField(_("供应商"), max_length=200, blank=True)
    yuan = models.DecimalField(_("合同金额（元）"), max_digits=16, decimal_places=2, null=True, blank=True)
    from_on = models.DateField(_("开始日期"), null=True, blank=True)
    until_on = models.DateField(_("结束日期"), null=True, blank=True)
    sought = models.TextField(editable=False, blank=True)

    class Meta:
        verbose_name = _("合同")
        indexes = [models.Index(fields=["title", "id"])]
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="contract_once_in_its_source"),
            models.CheckConstraint(condition=Q(yuan__isnull=True) | Q(yuan__gte=0), name="contract_costs_nothing_or_more"),
        ]

    def __str__(self) -> str:
        return self.title or self.key


class ContractPlatform(models.Model):
    """One platform a contract pays for; `share` of the amount, 0 to 1, null where the contract does not say it."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="platforms")
    platform = models.ForeignKey(Platform, on_delete=models.CASCADE, related_name="contracts")
    share = models.DecimalField(_("分摊比例"), max_digits=13, decimal_places=12, null=True, blank=True)

    class Meta:
        verbose_name = _("合同分摊")
        constraints = [
            models.UniqueConstraint(fields=["contract", "platform"], name="platform_once_a_contract"),
            models.CheckConstraint(condition=Q(share__isnull=True) | Q(share__gte=0, share__lte=1), name="share_of_a_whole"),
        ]

    @property
    def percent(self) -> Decimal | None:
        """The share of a hundred."""
        return None if self.share is None else self.share * 100
