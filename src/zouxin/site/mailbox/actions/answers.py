"""Writes about replies: drafted, read by the gate, released by two persons or by one and the gate, delivered, published."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from zouxin import flow
from zouxin.model.errors import UsageError
from zouxin.site.audit import corpora
from zouxin.site.audit.actions import gates
from zouxin.site.audit.actions.runs import local_packs, packs_here
from zouxin.site.mailbox.actions import mails
from zouxin.site.mailbox.landing import SOURCE
from zouxin.site.mailbox.models import Letter, MailReply, Template
from zouxin.site.people.access import demand, named, today
from zouxin.site.people.log import record, write
from zouxin.site.people.models import Unit


@write
def draft(
    letter: Letter, text: str, *, by: Any, stage: str = "final", template: Template | None = None, replaces: MailReply | None = None
) -> MailReply:
    """Write a reply; it is read by the gate at once, and nobody outside sees it. Raises UsageError for a letter that cannot be answered."""
    held = Letter.objects.select_for_update(of=("self",)).select_related("unit").get(pk=letter.pk)
    if held.unit is None or held.state in ("shredded", "merged"):
        raise UsageError(_("先把信分给一个单位，才能答复"))
    demand(by, "mailbox.answer_letter", held.unit)
    if not text.strip():
        raise UsageError(_("答复是空的"))
    made = MailReply(
        letter=held, unit=held.unit, stage=stage, text=text, template=template, written_by=named(by), written_user=by, replaces=replaces
    )
    made.decision = _read(made, held, by)
    made.save()
    record(by, "mailreply.draft", made, label=held.number, unit=held.unit, stage=stage, decision=made.decision.decision)
    return made


@write
def change(reply: MailReply, text: str, *, by: Any, stage: str | None = None) -> MailReply:
    """Write a draft anew; who changes it has written it. Raises UsageError for what was sent."""
    held = _open(reply)
    demand(by, "mailbox.answer_letter", held.unit)
    if not text.strip():
        raise UsageError(_("答复是空的"))
    held.text, held.stage, held.state = text, stage or held.stage, "draft"
    held.written_by, held.written_user, held.written_at = named(by), by, timezone.now()
    held.decision = _read(held, held.letter, by)
    held.save()
    record(by, "mailreply.change", held, label=held.letter.number, unit=held.unit, decision=held.decision.decision)
    return held


def _read(reply: MailReply, letter: Letter, by: Any) -> Any:
    """What the gate says: the unit's own templates say nothing new."""
    return gates.judge("reply", _draft(reply, letter), by=by, unit=reply.unit, corpus=corpora.beside(SOURCE))[1]


def _draft(reply: MailReply, letter: Letter) -> flow.Draft:
    """As it would land: under the letter's number, in the place of what was sent before."""
    words = tuple(Template.objects.filter(unit=reply.unit, ended_at__isnull=True).values_list("text", flat=True))
    return flow.Draft(text=reply.text, title=letter.title, letter=letter.text, unit=reply.unit.key, on=today(), templates=words,
                      letter_id=letter.number, received=letter.received_on, replaces=letter.number)  # fmt: skip


def told(reply: MailReply) -> flow.Gated:
    """What the gate says of a draft now, with its places: nothing of that is kept."""
    draft, corpus = _draft(reply, reply.letter), corpora.beside(SOURCE)
    return flow.gate("reply", draft, moment=today(), asked=packs_here(), folder=local_packs(), corpus=corpus)


def _open(reply: MailReply) -> MailReply:
    held = MailReply.objects.select_for_update(of=("self",)).select_related("letter__unit", "unit", "decision").get(pk=reply.pk)
    if held.state not in ("draft", "waiting"):
        raise UsageError(_("这份答复%(state)s，不能再改；要更正请另写一份") % {"state": held.get_state_display()})
    return held


@write
def ask_release(reply: MailReply, *, by: Any) -> MailReply:
    """Hand a draft to a second person."""
    held = _open(reply)
    demand(by, "mailbox.answer_letter", held.unit)
    MailReply.objects.filter(pk=held.pk).update(state="waiting")
    record(by, "mailreply.change", held, label=held.letter.number, unit=held.unit, waits=True)
    return held


@write
def release(reply: MailReply, *, by: Any) -> MailReply:
    """Send a reply: by another person than who wrote it, or by the writer alone where the gate found nothing, or somebody said why it goes all the same.

    Raises UsageError with what is missing.
    """
    held = _open(reply)
    demand(by, "mailbox.answer_letter", held.unit)
    decision, alone = held.decision, held.written_user_id == by.pk
    if decision is not None and decision.decision == "BLOCK" and not decision.overruled_by:
        raise UsageError(_("闸口拦下了这份答复，不能发出：请改好，或者由有权的人写明理由推翻"))
    if alone and (decision is None or not decision.passes):
        raise UsageError(_("闸口要求再看一看：请改好再发，或者请第二个人看过以后发出"))
    if not alone and (decision is None or not decision.passes):
        demand(by, "mailbox.release_reply", held.unit)
    now = timezone.now()
    held.state, held.released_by, held.released_user, held.released_at = "released", named(by), by, now
    held.delivery, held.delivered_at = "ready", now
    held.save()
    _told_all(held, now)
    mails.queue_for(held)
    record(
        by,
        "mailreply.release",
        held,
        label=held.letter.number,
        unit=held.unit,
        stage=held.stage,
        alone=alone,
        decision=decision.decision if decision else "",
    )
    return held


def _told_all(reply: MailReply, now: Any) -> None:
    """The letter, and those merged into it, have been answered; a public one stands in the public record from now on."""
    others = list(reply.letter.merged.all())
    reply.also.set(others)
    for one in [reply.letter, *others]:
        said: dict[str, Any] = {"acknowledged_at": one.acknowledged_at or now}
        if reply.stage == "final":
            said["answered_at"] = one.answered_at or now
            if one.state != "merged":
                said["state"] = "answered"
            if one.public_wish and one.state != "merged":
                said["published_at"] = one.published_at or now
        Letter.objects.filter(pk=one.pk).update(**said)


@write
def drop(reply: MailReply, *, by: Any) -> None:
    """Give a draft up."""
    held = _open(reply)
    demand(by, "mailbox.answer_letter", held.unit)
    MailReply.objects.filter(pk=held.pk).update(state="dropped")
    record(by, "mailreply.drop", held, label=held.letter.number, unit=held.unit)


@write
def add_template(unit: Unit, title: str, text: str, *, by: Any) -> Template:
    """Words the unit often writes, marked as such."""
    demand(by, "mailbox.manage_template", unit)
    made = Template.objects.create(unit=unit, title=title, text=text, by=named(by))
    record(by, "template.add", made, label=title, unit=unit)
    return made


@write
def end_template(template: Template, *, by: Any) -> None:
    """Use it no longer; replies written with it keep its name."""
    demand(by, "mailbox.manage_template", template.unit)
    if Template.objects.filter(pk=template.pk, ended_at__isnull=True).update(ended_at=timezone.now()):
        record(by, "template.end", template, label=template.title, unit=template.unit)
