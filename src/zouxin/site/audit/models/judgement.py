"""What only a person can answer: what is open, and what was decided."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zouxin.site.audit.models.run import Run
from zouxin.site.people.models import Unit


class Undecided(models.Model):
    """A subject of which a run could not tell because nobody has judged it. Made anew from each run; nothing here that the lake does not have."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="undecided")
    mark = models.CharField(_("标记"), max_length=16, unique=True)
    check_code = models.CharField(_("检查"), max_length=10, db_index=True)
    question = models.CharField(_("问题"), max_length=40)
    subject = models.CharField(_("对象"), max_length=30)
    source = models.CharField(_("来源"), max_length=200)
    subject_id = models.CharField(_("对象编号"), max_length=200)
    subject_name = models.CharField(_("对象名称"), max_length=300, blank=True)
    sought = models.TextField(editable=False, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("单位"))

    class Meta:
        verbose_name = _("等人判断的问题")
        ordering = ("check_code", "id")
        indexes = [models.Index(fields=["unit", "check_code"])]

    def __str__(self) -> str:
        return self.subject_name


class Judgement(models.Model):
    """One answer: yes or no, on what evidence, until when. The last one that was not withdrawn holds; it reaches the lake with the next inspection."""

    VERDICTS = (("yes", _("是")), ("no", _("否")))

    check_code = models.CharField(_("检查"), max_length=10)
    question = models.CharField(_("问题"), max_length=40)
    subject = models.CharField(_("对象"), max_length=30)
    source = models.CharField(_("来源"), max_length=200)
    subject_id = models.CharField(_("对象编号"), max_length=200)
    subject_name = models.CharField(_("对象名称"), max_length=300, blank=True)
    sought = models.TextField(editable=False, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("单位"))
    verdict = models.CharField(_("结论"), max_length=3, choices=VERDICTS)
    basis = models.TextField(_("依据"))
    on = models.DateField(_("判断日期"))
    until = models.DateField(_("有效期至"), null=True, blank=True)
    by = models.CharField(_("谁"), max_length=120)
    role = models.CharField(max_length=20, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("人工判断")
        ordering = ("-id",)
        indexes = [models.Index(fields=["source", "subject", "subject_id", "question"])]
        constraints = [
            models.UniqueConstraint(fields=["subject", "source", "subject_id", "question"], condition=Q(withdrawn_at__isnull=True), name="one_judgement_holds"),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("on")), name="judgement_ends_after_it_begins"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.subject_name
