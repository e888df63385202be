"""Writes about what waits in quarantine: taken in, released as a letter, refused, erased. Nothing here sends anything to anybody."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zouxin import flow
from zouxin.model.errors import UsageError
from zouxin.site.components.queueing import queue
from zouxin.site.mailbox.actions import letters, mails
from zouxin.site.mailbox.files import COUNT, checked
from zouxin.site.mailbox.models import Incoming, IncomingFile, Letter, LetterFile, MailFolder, ReplyMail
from zouxin.site.people import log
from zouxin.site.people.access import demand, leads, may, named, roots
from zouxin.site.people.log import record, write
from zouxin.site.people.models import Appointment, Event, Unit

#: what stands in a letter before what was quoted in it
QUOTED = "【以下是信里引用的以前的内容】"


def keyed(*said: str) -> str:
    """The hash by which the same is known when it comes again, 64 hex characters."""
    return hashlib.sha256("\n".join(said).encode("utf-8", "replace")).hexdigest()


@write
def come(one: flow.Delivered, message: flow.MailMessage, *, folder: str, by: str, unit: Unit | None = None) -> Incoming | None:
    """Keep a message, and how far its mailbox is read, both or neither; None where it is kept already.

    Whoever uses the id of another message again takes nothing away from it: what says something else is kept beside it.
    """
    place = MailFolder.objects.select_for_update().get_or_create(name=folder)[0]
    if "/" in one.mark:  # a server's numbers run on; the names in a Maildir have no order
        place.last = one.mark[:60]
    place.read_at, place.because = timezone.now(), ""
    place.save()
    if message.machine == "bounce":
        mails.bounced(message.refers, by=by)
    made = _of_mail(one, message, folder)
    made.unit = unit
    known = Incoming.objects.filter(channel="mail", key=made.key).first()
    if known is not None and known.digest != made.digest:
        made.key = keyed("mail", message.id, made.digest)
        made.notes.append(_("另有一封邮件用了同一个邮件编号，内容不同"))
        known = Incoming.objects.filter(channel="mail", key=made.key).first()
    if known is not None:
        return None
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:  # another reader was quicker
        return None
    _keep_files(made, message.files)
    record(
        by, "incoming.come", made, channel=made.channel, state=made.state, digest=made.digest, machine=made.machine, wrong=bool(made.wrong)
    )
    return made


def _of_mail(one: flow.Delivered, message: flow.MailMessage, folder: str) -> Incoming:
    now, notes = timezone.now(), list(message.notes)
    about = ReplyMail.objects.filter(message_id__in=message.refers).select_related("letter").first()
    if about and not message.machine:
        notes.append(_("这是对 %(number)s 号信的答复通知的回信") % {"number": about.letter.number})
    name = message.id or (message.digest if one.raw.strip() else f"{folder} {one.mark}")
    wrong = one.wrong or message.wrong
    if not (message.text or message.quoted or wrong):
        notes.append(_("信里没有文字"))
    return Incoming(
        channel="mail", key=keyed("mail", name), digest=message.digest, source=folder[:200], mark=one.mark, title=(message.subject or message.text[:40])[:200], text=message.text,
        quoted=message.quoted, contact=_contact(message.name, message.sender, notes), notes=notes, wrong=wrong, machine=message.machine, written_at=message.written_at,
        received_at=min(one.received_at or now, now), state="aside" if message.machine else "waiting",
    )  # fmt: skip


def _contact(name: str, address: str, notes: list[str]) -> dict[str, str]:
    if not address:
        return {"name": name} if name else {}
    try:
        validate_email(address)
    except ValidationError:
        notes.append(_("发件人的地址不像电子邮箱，没有留下"))
        return {"name": name} if name else {}
    return {"name": name, "email": address}


def _keep_files(made: Incoming, files: Iterable[Any]) -> None:
    """Look through what came with it, as through every citizen's files; what is refused leaves its sentence. A file a killed reader left is written over."""
    kept = 0
    for nth, one in enumerate(files):
        file = IncomingFile(incoming=made, name=one.name[:200])
        try:
            if one.wrong:
                raise UsageError(one.wrong)
            if kept >= COUNT:
                raise UsageError(_("“%(name)s”没有收：一封信最多附 %(n)s 个文件") % {"name": one.name[:150], "n": COUNT})
            clean = checked(one.name, one.data)
        except UsageError as error:
            file.refused = error.sentence[:500]
            file.save()
            continue
        kept += 1
        file.name, file.kind, file.size, file.note = clean.name[:200], clean.kind, len(clean.data), clean.note
        file.digest = hashlib.sha256(clean.data).hexdigest()
        name = f"{made.key[:24]}-{nth}-{file.digest[:12]}.{clean.kind}"
        for field, data in ((file.file, clean.data), (file.public, clean.public)):
            if data:
                default_storage.delete(field.field.generate_filename(file, name))
                field.save(name, ContentFile(data), save=False)
                letters.on_disk(field)
        file.save()


def _open(incoming: Incoming, *, by: Any, states: tuple[str, ...] = Incoming.OPEN) -> Incoming:
    held = Incoming.objects.select_for_update(of=("self",)).select_related("unit", "meant").get(pk=incoming.pk)
    _demand(held, by)
    if held.state not in states:
        raise UsageError(_("这一件现在是“%(state)s”，请刷新页面再看") % {"state": held.get_state_display()})
    return held


def for_all(user: Any, permission: str) -> bool:
    """Whether a user may do something with what came for the whole office: at the top of the tree, or above everybody who works here."""
    return any(len(root) == Unit.steplen for root in roots(user, permission)) or leads(user, permission)


def decides(user: Any, held: Incoming, permission: str = "mailbox.decide_incoming") -> bool:
    """Whether a user may do something for the unit it was read in for, or for the whole office."""
    return may(user, permission, held.unit) if held.unit is not None else for_all(user, permission)


def _part(held: Incoming) -> Unit | None:
    """The unit it was read in for, where that is a part of the office: its letters stay there until somebody hands them on."""
    if held.unit is None:
        return None
    elsewhere = Appointment.objects.filter(ended_at__isnull=True).exclude(unit__path__startswith=held.unit.path)
    return held.unit if elsewhere.exists() else None


def _demand(held: Incoming, by: Any, permission: str = "mailbox.decide_incoming") -> None:
    if not decides(by, held, permission):
        raise PermissionDenied(permission)


@write
def release(incoming: Incoming, *, by: Any, unit: Unit | None = None, kind: str = "") -> Letter:
    """Make a letter of it, received when it really was, public to nobody, and with no mail to its writer until somebody allows that.

    Raises UsageError for a message of which nothing could be read.
    """
    held = _open(incoming, by=by)
    if not (held.text or held.quoted or held.title):
        raise UsageError(_("这一件读不出内容，不能收为来信：请到邮箱里打开原件，照内容代填一封，再在这里选“重复”不收"))
    to = unit or held.meant or _part(held)
    if to is not None:
        demand(by, "mailbox.route_letter", to)
    text = "\n\n".join(filter(None, (held.text, f"{QUOTED}\n{held.quoted}" if held.quoted else "")))
    who = {name: held.contact.get(name, "") for name in ("name", "phone", "email")}
    wish = {"mail_wish": True} if held.channel == "mail" and who["email"] else {}
    letter = letters.receive(
        held.title or text[:40], text or held.title, channel=held.channel, unit=to, once=f"in{held.key[:60]}", contact={**who, **wish}, at=held.received_at,
        kind=kind or held.kind, place=held.place, public_wish=False,
    )  # fmt: skip
    for one in held.files.exclude(file=""):
        said = {name: getattr(one, name) for name in ("name", "kind", "digest", "size", "note")}
        LetterFile.objects.create(letter=letter, file=one.file.name, public=one.public.name, **said)
        one.delete()  # its file stays: it is the letter's now
    _decided(held, "released", by)
    held.letter, held.title, held.text, held.quoted, held.place, held.contact = letter, "", "", "", "", {}
    held.save()
    record(by, "incoming.release", held, label=letter.number, unit=to, channel=held.channel, received_at=held.received_at)
    _enter()
    return letter


def _enter() -> None:
    from zouxin.site.jobs.receipts import enter  # a job imports actions, so they import it when it is put to work

    queue(enter)


def _decided(held: Incoming, state: str, by: Any) -> None:
    held.state, held.decided_by, held.decided_at = state, by if isinstance(by, str) else named(by), timezone.now()


@write
def reject(incoming: Incoming, reason: str, why: str = "", *, by: Any) -> None:
    """Say that it becomes no letter, and why; its words stay some days, so that a slip can be put right. Raises UsageError without a reason."""
    held = _open(incoming, by=by)
    if reason not in dict(Incoming.REASONS) or (reason == "other" and not why.strip()):
        raise UsageError(_("不收要选一个原因；选“其他”的要写明"))
    _decided(held, "rejected", by)
    held.reason, held.why = reason, why.strip()[:500]
    held.save()
    record(by, "incoming.reject", held, unit=held.unit, reason=reason, why=held.why)


@write
def restore(incoming: Incoming, *, by: Any) -> None:
    """Take a refusal back, as long as the words are there."""
    held = _open(incoming, by=by, states=("rejected",))
    held.state, held.reason, held.why, held.decided_by, held.decided_at = ("aside" if held.machine else "waiting"), "", "", "", None
    held.save()
    record(by, "incoming.restore", held, unit=held.unit)


def each(rows: Iterable[Incoming], act: Callable[[Incoming], Any]) -> tuple[int, list[str]]:
    """Do something with several, each by itself: how many it was done with, and what is in the way of the others."""
    done, wrong = 0, []
    for one in rows:
        try:
            act(one)
            done += 1
        except UsageError as error:
            wrong.append(f"{one}：{error.sentence}")
    return done, wrong


@write
def see(incoming: Incoming, *, by: Any, why: str) -> dict[str, str]:
    """Who sent it, for somebody who has to know: the look is logged with its reason."""
    held = Incoming.objects.select_related("unit").get(pk=incoming.pk)
    _demand(held, by)
    if not why.strip():
        raise UsageError(_("看联系方式要写明为什么"))
    record(by, "incoming.see", held, unit=held.unit, why=why)
    return dict(held.contact)


# ---- erased: of what became no letter ----


def erase(incoming: Incoming, why: str, *, by: Any) -> None:
    """Erase at once what it holds. Raises UsageError without a reason."""
    finish(_erased(incoming, why, by=by))


@write
def _erased(incoming: Incoming, why: str, *, by: Any) -> Incoming:
    held = Incoming.objects.select_for_update(of=("self",)).select_related("unit").get(pk=incoming.pk)
    if not isinstance(by, str):
        _demand(held, by, "mailbox.shred_letter")
    if not why.strip():
        raise UsageError(_("清除要写明依据和理由"))
    if held.state in ("released", "erased"):
        raise UsageError(_("这一件现在是“%(state)s”，请刷新页面再看") % {"state": held.get_state_display()})
    held.left = emptied(held)
    _decided(held, "erased", by)
    held.save()
    record(by, "incoming.erase", held, unit=held.unit, why=why)
    return held


def emptied(held: Incoming) -> list[str]:
    """Take out everything somebody wrote, the log's details too; the names of files that are still to be removed. The hash by which it is known stays."""
    names = [one.name for file in held.files.all() for one in (file.file, file.public) if one]
    held.files.all().delete()
    held.title = held.text = held.quoted = held.place = held.wrong = held.why = held.number = ""
    held.contact, held.besides, held.notes = {}, [], []
    for event in Event.objects.filter(thing=log.name_of(held)):
        log.shred(event)
    return names


def finish(held: Incoming) -> None:
    """Remove its files; done already, it changes nothing."""
    for name in held.left:
        default_storage.delete(name)
    with transaction.atomic():
        Incoming.objects.filter(pk=held.pk).update(left=[])


def again() -> int:
    """Finish what was killed in between; how many."""
    some = list(Incoming.objects.exclude(left=[]))
    for one in some:
        finish(one)
    return len(some)


def forget(*, by: str, days: int, now: datetime | None = None) -> int:
    """Erase what was refused so many days ago; how many."""
    before = (now or timezone.now()) - timedelta(days=days)
    old = list(Incoming.objects.filter(state="rejected", decided_at__lt=before))
    for one in old:
        erase(one, _("不收的来件留 %(n)s 天") % {"n": days}, by=by)
    return len(old)


@write
def unread(folder: str, because: str, *, by: str) -> None:
    """Say why a mailbox could not be read; nothing in it is lost."""
    place = MailFolder.objects.select_for_update().get_or_create(name=folder)[0]
    if place.because != because[:500]:
        record(by, "mailfolder.fail", place, label=folder, because=because)
    MailFolder.objects.filter(pk=place.pk).update(because=because[:500], read_at=timezone.now())
