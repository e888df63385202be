"""Writes about letters: received, routed, disputed, paused, merged, judged by who wrote them, destroyed."""

import hashlib
import os
import secrets
import time
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction
from django.db.models import Q
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.translation import gettext as _

from zouxin import flow
from zouxin.model.errors import UsageError
from zouxin.site.mailbox.files import Clean
from zouxin.site.mailbox.models import Contact, Custody, Letter, LetterFile, MailReply, Pause, Verdict
from zouxin.site.people.access import demand, named, today
from zouxin.site.people.log import record, write
from zouxin.site.people.models import Unit

CITIZEN = "来信人"
#: how often a unit may say that a letter is not its own before the office decides
DISPUTES = 2
#: what is raised while the database cannot be reached
AWAY = (InterfaceError, OperationalError)


def receive(title: str, text: str, *, channel: str = "form", unit: Unit | None = None, once: str | None = None, files: Sequence[Clean] = (),
            contact: Mapping[str, Any] | None = None, at: datetime | None = None, **more: Any) -> Letter:  # fmt: skip
    """Keep a letter: when this returns, outside of a transaction, it stands on disk. The same `once` again gives the letter that stands.

    Its entry in the log, which takes one writer at a time, and the first step of its custody follow by `enter`: a hundred citizens do not wait
    for each other. Nothing is asked before it is written: whether a number or a letter stands already, the database says.
    """
    now = at or timezone.now()
    day = timezone.localtime(now).date()
    said = {"title": title, "text": text, "channel": channel, "unit": unit, "once": once, "received_at": now, "received_on": day, "salt": secrets.token_hex(16),
            "digest": digest(title, text), "state": "routed" if unit else "received", **more}  # fmt: skip
    who = {name: value for name, value in (contact or {}).items() if value}
    for tries in range(5):
        try:
            if letter := _kept({**said, "number": Letter.fresh_number(f"{day:%Y%m%d}")}, who, files):
                return letter
        except AWAY:  # it may be back: what has its `once` is safe to say again
            if connection.in_atomic_block or not once:
                raise
            connection.close()
            time.sleep(0.1 * 2**tries)
    raise UsageError(_("现在收不下，请过一会儿再试"))


def _kept(said: Mapping[str, Any], who: Mapping[str, str], files: Sequence[Clean]) -> Letter | None:
    """One try: the letter, or the one that stands with its `once`; nothing where another letter has its number."""
    try:
        # one row is one statement, and its own transaction
        with transaction.atomic() if who or files or connection.in_atomic_block else nullcontext():
            letter: Letter = Letter.objects.create(**said)
            if who:
                Contact.objects.create(letter=letter, **who)
            for one in files:
                attach(letter, one)
            return letter
    except IntegrityError:
        return Letter.objects.filter(once=said["once"]).first() if said["once"] else None  # sent twice: the first stands


def first_step(letter: Letter) -> Custody:
    """Who had a letter when it came, not kept yet."""
    by = CITIZEN if letter.channel == "form" else letter.get_channel_display()
    return Custody(letter=letter, unit=letter.unit, from_at=letter.received_at, by=by)


@write
def enter(*, by: Any, most: int = 500) -> int:
    """The entries of letters that came since, and what they are searched by: how many."""
    some = list(Letter.objects.select_for_update(of=("self",)).filter(entered=False).select_related("unit").order_by("pk")[:most])
    for one in some:
        one.sought = flow.search_key(f"{one.title} {one.text}"[:2000])
        one.entered = True
        record(by, "letter.receive", one, label=one.number, unit=one.unit, at=one.received_at, channel=one.channel, digest=one.digest)
    known = set(Custody.objects.filter(letter__in=some).values_list("letter_id", flat=True))
    Custody.objects.bulk_create([first_step(one) for one in some if one.pk not in known])
    Letter.objects.bulk_update(some, ["sought", "entered"])
    return len(some)


def digest(title: str, text: str) -> str:
    """sha256 of what was written, 64 hex characters: who keeps it can prove what was received."""
    return hashlib.sha256(f"{title}\n{text}".encode()).hexdigest()


def attach(letter: Letter, clean: Clean) -> LetterFile:
    """Keep a file that was looked through."""
    made = LetterFile(
        letter=letter,
        name=clean.name,
        kind=clean.kind,
        digest=hashlib.sha256(clean.data).hexdigest(),
        size=len(clean.data),
        note=clean.note,
    )
    name = f"{letter.number}-{made.digest[:12]}.{clean.kind}"
    made.file.save(name, ContentFile(clean.data), save=False)
    if clean.public:
        made.public.save(name, ContentFile(clean.public), save=False)
    made.save()
    for one in (made.file, made.public):
        if one:
            on_disk(one)
    return made


def on_disk(file: FieldFile) -> None:
    """A file, and the folder's entry of it, written out: the receipt that follows says that it is there."""
    path = Path(file.path)
    for place in (path, path.parent):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _held(letter: Letter) -> Letter:
    held = Letter.objects.select_for_update(of=("self",)).select_related("unit").get(pk=letter.pk)
    if held.state in ("shredded", "merged"):
        raise UsageError(_("这封信%(state)s，不能再办") % {"state": held.get_state_display()})
    return held


@write
def acknowledge(letter: Letter, *, by: Any) -> None:
    """Say that it was seen by a person: a fact of its own, not an answer."""
    held = _held(letter)
    demand(by, "mailbox.answer_letter", held.unit)
    if held.acknowledged_at is None:
        Letter.objects.filter(pk=held.pk).update(acknowledged_at=timezone.now())
        record(by, "letter.acknowledge", held, label=held.number, unit=held.unit)


@write
def route(letter: Letter, unit: Unit, *, by: Any, why: str = "") -> Letter:
    """Hand a letter to a unit; whoever had it has it no longer. Raises PermissionDenied where either is out of reach."""
    held = _held(letter)
    demand(by, "mailbox.route_letter", held.unit) if held.unit else demand(by, "mailbox.route_letter")
    demand(by, "mailbox.route_letter", unit)
    if held.unit_id == unit.pk:
        raise UsageError(_("这封信已经在这个单位"))
    _hand(held, unit, named(by), why)
    held.unit, held.state = unit, "routed" if held.state == "received" else held.state
    held.save(update_fields=["unit", "state"])
    record(by, "letter.route", held, label=held.number, unit=unit, why=why)
    return held


def _hand(letter: Letter, unit: Unit | None, by: str, why: str) -> None:
    """The step that ends and the one that begins; of a letter not entered yet the first one too. `letter.unit` is who had it."""
    now = timezone.now()
    if not Custody.objects.filter(letter=letter, until_at__isnull=True).update(until_at=now):
        first = first_step(letter)
        first.until_at = now
        first.save()
    Custody.objects.create(letter=letter, unit=unit, from_at=now, by=by, why=why[:500])


@write
def dispute(letter: Letter, why: str, *, by: Any) -> Letter:
    """Say that a letter is another's: it goes back to the office. Raises UsageError without a reason, or past the limit: then the office decides."""
    held = _held(letter)
    demand(by, "mailbox.answer_letter", held.unit)
    if not why.strip():
        raise UsageError(_("退回要写明理由：依据哪条职责规定，应由谁办"))
    if held.disputes >= DISPUTES:
        raise UsageError(_("这封信已经退回 %(n)s 次，不能再退：请先办理，由分办部门协调") % {"n": held.disputes})
    before = held.unit
    _hand(held, None, named(by), why)
    held.unit, held.state, held.disputes = None, "received", held.disputes + 1
    held.save(update_fields=["unit", "state", "disputes"])
    record(by, "letter.dispute", held, label=held.number, unit=before, why=why, nth=held.disputes)
    return held


@write
def pause(letter: Letter, reason: str, *, by: Any, from_on: date | None = None) -> Pause:
    """Stop the clock, with the reason the citizen will read. Raises UsageError without one, or while it is stopped."""
    held = _held(letter)
    demand(by, "mailbox.answer_letter", held.unit)
    if not reason.strip():
        raise UsageError(_("暂停计时要写明原因，来信人看得到"))
    if held.pauses.filter(until_on__isnull=True).exists():
        raise UsageError(_("已经在暂停"))
    made = Pause.objects.create(letter=held, from_on=from_on or today(), reason=reason.strip(), by=named(by))
    record(by, "letter.pause", held, label=held.number, unit=held.unit, reason=reason)
    return made


@write
def resume(letter: Letter, *, by: Any) -> None:
    """Let the clock run again from tomorrow."""
    held = _held(letter)
    demand(by, "mailbox.answer_letter", held.unit)
    if held.pauses.filter(until_on__isnull=True).update(until_on=today()):
        record(by, "letter.resume", held, label=held.number, unit=held.unit)


@write
def merge(letter: Letter, into: Letter, *, by: Any, why: str = "") -> Letter:
    """Work on two letters about one event together; each citizen gets the answer under their own number. Raises UsageError for what is merged already."""
    held, other = _held(letter), _held(into)
    demand(by, "mailbox.route_letter", held.unit) if held.unit else demand(by, "mailbox.route_letter")
    demand(by, "mailbox.route_letter", other.unit) if other.unit else demand(by, "mailbox.route_letter")
    if held.pk == other.pk or other.merged_into_id or held.merged.exists():
        raise UsageError(_("不能这样并案：并到的那一封要是单独的一封"))
    held.merged_into, held.state = other, "merged"
    held.save(update_fields=["merged_into", "state"])
    for reply in MailReply.objects.filter(letter=other, state="released"):
        reply.also.add(held)
    _hand(held, other.unit, named(by), _("并入 %(number)s") % {"number": other.number})
    record(by, "letter.merge", held, label=held.number, unit=other.unit, into=other.number, why=why)
    return held


@write
def split(letter: Letter, *, by: Any) -> Letter:
    """Take a letter out of what it was merged into."""
    held = Letter.objects.select_for_update(of=("self",)).select_related("merged_into__unit").get(pk=letter.pk)
    if held.merged_into is None:
        raise UsageError(_("这封信没有并案"))
    other = held.merged_into
    demand(by, "mailbox.route_letter", other.unit) if other.unit else demand(by, "mailbox.route_letter")
    held.merged_into, held.unit = None, other.unit
    held.state = "answered" if held.answered_at else "routed" if other.unit else "received"
    held.save(update_fields=["merged_into", "state", "unit"])
    record(by, "letter.split", held, label=held.number, unit=other.unit, out_of=other.number)
    return held


@write
def relabel(letter: Letter, kind: str, *, by: Any) -> None:
    """Propose another kind. A complaint becomes a consultation, or anything else, only when who wrote it agrees; what never was one changes at once."""
    held = _held(letter)
    demand(by, "mailbox.answer_letter", held.unit)
    if kind == held.kind:
        raise UsageError(_("类型没有变"))
    if held.kind == "complaint":
        Letter.objects.filter(pk=held.pk).update(kind_asked=kind)
    else:
        Letter.objects.filter(pk=held.pk).update(kind=kind, kind_asked="")
    record(
        by, "letter.relabel", held, label=held.number, unit=held.unit, kind=kind, before=held.kind, needs_consent=held.kind == "complaint"
    )


@write
def consent(letter: Letter, agrees: bool, *, by: str = CITIZEN) -> None:
    """The citizen's word on a proposed kind."""
    held = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if not held.kind_asked:
        return
    Letter.objects.filter(pk=held.pk).update(kind=held.kind_asked if agrees else held.kind, kind_asked="")
    record(by, "letter.consent", held, label=held.number, unit=held.unit, agrees=agrees, kind=held.kind_asked)


@write
def judge(letter: Letter, verdict: str, text: str = "", *, by: str = CITIZEN) -> Verdict:
    """The citizen's verdict on the last answer; "not" and "partly" open the letter again. Raises UsageError while there is no final answer."""
    held = Letter.objects.select_for_update(of=("self",)).select_related("unit", "merged_into").get(pk=letter.pk)
    reply = MailReply.objects.filter(Q(letter=held) | Q(also=held), state="released", stage="final").order_by("pk").last()
    if reply is None or held.state == "shredded":
        raise UsageError(_("还没有正式答复，不能评价"))
    now = timezone.now()
    made = Verdict.objects.create(letter=held, reply=reply, verdict=verdict, text=text.strip())
    held.verdict, held.verdict_at = verdict, now
    held.solved_at = held.solved_at or now if verdict == "solved" else None
    if verdict == "solved":
        held.state = held.state if held.state == "merged" else "solved"
    else:
        held.merged_into, held.unit = None, held.merged_into.unit if held.merged_into else held.unit
        held.state = "reopened"
    held.save(update_fields=["verdict", "verdict_at", "solved_at", "state", "merged_into", "unit"])
    record(by, "letter.verdict", held, label=held.number, unit=held.unit, verdict=verdict)
    return made


@write
def see_contact(letter: Letter, *, by: Any, why: str) -> Contact | None:
    """Who wrote, for somebody who has to reach them: the look is logged with its reason."""
    demand(by, "mailbox.answer_letter", letter.unit) if letter.unit else demand(by, "mailbox.route_letter")
    if not why.strip():
        raise UsageError(_("看联系方式要写明为什么"))
    record(by, "letter.see", letter, label=letter.number, unit=letter.unit, why=why)
    return Contact.objects.filter(letter=letter).first()


@write
def share(letter: Letter, agrees: bool, *, by: str = CITIZEN) -> None:
    """The citizen's word on whether their contact may go along when the letter is passed on; taken back, nothing more leaves."""
    held = Letter.objects.select_for_update(of=("self",)).select_related("unit").get(pk=letter.pk)
    if held.state != "shredded" and Contact.objects.filter(letter=held).update(may_pass_at=timezone.now() if agrees else None):
        record(by, "letter.share", held, label=held.number, unit=held.unit, agrees=agrees)
