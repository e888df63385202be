"""The gate's keys for others, and what it decided."""

import hashlib
import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zouxin.site.people.models import Unit

KINDS = (("reply", _("答复")), ("post", _("推送")), ("order", _("通知、文件")), ("platform", _("新开平台")))
DECISIONS = (("BLOCK", _("拦下")), ("REVIEW", _("请人再看")), ("PASS", _("没有发现问题")), ("NOT_JUDGED", _("没有可看的内容")))
PREFIX = "zxg_"


class GateKey(models.Model):
    """A key by which a hosting company or the vendor of a robot asks the gate. Only a hash of it is kept.

    `automatic`: nobody reads what it sends before it goes out, so what a person would have to look at is stopped.
    `fails`: the owner's stated choice of what happens while the gate cannot be asked; told with every answer.
    """

    FAILS = (("closed", _("问不到就不发")), ("open", _("问不到照发，事后补查")))

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="gate_keys", verbose_name=_("单位"))
    label = models.CharField(_("给谁用"), max_length=100)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    automatic = models.BooleanField(_("机器人直接发出，没有人过目"), default=False)
    fails = models.CharField(_("问不到的时候"), max_length=6, choices=FAILS, default="closed")
    per_minute = models.PositiveIntegerField(_("每分钟最多问几次"), default=60)
    per_day = models.PositiveIntegerField(_("每天最多问几次"), default=5000)
    until = models.DateField(_("最后一天"))
    made_by = models.CharField(_("谁创建"), max_length=120)
    made_at = models.DateTimeField(_("创建时间"), auto_now_add=True)
    off_at = models.DateTimeField(_("停用时间"), null=True, blank=True)
    off_by = models.CharField(_("谁停用"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("闸口密钥")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(off_by="", off_at__isnull=True) | (~Q(off_by="") & Q(off_at__isnull=False)), name="gate_key_off_by_somebody"
            )
        ]

    def __str__(self) -> str:
        return self.label

    @staticmethod
    def secret() -> str:
        """A fresh key: 256 random bits."""
        return PREFIX + secrets.token_urlsafe(32)

    @staticmethod
    def hashed(secret: str) -> str:
        """What is kept of a key."""
        return hashlib.sha256(secret.encode()).hexdigest()


class GateDecision(models.Model):
    """One answer of the gate. What was asked is not kept, only its hash: a later copy can be told to be the same."""

    at = models.DateTimeField(_("时间"), auto_now_add=True, db_index=True)
    kind = models.CharField(_("看的是什么"), max_length=10, choices=KINDS)
    key = models.ForeignKey(GateKey, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("密钥"))
    by = models.CharField(_("谁问的"), max_length=120)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("单位"))
    digest = models.CharField(_("内容的校验和"), max_length=64)
    chars = models.PositiveIntegerField(_("字数"))
    decision = models.CharField(_("结论"), max_length=10, choices=DECISIONS, db_index=True)
    checks = models.JSONField(_("依据的检查"), default=list)
    moment = models.DateField(_("按哪一天的规则"))
    overruled_by = models.CharField(_("谁推翻的"), max_length=120, blank=True)
    overruled_user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    overruled_at = models.DateTimeField(_("推翻时间"), null=True, blank=True)
    reason = models.CharField(_("为什么推翻"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("闸口结论")
        ordering = ("-id",)
        indexes = [models.Index(fields=["key", "at"]), models.Index(fields=["user", "at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(overruled_by="", overruled_at__isnull=True, reason="")
                | (~Q(overruled_by="") & Q(overruled_at__isnull=False) & ~Q(reason="")),
                name="gate_overruled_with_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.digest[:8]}"

    @property
    def passes(self) -> bool:
        """Whether what was asked about may go out without another person: nothing was found, or somebody who may has said why it goes out all the same."""
        return self.decision == "PASS" or bool(self.overruled_by)
