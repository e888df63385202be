"""Telling a citizen by mail that their letter has been answered."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zouxin.site.mailbox.models.letter import Letter
from zouxin.site.mailbox.models.reply import MailReply


class ReplyMail(models.Model):
    """One mail about one reply to whoever wrote one letter: how far it got. Neither address nor text stand here; both are looked up when it goes."""

    STATES = (("queued", _("等着寄")), ("sending", _("正在寄")), ("sent", _("已寄出")), ("failed", _("没有寄成")), ("bounced", _("被退回")))

    reply = models.ForeignKey(MailReply, on_delete=models.CASCADE, related_name="mails")
    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="mails")
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="queued")
    not_before = models.DateTimeField(_("最早什么时候寄"))
    attempts = models.PositiveSmallIntegerField(_("试过几次"), default=0)
    at = models.DateTimeField(_("时间"))
    because = models.CharField(_("说明"), max_length=300, blank=True)
    message_id = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("答复通知邮件")
        ordering = ("id",)
        indexes = [models.Index(fields=["not_before"], condition=Q(state__in=("queued", "sending")), name="reply_mail_to_send")]
        constraints = [
            models.UniqueConstraint(fields=["reply", "letter"], name="reply_mail_once"),
            models.UniqueConstraint(fields=["message_id"], name="reply_mail_id_once"),
        ]
