"""What came in by mail or in a table and waits for a person: not a letter yet, and nothing runs and nothing is sent because of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zouxin.site.mailbox.models.intake import Intake
from zouxin.site.mailbox.models.letter import KINDS, Letter
from zouxin.site.people.models import Unit


class Incoming(models.Model):
    """A message or a row in quarantine. It becomes a letter when somebody releases it; then, as when it is refused and its days are over, what it
    held is taken out of it, and `key`, a hash, stays so that the same never comes in twice.

    `unit`: for whom it was read in, None for the whole office; only who may decide for that unit sees it. `contact`: name, phone, email as they came,
    shown masked. `besides`: pairs (heading, cell) of what another system says of it. `mark`: where the original lies in its mailbox.
    """

    CHANNELS = (("mail", _("邮件")), ("import", _("表格")), ("12345", _("12345 热线")))
    STATES = (
        ("waiting", _("待定")),
        ("aside", _("另放（自动发的）")),
        ("released", _("已收为来信")),
        ("rejected", _("不收")),
        ("erased", _("内容已清除")),
    )
    OPEN = ("waiting", "aside")
    MACHINES = (("", "—"), ("automatic", _("自动回复或群发")), ("bounce", _("退信")))
    REASONS = (
        ("spam", _("垃圾信息")),
        ("not_ours", _("不归本单位管")),
        ("duplicate", _("重复")),
        ("machine", _("自动发的")),
        ("other", _("其他")),
    )

    channel = models.CharField(_("怎样来的"), max_length=10, choices=CHANNELS)
    key = models.CharField(max_length=64)
    digest = models.CharField(_("内容校验和"), max_length=64)
    source = models.CharField(_("从哪里来"), max_length=200)
    mark = models.CharField(_("在原处的位置"), max_length=250, blank=True)
    number = models.CharField(_("原编号"), max_length=100, blank=True)
    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, null=True, blank=True, related_name="incoming", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("范围"))
    meant = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("原承办单位"), db_index=False
    )
    kind = models.CharField(_("类型"), max_length=20, choices=KINDS, default="other")
    title = models.CharField(_("标题"), max_length=200, blank=True)
    text = models.TextField(_("内容"), blank=True)
    quoted = models.TextField(_("引用的以前的内容"), blank=True)
    place = models.CharField(_("地点"), max_length=200, blank=True)
    contact = models.JSONField(default=dict)
    besides = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    wrong = models.TextField(_("读不了的原因"), blank=True)
    machine = models.CharField(_("机器发的"), max_length=10, choices=MACHINES, blank=True)
    received_at = models.DateTimeField(_("收到时间"))
    written_at = models.DateTimeField(_("信上写的时间"), null=True, blank=True)
    came_at = models.DateTimeField(_("读进来的时间"), auto_now_add=True)
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="waiting")
    reason = models.CharField(_("不收的原因"), max_length=10, choices=REASONS, blank=True)
    why = models.CharField(_("说明"), max_length=500, blank=True)
    decided_by = models.CharField(_("谁定的"), max_length=120, blank=True)
    decided_at = models.DateTimeField(_("定的时间"), null=True, blank=True)
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, null=True, blank=True, related_name="came_as")
    left = models.JSONField(default=list)  # names of files still to be removed: emptied when they are

    class Meta:
        verbose_name = _("待收的来件")
        ordering = ("-id",)
        indexes = [models.Index(fields=["state", "-id"]), models.Index(fields=["channel", "mark"], name="incoming_by_mark")]
        constraints = [
            models.UniqueConstraint(fields=["channel", "key"], name="incoming_once"),
            models.CheckConstraint(condition=Q(state="released", letter__isnull=False) | (~Q(state="released") & Q(letter__isnull=True)), name="incoming_released_is_a_letter"),
            models.CheckConstraint(condition=~Q(state__in=("released", "erased")) | Q(text="", quoted="", title=""), name="incoming_decided_is_empty"),
            models.CheckConstraint(condition=~Q(state="rejected") | (~Q(reason="") & Q(decided_at__isnull=False)), name="incoming_rejected_with_reason"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.pk}"


class IncomingFile(models.Model):
    """A file beside what came in: looked through like every citizen's file, or refused with the sentence in `refused`; of those nothing is kept."""

    incoming = models.ForeignKey(Incoming, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(_("文件名"), max_length=200)
    kind = models.CharField(max_length=10, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    file = models.FileField(upload_to="incoming/", max_length=200, blank=True)
    public = models.FileField(upload_to="incoming/public/", max_length=200, blank=True)
    note = models.CharField(_("处理说明"), max_length=300, blank=True)
    refused = models.CharField(_("没有收的原因"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("来件的附件")
        ordering = ("id",)
        constraints = [models.CheckConstraint(condition=~Q(file="") | ~Q(refused=""), name="incoming_file_kept_or_refused")]


class MailFolder(models.Model):
    """How far a mailbox has been read: `last` is the mark of the last message that is kept, moved on in the transaction that keeps it."""

    name = models.CharField(_("邮箱"), max_length=250, unique=True)
    last = models.CharField(max_length=60, blank=True)
    read_at = models.DateTimeField(_("上次读"), null=True, blank=True)
    because = models.CharField(_("没有读成的原因"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("收信的邮箱")
