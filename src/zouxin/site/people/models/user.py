"""People who log in."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Users(BaseUserManager["User"]):
    """Makes users and finds them by the name they type."""

    def create_user(self, username: str, password: str | None = None, **said: object) -> "User":
        user = self.model(username=username, **said)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str) -> "User":
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """Who may log in: a login name and what colleagues call them. What they may do stands in their appointments."""

    username = models.CharField(
        _("登录名"), max_length=60, unique=True, validators=[RegexValidator(r"^[\w.@+-]+$", _("登录名只能用字母、数字和 . @ + - _"))]
    )
    label = models.CharField(_("称呼"), max_length=60, help_text=_("同事看到的称呼，可以是岗位名，不必是真名"))
    email = models.EmailField(_("接收通知的邮箱"), blank=True)
    subject = models.CharField(_("统一身份认证标识"), max_length=255, blank=True)
    is_active = models.BooleanField(_("可以登录"), default=True)
    joined_at = models.DateTimeField(_("加入时间"), auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ("label",)
    objects = Users()

    class Meta:
        verbose_name = _("用户")
        constraints = [
            models.UniqueConstraint(models.functions.Lower("username"), name="login_name_once"),
            models.UniqueConstraint(fields=["subject"], condition=~models.Q(subject=""), name="identity_once"),
        ]

    def __str__(self) -> str:
        return self.label or self.username
