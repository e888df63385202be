"""Writes about mails that tell citizens of an answer: queued for office hours, sent a few times at most, and what became of them.

Nothing is queued unless the deployment lets mail out and answers go by mail, the writer asked for it, and, where the letter was brought by mail or in a
table, somebody allowed it for that letter.
"""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from zouxin import flow
from zouxin.model.errors import UsageError
from zouxin.site.components.queueing import queue
from zouxin.site.mailbox.models import Contact, Letter, MailReply, ReplyMail
from zouxin.site.people.access import demand, named
from zouxin.site.people.log import record, write

#: hours of a working day between which mail goes
OPENS, CLOSES = time(8), time(18)
#: how often one mail is tried, minutes to the second time (doubled each time), minutes after which a killed sender is given up
TRIES, PAUSE, STUCK = 5, 15, 10


def next_time(now: datetime) -> datetime:
    """The first moment from now on at which people are at work: nobody is mailed at night, at a weekend or on a holiday."""
    here = timezone.localtime(now)
    day = here.date()
    if flow.people_work(day) and here.time() < CLOSES:
        return now if here.time() >= OPENS else here.replace(hour=OPENS.hour, minute=0, second=0, microsecond=0)
    day += timedelta(days=1)
    while not flow.people_work(day):
        day += timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, OPENS))


def wants(letter: Letter) -> Contact | None:
    """Who is to be told of an answer to a letter by mail; None where nobody asked, or nobody allowed it."""
    who = Contact.objects.filter(letter=letter, mail_wish=True).exclude(email="").first()
    return who if who and (letter.channel not in Letter.BROUGHT or who.mail_allowed_by) and letter.state != "shredded" else None


def lacking() -> str:
    """What keeps mail from going that is queued; nothing where all is set."""
    if not (settings.OUTBOUND and settings.MAIL_REPLIES):
        return _("这里没有打开用邮件寄答复（设置 ZOUXIN_OUTBOUND 和 ZOUXIN_MAIL_REPLIES）")
    lost = [name for name, there in (("ZOUXIN_MAIL", not settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")), ("ZOUXIN_MAIL_FROM", settings.DEFAULT_FROM_EMAIL),
                                     ("ZOUXIN_ADDRESS", settings.ADDRESS)) if not there]  # fmt: skip
    return _("没有设置 %(names)s，邮件寄不出去") % {"names": "、".join(lost)} if lost else ""


def queue_for(reply: MailReply) -> int:
    """Queue the mails about a reply that was released this moment, in the transaction that released it; how many."""
    if not (settings.OUTBOUND and settings.MAIL_REPLIES):
        return 0
    now, made = timezone.now(), 0
    for letter in [reply.letter, *reply.also.all()]:
        if wants(letter) is None:
            continue
        said = hmac.new(
            settings.SECRET_KEY.encode(), f"mail {reply.pk} {letter.number} {letter.salt}".encode(), hashlib.sha256
        ).hexdigest()[:40]
        domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
        ReplyMail.objects.create(reply=reply, letter=letter, not_before=next_time(now), at=now, message_id=f"{said}@{domain}"[:80])
        made += 1
    if made:
        _summed(reply)
        _send()
    return made


def _send() -> None:
    from zouxin.site.jobs.mails import send  # a job imports actions, so they import it when it is put to work

    queue(send)


@write
def allow(letter: Letter, yes: bool, *, by: Any) -> None:
    """Say that the writer of a letter that was brought may be told of answers by mail, or no longer. Raises UsageError where there is no address."""
    held = Letter.objects.select_for_update(of=("self",)).select_related("unit").get(pk=letter.pk)
    demand(by, "mailbox.answer_letter", held.unit) if held.unit else demand(by, "mailbox.route_letter")
    who = Contact.objects.filter(letter=held).exclude(email="").first()
    if who is None:
        raise UsageError(_("来信人没有留电子邮箱"))
    Contact.objects.filter(pk=who.pk).update(mail_allowed_by=named(by) if yes else "", mail_wish=yes)
    record(by, "letter.mail", held, label=held.number, unit=held.unit, allowed=yes)


@write
def begin(*, by: str, now: datetime | None = None) -> ReplyMail | None:
    """The next mail whose time has come, marked as being sent before it goes, so that one that is killed is tried no more often than the rest.

    One that may not go any more, since the wish or the permission was taken back or its letter destroyed, fails here.
    """
    at = now or timezone.now()
    if lacking() or next_time(at) > at:
        return None
    ready = Q(state="queued", not_before__lte=at) | Q(state="sending", at__lt=at - timedelta(minutes=STUCK))
    one = ReplyMail.objects.select_for_update(of=("self",)).filter(ready).select_related("letter__unit", "reply").order_by("pk").first()
    if one is None:
        return None
    barred = (
        _("不能再寄：来信人或者本单位收回了同意")
        if wants(one.letter) is None
        else _("试了 %(n)s 次都没有寄成") % {"n": TRIES}
        if one.attempts >= TRIES
        else ""
    )
    one.state, one.at, one.because = ("failed", at, barred) if barred else ("sending", at, "")
    one.attempts += not barred
    one.save()
    if barred:
        record(by, "replymail.failed", one, label=one.letter.number, unit=one.letter.unit, because=barred)
    _summed(one.reply)
    return one


@write
def ended(mail: ReplyMail, because: str = "", *, by: str, for_good: bool = False, now: datetime | None = None) -> None:
    """Record that a mail went out, or why it did not: then it is tried again later, unless that is of no use."""
    at = now or timezone.now()
    held = ReplyMail.objects.select_for_update(of=("self",)).select_related("letter__unit", "reply").get(pk=mail.pk)
    if held.state != "sending":
        return
    over = for_good or held.attempts >= TRIES
    held.state = "sent" if not because else "failed" if over else "queued"
    held.at, held.because = at, because[:300]
    if held.state == "queued":
        held.not_before = next_time(at + timedelta(minutes=PAUSE * 2 ** (held.attempts - 1)))
    held.save()
    _summed(held.reply)
    record(
        by,
        "replymail.sent" if held.state == "sent" else "replymail.failed" if held.state == "failed" else "replymail.queued",
        held,
        label=held.letter.number,
        unit=held.letter.unit,
        because=because,
        attempts=held.attempts,
    )


@write
def bounced(message_ids: Sequence[str], *, by: str) -> int:
    """Record that mails of ours came back; how many. Nothing is sent because of it."""
    found = list(
        ReplyMail.objects.select_for_update(of=("self",))
        .filter(message_id__in=message_ids, state="sent")
        .select_related("letter__unit", "reply")
    )
    for one in found:
        one.state, one.at, one.because = "bounced", timezone.now(), _("对方邮箱退回：地址可能写错，或者邮箱已满")
        one.save()
        _summed(one.reply)
        record(by, "replymail.bounced", one, label=one.letter.number, unit=one.letter.unit)
    return len(found)


def _summed(reply: MailReply) -> None:
    """The delivery of a reply is that of the mail to the writer of its letter."""
    one = ReplyMail.objects.filter(reply=reply, letter=reply.letter_id).first()
    if one is None:
        return
    state = "queued" if one.state == "sending" else one.state
    with transaction.atomic():
        MailReply.objects.filter(pk=reply.pk).update(delivery=state, delivered_at=one.at, delivery_note=one.because)
