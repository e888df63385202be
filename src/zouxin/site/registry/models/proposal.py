"""What somebody who runs a platform wants changed in the register."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zouxin.site.registry.models.platform import Platform


class Proposal(models.Model):
    """New values for a platform's fields (`said`: field → value as text), or a step of its life (`after`); taken or refused by somebody else."""

    STATES = (("open", _("待处理")), ("accepted", _("已采纳")), ("refused", _("未采纳")), ("withdrawn", _("已撤回")))

    platform = models.ForeignKey(Platform, on_delete=models.CASCADE, related_name="proposals", verbose_name=_("平台"))
    said = models.JSONField(_("建议改成"), default=dict)
    after = models.CharField(_("建议状态"), max_length=10, choices=Platform.STAGES, blank=True)
    answers = models.JSONField(_("对闸口问题的回答"), default=dict)  # question → answer, of a step that opens a platform
    known = models.JSONField(_("名册已经知道的"), default=dict)  # question → what the register says
    asked = models.JSONField(_("闸口的问题"), default=list)  # names of the questions, none where nothing opens
    reason = models.CharField(_("理由"), max_length=500)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("提出人"))
    at = models.DateTimeField(_("提出时间"), auto_now_add=True)
    state = models.CharField(_("进展"), max_length=10, choices=STATES, default="open", db_index=True)
    answer = models.CharField(_("答复"), max_length=500, blank=True)
    decided_by = models.CharField(_("处理人"), max_length=120, blank=True)
    decided_at = models.DateTimeField(_("处理时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("修改建议")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True) | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="proposal_decided_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.platform}"

    @property
    def unanswered(self) -> list[str]:
        """Names of the questions the platform gate still has to ask."""
        return [name for name in self.asked if not self.answers.get(name) and name not in self.known]
