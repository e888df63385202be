"""Units, as a tree."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node


class Unit(MP_Node):
    """One body of government; its `path` begins with the path of the unit above it."""

    LEVELS = (
        ("nation", _("国家")),
        ("province", _("省")),
        ("city", _("市")),
        ("county", _("县")),
        ("town", _("乡镇")),
        ("village", _("村")),
    )

    name = models.CharField(_("单位名称"), max_length=200)
    source = models.CharField(_("来源"), max_length=200, default="registry")
    key = models.CharField(_("单位编号"), max_length=200)
    level = models.CharField(_("层级"), max_length=10, choices=LEVELS, blank=True)
    division_code = models.CharField(_("行政区划代码"), max_length=20, blank=True)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=20, blank=True)
    sought = models.TextField(editable=False, blank=True)

    node_order_by = ()

    class Meta:
        verbose_name = _("单位")
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="unit_once_in_its_source")]

    def __str__(self) -> str:
        return self.name
