"""Mail in and out: what lies in the office's mailbox is read into quarantine, and citizens who asked for it are told of answers."""

import smtplib
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import DataError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task, task_backends
from django_tasks.base import TaskResultStatus
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from zouxin import flow
from zouxin.model.errors import SourceError, UsageError
from zouxin.site.mailbox.actions import incoming, intakes, mails
from zouxin.site.mailbox.models import Incoming, MailFolder, ReplyMail
from zouxin.site.people.models import Unit

BY = "后台"
#: messages read in one go
MOST = 500


@dataclass(kw_only=True)
class Collected:
    """What a reading of the mailbox brought: messages that are new, that were there, of which nothing could be read."""

    new: int = 0
    known: int = 0
    broken: int = 0


def collect(most: int = MOST) -> Collected:
    """Read the mailbox of the settings into quarantine, each message in a transaction of its own. Raises UsageError where none is set, SourceError where it
    cannot be read: what came in before that stays in.
    """
    if not settings.MAIL_IN:
        raise UsageError("没有设置收信的邮箱：ZOUXIN_MAIL_IN=imaps://用户名@服务器:993/INBOX 或 maildir:///路径")
    place, unit = flow.mail_place(settings.MAIL_IN), _unit()
    last = MailFolder.objects.filter(name=place.name).values_list("last", flat=True).first() or ""
    marks = (
        set(Incoming.objects.filter(channel="mail", source=place.name[:200]).values_list("mark", flat=True))
        if place.kind == "maildir"
        else set()
    )
    found = Collected()
    try:
        for one in islice(flow.delivered(place, password=_password(), since=last, known=lambda mark: mark[:250] in marks), most):
            _keep(one, place.name, unit, found)
    except SourceError as error:
        incoming.unread(place.name, error.sentence, by=BY)
        raise
    return found


def _keep(one: flow.Delivered, folder: str, unit: Unit | None, found: Collected) -> None:
    message = flow.read_message(one.raw)
    try:
        made = incoming.come(one, message, folder=folder, by=BY, unit=unit)
    except (DataError, ValueError, OSError) as error:  # one the database or the disk cannot hold must not keep the next from being read
        said = f"这封邮件存不下（{type(error).__name__}）；原件还在邮箱里，请到邮箱里打开看"
        made = incoming.come(one, flow.MailMessage(wrong=said, digest=message.digest), folder=folder, by=BY, unit=unit)
    found.new, found.known, found.broken = found.new + bool(made), found.known + (not made), found.broken + bool(made and made.wrong)


def _unit() -> Unit | None:
    """The unit whose mailbox it is; None where it is the whole office's."""
    if not settings.MAIL_IN_UNIT:
        return None
    found = list(Unit.objects.filter(key=settings.MAIL_IN_UNIT)[:2])
    if len(found) != 1:
        raise UsageError(f"设置 ZOUXIN_MAIL_IN_UNIT 的值是“{settings.MAIL_IN_UNIT}”，应当是单位名册里一个单位的编号")
    return found[0]


def _password() -> str:
    if not settings.MAIL_IN_PASSWORD_FILE:
        return str(settings.MAIL_IN_PASSWORD)
    try:
        return Path(settings.MAIL_IN_PASSWORD_FILE).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"设置 ZOUXIN_MAIL_IN_PASSWORD_FILE 指的文件打不开（{type(error).__name__}）：请核对路径和权限") from error


def forget() -> int:
    """Erase what was refused long enough ago, and tables nobody came back to; how many."""
    return incoming.forget(by=BY, days=settings.REJECTED_DAYS) + intakes.forget(by=BY, days=settings.REJECTED_DAYS) + incoming.again()


@task()
def read() -> None:
    """Read the mailbox, asked for on the page; why it cannot be read stands beside it there."""
    try:
        collect()
    except SourceError:
        return  # said by `collect` beside the mailbox
    except UsageError as error:
        incoming.unread(_("收信的邮箱"), error.sentence, by=BY)


@task()
def send() -> None:
    """Send every mail whose time has come, and come back when the next one's has."""
    deliver()
    _later()


def deliver() -> int:
    """Send every mail whose time has come; how many went."""
    sent = 0
    while (one := mails.begin(by=BY)) is not None:
        if one.state == "sending":
            sent += _sent(one)
    return sent


def _sent(one: ReplyMail) -> bool:
    because, for_good = "", False
    try:
        _message(one).send()
    except smtplib.SMTPRecipientsRefused as error:
        code = max((code for code, _said in error.recipients.values()), default=0)
        because, for_good = _("对方邮箱不收（%(code)s）") % {"code": code}, code >= 500
    except smtplib.SMTPResponseException as error:
        because, for_good = _("邮件服务器回答 %(code)s") % {"code": error.smtp_code}, error.smtp_code in (550, 551, 553)
    except ValueError as error:  # an address that would write into the mail's head
        because, for_good = _("地址不能用（%(error)s）") % {"error": type(error).__name__}, True
    except (OSError, smtplib.SMTPException) as error:
        because = _("邮件服务器连不上（%(error)s）") % {"error": type(error).__name__}
    mails.ended(one, because, by=BY, for_good=for_good)
    return not because


def _message(one: ReplyMail) -> EmailMessage:
    """As little as will do: the number and the secret link, and the answer itself only where the setting says so. Marked so that no machine answers it."""
    who = mails.wants(one.letter)
    if who is None or any(sign in who.email for sign in "\r\n\0"):
        raise ValueError("address")
    link = settings.ADDRESS + reverse("mailbox:letter_receipt", args=[one.letter.number, one.letter.secret])
    said = [
        _("您的来信（回执号 %(number)s）有了新的答复。") % {"number": one.letter.number},
        _("请打开只有您知道的网址查看，也可以评价：") + f"\n{link}",
    ]
    if settings.MAIL_REPLY_TEXT:
        said.append(_("答复内容：") + f"\n{one.reply.text}")
    said.append(_("这封邮件是自动发出的，请不要直接回复。") + f"\n{settings.OFFICE}")
    heads = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", "Message-ID": f"<{one.message_id}>"}
    return EmailMessage(
        _("来信 %(number)s 有了答复") % {"number": one.letter.number},
        "\n\n".join(said),
        settings.DEFAULT_FROM_EMAIL,
        [who.email],
        headers=heads,
    )


def _later() -> None:
    """Put the next look into the queue, once, where the queue can wait."""
    first = ReplyMail.objects.filter(state="queued").order_by("not_before").first()
    if first is None or mails.lacking() or not isinstance(task_backends["default"], DatabaseBackend):
        return
    waiting = DBTaskResult.objects.filter(task_path=send.module_path, status=TaskResultStatus.READY)
    if not waiting.exists():
        send.using(run_after=max(first.not_before, timezone.now())).enqueue()
