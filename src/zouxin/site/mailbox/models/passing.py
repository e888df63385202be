"""Other systems a letter may belong to, and letters passed on to them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zouxin.site.mailbox.models.letter import Letter
from zouxin.site.people.models import Unit


class Endpoint(models.Model):
    """A system that speaks Open311 GeoReport v2. Its api_key stands in a file of the deployment (`key_file` is its name), never here."""

    FORMS = (("json", "JSON"), ("xml", "XML"))

    name = models.CharField(_("名称"), max_length=100, unique=True)
    url = models.CharField(_("网址"), max_length=300)
    jurisdiction = models.CharField("jurisdiction_id", max_length=100, blank=True)
    form = models.CharField(_("格式"), max_length=4, choices=FORMS, default="json")
    key_file = models.CharField(_("密钥文件名"), max_length=60, blank=True)
    services = models.JSONField(_("服务"), default=list)  # [code, name, group, asks more] as read at `services_at`
    services_at = models.DateTimeField(_("读到服务的时间"), null=True, blank=True)
    by = models.CharField(_("谁登记的"), max_length=120)
    at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    off_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("别的系统")
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class Passing(models.Model):
    """One letter passed on to one system. What leaves (`sent`, `files`) is settled before it leaves; a killed sender leaves `sending`, which is never sent again
    but becomes `unsure`, and a person asks the other side."""

    STATES = (
        ("intended", _("待送出")), ("sending", _("正在送")), ("token", _("对方收下了，等编号")), ("accepted", _("对方已受理")), ("closed", _("对方已办结")),
        ("refused", _("对方没有收")), ("unsent", _("没有送出")), ("unsure", _("不知道对方收到没有")),
    )  # fmt: skip
    #: over without effect: the letter may be passed on again
    FAILED = ("refused", "unsent")
    #: the other side is still at work
    FOLLOWED = ("token", "accepted")

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="passings")
    endpoint = models.ForeignKey(Endpoint, on_delete=models.PROTECT, related_name="passings", verbose_name=_("转给"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("转出单位"))
    service = models.CharField(_("服务"), max_length=200)
    sent = models.JSONField(_("送出的内容"), default=dict)
    files = models.JSONField(_("送出的照片"), default=list)  # [key of the letter's file, name, sha256 of the public copy]
    with_contact = models.BooleanField(_("带联系方式"), default=False)
    state = models.CharField(_("进展"), max_length=10, choices=STATES, default="intended")
    why = models.CharField(_("说明"), max_length=500, blank=True)
    token = models.CharField(max_length=200, blank=True)
    number = models.CharField(_("对方编号"), max_length=200, blank=True)
    status = models.CharField(_("对方状态"), max_length=40, blank=True)
    notes = models.CharField(_("对方说明"), max_length=1000, blank=True)
    agency = models.CharField(_("对方承办"), max_length=200, blank=True)
    by = models.CharField(_("谁转的"), max_length=120)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("决定转出的时间"), auto_now_add=True)
    sent_at = models.DateTimeField(_("送出时间"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("受理时间"), null=True, blank=True)
    closed_at = models.DateTimeField(_("对方办结时间"), null=True, blank=True)
    asked_at = models.DateTimeField(_("上次去问的时间"), null=True, blank=True)
    next_at = models.DateTimeField(_("下次去问的时间"), null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("转给别的系统的信")
        ordering = ("-id",)
        indexes = [models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="passing_to_ask")]
        constraints = [
            models.UniqueConstraint(fields=["letter", "endpoint"], condition=~Q(state__in=("refused", "unsent")), name="letter_passed_once"),
            models.CheckConstraint(condition=~Q(state__in=("accepted", "closed")) | (~Q(number="") & Q(accepted_at__isnull=False)), name="passing_accepted_with_number"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.letter.number} → {self.endpoint}"

    @property
    def left(self) -> bool:
        """Whether the citizen's words left, as far as anybody knows."""
        return self.state in ("token", "accepted", "closed", "unsure")
