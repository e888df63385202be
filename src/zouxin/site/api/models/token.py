"""A key for a program that reads in somebody's name."""

import hashlib
import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

PREFIX = "zx_"


class ApiToken(models.Model):
    """Reads what its owner may see, until its last day or until it is revoked. Only a hash of the key is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="api_tokens", verbose_name=_("用户"))
    label = models.CharField(_("用途"), max_length=60)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("创建时间"), auto_now_add=True)
    until = models.DateField(_("最后一天"))
    revoked_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("接口密钥")

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
