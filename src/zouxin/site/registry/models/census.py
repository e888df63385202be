"""A census read from a file: what was made of it, what it changed, what was kept out."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zouxin.site.people.models import Unit


class CensusImport(models.Model):
    """One file on its way into the register. Rows of the file are counted once: read = landed + quarantined.

    `mapping`: the sheets as they were read: headings, first rows, what each column was taken for. `given`: pairs (column, "table.column")
    a person chose, `values` what holds in every row.
    """

    STATES = (
        ("reading", _("正在读取")), ("preview", _("待确认")), ("landing", _("正在导入")), ("landed", _("已导入")), ("undone", _("已撤销")),
        ("dropped", _("已放弃")), ("failed", _("没有读成")),
    )  # fmt: skip
    BUSY = ("reading", "landing")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("清单范围"))
    name = models.CharField(_("文件"), max_length=255)
    file = models.FileField(upload_to="census/", max_length=255)
    size = models.BigIntegerField(_("字节"))
    digest = models.CharField(max_length=64, db_index=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("谁"))
    at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    state = models.CharField(_("进展"), max_length=10, choices=STATES, default="reading", db_index=True)
    because = models.TextField(_("没有读成的原因"), blank=True)
    done = models.PositiveIntegerField(default=0)
    read = models.PositiveIntegerField(_("读到"), default=0)
    landed = models.PositiveIntegerField(_("可导入"), default=0)
    quarantined = models.PositiveIntegerField(_("隔离"), default=0)
    fresh = models.PositiveIntegerField(_("新增"), default=0)
    changed = models.PositiveIntegerField(_("变更"), default=0)
    same = models.PositiveIntegerField(_("没有变化"), default=0)
    absent = models.PositiveIntegerField(_("清单里没有"), default=0)
    mapping = models.JSONField(default=list)
    given = models.JSONField(default=list)
    values = models.JSONField(default=dict)
    landed_at = models.DateTimeField(_("导入时间"), null=True, blank=True)
    undone_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("清单导入")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(condition=Q(read=F("landed") + F("quarantined")), name="census_counts_reconcile"),
            models.CheckConstraint(condition=~Q(state__in=("landed", "undone")) | Q(landed_at__isnull=False), name="census_landed_when"),
        ]

    def __str__(self) -> str:
        return self.name


class CensusChange(models.Model):
    """One row of the register that an import makes or changes. `before` and `after` hold the fields as they stand in the database, so that
    an undo puts back just what was; `thing` is the row's id once it has landed; `shown` is the same for a reader: (field, before, after).
    """

    KINDS = (
        ("unit", _("单位")),
        ("order", _("文件")),
        ("platform", _("平台")),
        ("alias", _("曾用名")),
        ("contract", _("合同")),
        ("share", _("合同分摊")),
    )
    WHATS = (("new", _("新增")), ("changed", _("变更")))

    imported = models.ForeignKey(CensusImport, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(_("哪类"), max_length=10, choices=KINDS)
    what = models.CharField(_("怎样"), max_length=10, choices=WHATS)
    key = models.CharField(_("编号"), max_length=400)
    name = models.CharField(_("名称"), max_length=300, blank=True)
    row = models.PositiveIntegerField(_("行号"), default=0)
    thing = models.BigIntegerField(null=True)
    before = models.JSONField(null=True)
    after = models.JSONField(default=dict)
    shown = models.JSONField(default=list)

    class Meta:
        ordering = ("id",)
        indexes = [models.Index(fields=["imported", "kind", "what"])]


class CensusProblem(models.Model):
    """One row of the file that was kept out, with the reason and what would be right."""

    imported = models.ForeignKey(CensusImport, on_delete=models.CASCADE, related_name="problems")
    sheet = models.CharField(_("工作表"), max_length=200, blank=True)
    row = models.PositiveIntegerField(_("行号"), default=0)
    column = models.CharField(_("列"), max_length=200, blank=True)
    value = models.CharField(_("内容"), max_length=200, blank=True)
    reason = models.TextField(_("原因"))
    remedy = models.TextField(_("怎样改"), blank=True)

    class Meta:
        ordering = ("sheet", "row", "id")
