"""What a citizen wrote, who has it, and the files beside it."""

import base64
import hmac
import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zouxin.model.datum import WGS84, Point
from zouxin.site.components.inserting import Inserting
from zouxin.site.people.models import Unit

KINDS = (
    ("help", _("求助")),
    ("complaint", _("投诉、反映问题")),
    ("consultation", _("咨询")),
    ("suggestion", _("建议")),
    ("praise", _("表扬")),
    ("other", _("其他")),
)
#: digits and capitals that are not taken for one another when read aloud
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class Letter(models.Model):
    """One letter. Four facts stand in four fields: acknowledged, answered, solved, and what the citizen says of it.

    Its secret link is worked out from `salt` and the deployment's key and stands nowhere. Who wrote it stands apart, in `Contact`.
    """

    CHANNELS = (("form", _("网页")), ("open311", "Open311"), ("mail", _("邮件")), ("import", _("表格")), ("12345", _("12345 热线")))
    #: ways on which nobody here was asked by the citizen for a mail: a person says so first
    BROUGHT = ("mail", "import", "12345")
    STATES = (
        ("received", _("待分办")), ("routed", _("办理中")), ("answered", _("已答复")), ("reopened", _("重新办理")), ("solved", _("来信人认为已解决")), ("merged", _("已并案")),
        ("shredded", _("已销毁")),
    )  # fmt: skip
    OPEN = ("received", "routed", "reopened")
    VERDICTS = (("solved", _("解决了")), ("partly", _("解决了一部分")), ("not", _("没有解决")))

    number = models.CharField(_("回执号"), max_length=20)
    salt = models.CharField(max_length=32, editable=False)
    digest = models.CharField(_("内容校验和"), max_length=64)
    once = models.CharField(max_length=64, null=True, editable=False)
    channel = models.CharField(_("怎样来的"), max_length=10, choices=CHANNELS, default="form")
    kind = models.CharField(_("类型"), max_length=20, choices=KINDS, default="help")
    kind_asked = models.CharField(_("提议改成"), max_length=20, choices=KINDS, blank=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="letters", verbose_name=_("承办单位"), db_index=False
    )
    title = models.CharField(_("标题"), max_length=200)
    text = models.TextField(_("内容"))
    sought = models.TextField(editable=False, blank=True)
    place = models.CharField(_("地点"), max_length=200, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    datum = models.CharField(max_length=10, blank=True)
    place_wish = models.BooleanField(_("公开时可以带上大致地点"), default=False)
    public_wish = models.BooleanField(_("同意公开"), default=True)
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="received")
    received_at = models.DateTimeField(_("收到时间"))
    received_on = models.DateField(_("收到日期"), db_index=True)
    acknowledged_at = models.DateTimeField(_("告知收到"), null=True, blank=True)
    answered_at = models.DateTimeField(_("第一次实质答复"), null=True, blank=True)
    solved_at = models.DateTimeField(_("解决"), null=True, blank=True)
    verdict = models.CharField(_("来信人评价"), max_length=10, choices=VERDICTS, blank=True)
    verdict_at = models.DateTimeField(_("评价时间"), null=True, blank=True)
    disputes = models.PositiveSmallIntegerField(_("退回次数"), default=0)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", db_index=False)
    published_at = models.DateTimeField(_("公开时间"), null=True, blank=True)
    shredded_at = models.DateTimeField(_("销毁时间"), null=True, blank=True)
    entered = models.BooleanField(default=False, editable=False)

    objects = Inserting()

    class Meta:
        verbose_name = _("来信")
        indexes = [models.Index(fields=["unit", "state", "-id"]), models.Index(fields=["state", "-id"]),
                   models.Index(fields=["id"], condition=Q(entered=False), name="letter_not_in_the_log_yet"),
                   # of what few letters have, few are in the index: a letter that comes writes no more of them than it must
                   models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="letter_merged"),
                   models.Index(fields=["published_at"], condition=Q(published_at__isnull=False), name="letter_published")]  # fmt: skip
        constraints = [
            models.UniqueConstraint(fields=["number"], name="letter_number_once"),
            models.UniqueConstraint(fields=["once"], name="letter_once"),
            models.CheckConstraint(condition=Q(verdict="", verdict_at__isnull=True) | (~Q(verdict="") & Q(verdict_at__isnull=False)), name="letter_verdict_with_time"),
            models.CheckConstraint(condition=Q(state="shredded", text="", shredded_at__isnull=False) | (~Q(state="shredded") & Q(shredded_at__isnull=True)), name="letter_shredded_is_empty"),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="letter_not_merged_into_itself"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @staticmethod
    def fresh_number(day: str) -> str:
        """A number nobody can guess the next of: the day, and 30 random bits."""
        return f"{day}-{''.join(ALPHABET[one & 31] for one in secrets.token_bytes(6))}"

    @property
    def secret(self) -> str:
        """The last part of its secret link: 130 bits of a keyed hash."""
        said = hmac.digest(settings.SECRET_KEY.encode(), f"letter {self.salt} {self.number}".encode(), "sha256")
        return base64.b32encode(said).decode()[:26].lower()

    @property
    def point(self) -> Point | None:
        """Where it is about, with its datum."""
        if self.latitude is None or self.longitude is None:
            return None
        return Point(float(self.latitude), float(self.longitude), self.datum or WGS84)

    @property
    def public_point(self) -> Point | None:
        """What everybody may see of that: about 100 m, and nothing where its writer did not wish it."""
        return self.point.coarse() if self.point and self.place_wish else None

    def opens(self, secret: str) -> bool:
        """Whether a secret is this letter's."""
        return hmac.compare_digest(secret.lower().encode(), self.secret.encode())


class Contact(models.Model):
    """Who wrote, kept apart from what was written; every look at it is logged, and it goes with the letter."""

    letter = models.OneToOneField(Letter, on_delete=models.CASCADE, related_name="contact")
    name = models.CharField(_("称呼"), max_length=60, blank=True)
    phone = models.CharField(_("电话"), max_length=30, blank=True)
    email = models.EmailField(_("电子邮箱"), blank=True)
    mail_wish = models.BooleanField(_("希望用邮件告诉"), default=False)
    mail_allowed_by = models.CharField(_("谁打开了邮件答复"), max_length=120, blank=True)
    may_pass_at = models.DateTimeField(_("同意转给别的系统"), null=True, blank=True)  # when they agreed; blank where they did not

    class Meta:
        verbose_name = _("联系方式")


class LetterFile(models.Model):
    """A file beside a letter: as it came, for those who work on it, and a copy without what it does not show, for the public."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(_("文件名"), max_length=200)
    kind = models.CharField(max_length=10)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    file = models.FileField(upload_to="letters/", max_length=200)
    public = models.FileField(upload_to="letters/public/", max_length=200, blank=True)
    note = models.CharField(_("处理说明"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("附件")
        ordering = ("id",)


class Custody(models.Model):
    """Who has had a letter, from when to when: one at every moment."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="custody")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("单位"))
    from_at = models.DateTimeField(_("接手时间"))
    until_at = models.DateTimeField(_("移交时间"), null=True, blank=True)
    by = models.CharField(_("谁转的"), max_length=120)
    why = models.CharField(_("原因"), max_length=500, blank=True)
    outside = models.CharField(_("对方系统"), max_length=120, blank=True)  # works on it too; the unit still answers for it

    class Meta:
        verbose_name = _("经手")
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["letter"], condition=Q(until_at__isnull=True), name="letter_has_one_owner")]


class Pause(models.Model):
    """Days that do not count, with the reason; the citizen sees it."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="pauses")
    from_on = models.DateField(_("从哪天起"))
    until_on = models.DateField(_("到哪天止"), null=True, blank=True)
    reason = models.CharField(_("原因"), max_length=500)
    by = models.CharField(_("谁"), max_length=120)

    class Meta:
        verbose_name = _("暂停计时")
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="pause_ends_after_it_begins")
        ]
