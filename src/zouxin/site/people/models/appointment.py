"""In which role somebody works for which unit, from when until when."""

import hashlib
import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zouxin.site.people.models.unit import Unit
from zouxin.site.people.roles import CHOICES


class Post(models.Model):
    """A role at a unit; a hosting company's has an end."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, verbose_name=_("单位"))
    role = models.CharField(_("角色"), max_length=20, choices=CHOICES)
    ends_on = models.DateField(_("最后一天"), null=True, blank=True)

    class Meta:
        abstract = True


class Appointment(Post):
    """What a user may do, and for whom; ended, never deleted."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("用户"))
    starts_on = models.DateField(_("第一天"))
    ended_at = models.DateTimeField(_("提前结束"), null=True, blank=True)

    class Meta:
        verbose_name = _("任职")
        constraints = [
            models.CheckConstraint(condition=~Q(role="host") | Q(ends_on__isnull=False), name="hosting_company_has_an_end"),
            models.UniqueConstraint(fields=["user", "unit", "role"], condition=Q(ended_at__isnull=True), name="one_standing_appointment"),
        ]


class Invitation(Post):
    """A link that lets one person in, once. Only a hash of what the link holds is kept."""

    label = models.CharField(_("称呼"), max_length=60)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    until = models.DateTimeField(_("链接有效期至"))
    accepted_at = models.DateTimeField(_("接受时间"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("邀请")
        constraints = [
            models.CheckConstraint(condition=~Q(role="host") | Q(ends_on__isnull=False), name="invited_company_has_an_end"),
            models.CheckConstraint(condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True), name="accepted_or_withdrawn"),
        ]

    @staticmethod
    def token() -> str:
        """A fresh secret for a link."""
        return secrets.token_urlsafe(32)

    @staticmethod
    def hashed(token: str) -> str:
        """What is kept of a link's secret."""
        return hashlib.sha256(token.encode()).hexdigest()
