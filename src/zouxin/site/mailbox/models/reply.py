"""What a unit answers, from the first draft to what the citizen says of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zouxin.site.audit.models import GateDecision
from zouxin.site.mailbox.models.letter import Letter
from zouxin.site.people.models import Unit


class Template(models.Model):
    """Words a unit often writes. They are marked as such: the audit and the gate do not take them for an answer."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reply_templates", verbose_name=_("单位"))
    title = models.CharField(_("名称"), max_length=100)
    text = models.TextField(_("内容"), max_length=2000)
    by = models.CharField(_("谁写的"), max_length=120)
    at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("答复模板")
        ordering = ("title", "id")

    def __str__(self) -> str:
        return self.title


class MailReply(models.Model):
    """One reply. What was sent is never changed: a correction is another reply that names the one it replaces, and both are shown."""

    STAGES = (("interim", _("阶段答复（还在办）")), ("final", _("正式答复")))
    STATES = (("draft", _("草稿")), ("waiting", _("等第二人发出")), ("released", _("已发出")), ("dropped", _("作废")))
    #: how far the news of it got: anything but blank means that the citizen can read it; "sent" and what follows are of the mail that says so
    DELIVERIES = (("", "—"), ("ready", _("来信人可以看到")), ("queued", _("可以看到，邮件等着寄")), ("sent", _("可以看到，邮件已寄出")),
                  ("failed", _("可以看到，邮件没有寄成")), ("bounced", _("可以看到，邮件被退回")))  # fmt: skip

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="replies")
    also = models.ManyToManyField(Letter, related_name="answered_with", blank=True)  # letters that were merged into it when it was sent
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("答复单位"))
    stage = models.CharField(_("是哪一种"), max_length=10, choices=STAGES, default="final")
    text = models.TextField(_("答复内容"))
    template = models.ForeignKey(
        Template, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("用了哪个模板")
    )
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="draft")
    written_by = models.CharField(_("谁写的"), max_length=120)
    written_user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(_("写的时间"), auto_now_add=True)
    decision = models.ForeignKey(
        GateDecision, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("闸口结论")
    )
    released_by = models.CharField(_("谁发出的"), max_length=120, blank=True)
    released_user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(_("发出时间"), null=True, blank=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    delivery = models.CharField(_("送达"), max_length=10, choices=DELIVERIES, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    delivery_note = models.CharField(_("送达说明"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("答复")
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=Q(state="released", released_at__isnull=False) | (~Q(state="released") & Q(released_at__isnull=True)), name="reply_released_with_time"),
            models.CheckConstraint(condition=~Q(replaces=F("id")), name="reply_not_replaced_by_itself"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.letter.number}"


class Verdict(models.Model):
    """What the citizen says of an answer; nobody else can write or change it."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="verdicts")
    reply = models.ForeignKey(MailReply, on_delete=models.PROTECT, related_name="verdicts")
    verdict = models.CharField(_("评价"), max_length=10, choices=Letter.VERDICTS)
    text = models.TextField(_("补充"), max_length=2000, blank=True)
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("来信人评价")
        ordering = ("id",)
