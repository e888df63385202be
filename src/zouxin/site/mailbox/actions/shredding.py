"""Destroying a letter: its words leave the database, the files, the log and the lake; its number, hash and the reason stay."""

from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zouxin import flow
from zouxin.model.errors import UsageError
from zouxin.site.mailbox.actions import incoming
from zouxin.site.mailbox.landing import SOURCE
from zouxin.site.mailbox.models import (
    Contact,
    Custody,
    Incoming,
    Letter,
    LetterFile,
    MailReply,
    Passing,
    Pause,
    ReplyMail,
    Shredding,
    Verdict,
)
from zouxin.site.people import log
from zouxin.site.people.access import demand, named
from zouxin.site.people.log import record, write
from zouxin.site.people.models import Event


def shred(letter: Letter, reason: str, *, by: Any) -> Shredding:
    """Destroy a letter and what was answered to it, everywhere. Raises UsageError without a reason.

    The database forgets first, whole or not at all; then the files and the lake, which are gone over again should this be killed in between.
    """
    made = _forgotten(letter, reason, by=by)
    finish(made)
    return made


@write
def _forgotten(letter: Letter, reason: str, *, by: Any) -> Shredding:
    held = Letter.objects.select_for_update(of=("self",)).select_related("unit").get(pk=letter.pk)
    demand(by, "mailbox.shred_letter", held.unit) if held.unit else demand(by, "mailbox.shred_letter")
    if not reason.strip():
        raise UsageError(_("销毁要写明依据和理由"))
    if held.state == "shredded":
        raise UsageError(_("这封信已经销毁"))
    if held.merged.exists():
        raise UsageError(_("有别的信并入了这一封：请先取消并案"))
    files = [one.name for file in LetterFile.objects.filter(letter=held) for one in (file.file, file.public) if one]
    LetterFile.objects.filter(letter=held).delete()
    Contact.objects.filter(letter=held).delete()
    ReplyMail.objects.filter(letter=held).delete()
    for came in Incoming.objects.filter(letter=held):
        files += incoming.emptied(came)
        came.save()
    for reply in MailReply.objects.filter(letter=held, also__isnull=False).distinct():
        _handed_over(reply)
    MailReply.objects.filter(letter=held).update(text="", delivery_note="")
    Verdict.objects.filter(letter=held).update(text="")
    Pause.objects.filter(letter=held).update(reason="—")
    Custody.objects.filter(letter=held).update(why="")
    Letter.objects.filter(pk=held.pk).update(title="", text="", sought="", place="", latitude=None, longitude=None, datum="", once=None, state="shredded",
                                             shredded_at=timezone.now(), published_at=None, kind_asked="")  # fmt: skip
    Passing.objects.filter(letter=held).update(sent={}, files=[], notes="", why="", next_at=None)
    names = [log.name_of(held), *(log.name_of(one) for one in held.passings.all()), *(log.name_of(one) for one in held.replies.all())]
    for event in Event.objects.filter(thing__in=names):
        log.shred(event)
    made = Shredding.objects.create(number=held.number, digest=held.digest, by=named(by), reason=reason.strip(), files=files)
    record(by, "letter.shred", held, label=held.number, unit=held.unit, reason=reason, digest=held.digest)
    return made


def _handed_over(reply: MailReply) -> None:
    """An answer that others have too stays theirs."""
    other = reply.also.order_by("pk").first()
    reply.also.remove(other)
    MailReply.objects.filter(pk=reply.pk).update(letter=other)


def finish(made: Shredding) -> None:
    """Remove the letter's files, and its words from the lake; done already, it changes nothing."""
    for name in made.files:
        default_storage.delete(name)
    flow.shred_letter(settings.DATA, SOURCE, made.number)
    with transaction.atomic():
        Shredding.objects.filter(pk=made.pk).update(files=[], done_at=timezone.now())


def again() -> int:
    """Finish what was killed in between; how many."""
    left = list(Shredding.objects.filter(done_at__isnull=True))
    for one in left:
        finish(one)
    return len(left)
