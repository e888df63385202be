"""Writes about letters passed on: decided, sent once, followed, and settled by a person where nobody knows whether they arrived.

Passing on is no answer: state, clock and unit of the letter stay as they are. When the other side has accepted, a step of custody says so.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zouxin import flow
from zouxin.model.errors import UsageError
from zouxin.site.mailbox.actions.letters import _held, first_step
from zouxin.site.mailbox.models import Custody, Endpoint, Letter, Passing
from zouxin.site.mailbox.outgoing import Chosen, outgoing
from zouxin.site.people.access import demand, named
from zouxin.site.people.log import record, write

RIGHT = "mailbox.pass_letter"
#: what waits longer was perhaps sent by a deployment this one was restored from
WAITS = timedelta(hours=1)
#: how often the other side is asked, and how long one waits after so many failures in a row
EVERY, LONGEST = timedelta(hours=1), timedelta(days=1)
#: a token that has become no number by then is a person's question
PATIENCE = timedelta(days=30)


@write
def intend(letter: Letter, endpoint: Endpoint, chosen: Chosen, *, seal: str, by: Any) -> Passing:
    """Decide that a letter goes to another system, as it was looked at (`seal`). Raises UsageError where it changed since, or went there already."""
    held = _held(letter)
    demand(by, RIGHT, held.unit) if held.unit else demand(by, "mailbox.route_letter")
    if not settings.OUTBOUND:
        raise UsageError(_("这个站点没有打开对外发送（ZOUXIN_OUTBOUND），只能看，不能转出"))
    if endpoint.off_at is not None:
        raise UsageError(_("这个系统已经停用"))
    service = next((row for row in endpoint.services if row[0] == chosen.service), None)
    if service is None:
        raise UsageError(_("对方没有这种服务，请重新选"))
    leaves = outgoing(held, endpoint, chosen)
    if leaves.seal != seal:
        raise UsageError(_("要送出的内容和刚才看的不一样了，请再看一遍"))
    try:
        with transaction.atomic():
            made = Passing.objects.create(letter=held, endpoint=endpoint, unit=held.unit, service=service[1][:200], sent=leaves.kept(), files=leaves.files,
                                          with_contact=chosen.contact, by=named(by), user=by)  # fmt: skip
    except IntegrityError as error:
        raise UsageError(_("这封信已经转给这个系统，不会再送一次")) from error
    record(
        by,
        "letter.pass",
        held,
        label=held.number,
        unit=held.unit,
        to=endpoint.name,
        service=service[0],
        with_contact=chosen.contact,
        pictures=len(leaves.files),
    )
    return made


@write
def begin(pk: int, *, by: Any) -> Passing | None:
    """Take one to be sent, once: None where it is taken already, by a sender that may have been killed: `interrupted` sees to that."""
    held = _locked(pk)
    if held.state != "intended":
        return None
    if held.letter.state in ("shredded", "merged"):
        _keep(held, state="unsent", why=_("这封信已经不能再办"))
    elif held.at < timezone.now() - WAITS:
        _keep(held, state="unsure", why=_("等得太久才轮到，也许以前已经送过"))
    else:
        _keep(held, state="sending", sent_at=timezone.now())
    record(by, "passing.send", held, label=held.letter.number, unit=held.unit, to=held.endpoint.name, state=held.state)
    return held if held.state == "sending" else None


@write
def told(pk: int, answer: flow.Sent, *, by: Any) -> None:
    """What became of a request that was sent."""
    held = _locked(pk)
    if held.state not in ("sending", "unsure"):
        return
    if answer.outcome == "accepted":
        _accepted(held, answer.number)
    elif answer.outcome == "token":
        _keep(held, state="token", token=answer.token, why="", next_at=timezone.now() + timedelta(minutes=5))
    else:
        _keep(held, state=answer.outcome, why=answer.why[:500])
    record(by, "passing.tell", held, label=held.letter.number, unit=held.unit, state=held.state, number=held.number)


@write
def interrupted(*, by: Any, before: timedelta = timedelta(minutes=10)) -> int:
    """What is still being sent after so long is sent by nobody any more: how many."""
    found = Passing.objects.select_for_update(of=("self",)).select_related("letter", "endpoint", "unit")
    some = list(found.filter(state="sending", sent_at__lt=timezone.now() - before))
    for held in some:
        _keep(held, state="unsure", why=_("送的时候程序被中断，不知道对方收到没有"), next_at=None)
        record(by, "passing.tell", held, label=held.letter.number, unit=held.unit, state=held.state, number="")
    return len(some)


@write
def numbered(pk: int, number: str, *, by: Any) -> None:
    """What a token has become; blank while it is nothing yet."""
    held = _locked(pk)
    if held.state != "token":
        return
    if number:
        _accepted(held, number[:200])
    elif (held.sent_at or held.at) < timezone.now() - PATIENCE:
        _keep(held, state="unsure", why=_("对方收下三十天了，一直没有给编号"), next_at=None)
    else:
        _later(held)  # asked, and nothing new: no entry an hour
        return
    record(by, "passing.tell", held, label=held.letter.number, unit=held.unit, state=held.state, number=held.number)


@write
def progressed(pk: int, found: flow.Progress, *, by: Any) -> None:
    """How far the other side says it is: told to the citizen, never taken for an answer."""
    held = _locked(pk)
    if held.state != "accepted":
        return
    said = {"status": found.status[:40], "notes": found.notes[:1000], "agency": found.agency[:200]}
    closed = found.status == "closed"
    _later(held)
    if closed or any(getattr(held, name) != value for name, value in said.items()):
        _keep(held, **said, **({"state": "closed", "closed_at": timezone.now(), "next_at": None} if closed else {}))
        record(by, "passing.tell", held, label=held.letter.number, unit=held.unit, state=held.state, number=held.number)


def missed(one: Passing, why: str) -> None:
    """The other side could not be asked: again later, ever later, up to a day apart. One statement; nothing new was learnt, so there is no entry."""
    now, failures = timezone.now(), min(one.failures + 1, 1000)
    wait = min(EVERY * 2 ** min(failures, 6), LONGEST)
    Passing.objects.filter(pk=one.pk, state__in=Passing.FOLLOWED).update(failures=failures, why=why[:500], asked_at=now, next_at=now + wait)


@write
def settle(passing: Passing, number: str, *, arrived: bool, by: Any) -> None:
    """Say, after asking the other side, whether a request arrived: with its number it is followed, otherwise the letter may be passed on again."""
    held = _locked(passing.pk)
    demand(by, RIGHT, held.letter.unit) if held.letter.unit else demand(by, "mailbox.route_letter")
    if held.state != "unsure":
        raise UsageError(_("这一次已经有了结果，不用核实"))
    if arrived and not number.strip():
        raise UsageError(_("对方收到了，就要写对方给的编号"))
    record(by, "passing.settle", held, label=held.letter.number, unit=held.letter.unit, arrived=arrived, number=number.strip())
    if arrived:
        _accepted(held, number.strip()[:200])
    else:
        _keep(held, state="unsent", why=_("问过对方，没有收到"), next_at=None)


def _locked(pk: int) -> Passing:
    rows = Passing.objects.select_for_update(of=("self",)).select_related("letter__unit", "endpoint", "unit")
    return rows.get(pk=pk)


def _keep(held: Passing, **said: Any) -> None:
    for name, value in said.items():
        setattr(held, name, value)
    held.save(update_fields=list(said))


def _later(held: Passing) -> None:
    now = timezone.now()
    _keep(held, asked_at=now, next_at=now + EVERY, failures=0, why="")


def _accepted(held: Passing, number: str) -> None:
    """The other side has it: custody says so, beside the unit that still answers for it."""
    now = timezone.now()
    _keep(held, state="accepted", number=number, accepted_at=now, status="open", why="", next_at=now + EVERY, failures=0)
    letter = Letter.objects.select_for_update(of=("self",)).select_related("unit").get(pk=held.letter_id)
    if letter.state in ("shredded", "merged"):
        return
    if not Custody.objects.filter(letter=letter, until_at__isnull=True).update(until_at=now):
        first = first_step(letter)
        first.until_at = now
        first.save()
    why = _("对方已受理，编号 %(number)s；仍由本单位答复来信人") % {"number": number}
    Custody.objects.create(letter=letter, unit=letter.unit, from_at=now, by=held.by, why=why[:500], outside=held.endpoint.name)
