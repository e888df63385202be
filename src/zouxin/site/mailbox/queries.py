"""Reads of this app."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zouxin import flow
from zouxin.site.audit.actions.runs import local_packs, packs_here
from zouxin.site.mailbox.actions.incoming import for_all
from zouxin.site.mailbox.actions.letters import first_step
from zouxin.site.mailbox.models import Custody, Incoming, Intake, Letter, MailFolder, MailReply, Passing, Pause, Template
from zouxin.site.people.access import may, today, within
from zouxin.site.people.models import Unit

#: public letters that are searched for what is alike
HELD = 20_000
#: units a search shows
FOUND = 20
#: unanswered ones that one is compared with
HELD_OPEN = 2_000


def letters(user: Any) -> QuerySet[Letter]:
    """Letters within reach: those of one's units, and, for who hands letters out, those nobody has yet."""
    reach = within(user, "mailbox.view_letter")
    if may(user, "mailbox.route_letter"):
        reach |= Q(unit__isnull=True)
    return Letter.objects.filter(reach).select_related("unit", "merged_into").order_by("-id")


def waiting(user: Any) -> QuerySet[Letter]:
    """Letters whose next step is this user's."""
    mine = within(user, "mailbox.answer_letter") & Q(state__in=("routed", "reopened"))
    if may(user, "mailbox.route_letter"):
        mine |= Q(state="received")
    return letters(user).filter(mine)


def replies(user: Any) -> QuerySet[MailReply]:
    """Replies to letters within reach."""
    return MailReply.objects.filter(within(user, "mailbox.view_letter")).select_related("letter__unit", "unit", "decision", "template")


def shown_replies(letter: Letter) -> QuerySet[MailReply]:
    """What was sent, oldest first, to a letter, by itself or merged into another then; a correction stands beside what it corrects."""
    rows = MailReply.objects.filter(Q(letter=letter) | Q(also=letter), state="released")
    return rows.select_related("unit", "replaces").order_by("pk").distinct()


def custody(letter: Letter) -> list[Custody]:
    """Who had a letter, step by step; of one that came this moment, whose first step is not kept yet, that step."""
    return list(letter.custody.select_related("unit")) or [first_step(letter)]


def templates(user: Any) -> QuerySet[Template]:
    """Templates of units within reach."""
    return Template.objects.filter(within(user, "mailbox.view_letter")).select_related("unit")


def units_found(asked: str) -> list[tuple[Unit, str]]:
    """Units whose name holds what was typed, in any script or pinyin, those above first, each with the name of the one above it."""
    wanted = flow.sought(asked[:60])
    found = list(Unit.objects.filter(sought__contains=wanted).order_by("depth", "path")[:FOUND]) if wanted else []
    above = dict(Unit.objects.filter(path__in={one.path[: -Unit.steplen] for one in found}).values_list("path", "name"))
    return [(one, above.get(one.path[: -Unit.steplen], "")) for one in found]


def passings(user: Any) -> QuerySet[Passing]:
    """Letters within reach that were passed on, the latest first."""
    return Passing.objects.filter(letter__in=letters(user).order_by()).select_related("letter__unit", "endpoint", "unit").order_by("-id")


def passed(letter: Letter) -> list[Passing]:
    """What its writer is told: to whom it went, as far as it left; of a merged letter where the one it is worked on with went, of nobody else's contact."""
    every = Passing.objects.filter(letter__in=[letter.pk, letter.merged_into_id or letter.pk])
    rows = [one for one in every.select_related("endpoint").order_by("pk") if one.left]
    for one in rows:
        if one.letter_id != letter.pk:
            one.with_contact, one.notes = False, public_text(one.notes)
    return rows


def passings_waiting(user: Any) -> QuerySet[Passing]:
    """Those of open letters a person has to see to: nobody knows whether they arrived, they did not go, or the other side is done and no answer was written."""
    mine = passings(user).filter(within(user, "mailbox.pass_letter", "letter__unit"), letter__state__in=Letter.OPEN)
    return mine.filter(_to_see())


def _to_see() -> Q:
    """What of a passing waits for a person, where its letter is open."""
    again = Passing.objects.filter(letter=OuterRef("letter"), endpoint=OuterRef("endpoint"), pk__gt=OuterRef("pk"))
    return Q(state="unsure") | Q(state="closed", letter__answered_at__isnull=True) | (Q(state__in=Passing.FAILED) & ~Exists(again))


# ---- clocks: worked out, never stored ----


def allowed(day: date) -> flow.TimeAllowed | None:
    """What the rules of the day a letter came allow; None where no rule says."""
    return flow.time_allowed(packs_here(), local_packs(), day)


def last_day(day: date) -> date | None:
    """The last day to answer a letter that came on a day and whose clock was never stopped."""
    rule = allowed(day)
    return flow.counted(day, rule, ())[0] if rule else None


def stops(letter: Letter) -> list[tuple[date, date | None, str]]:
    """The days on which its clock was stopped."""
    return [(one.from_on, one.until_on, one.reason) for one in letter.pauses.all()]


def clock(letter: Letter) -> tuple[flow.TimeAllowed | None, date | None, Sequence[flow.CountedDay]]:
    """The rule, the last day to answer, and every day counted."""
    rule = allowed(letter.received_on)
    if rule is None:
        return None, None, ()
    return rule, *flow.counted(letter.received_on, rule, stops(letter), until=today())


def due(letter: Letter) -> date | None:
    """The last day to answer."""
    return clock(letter)[1]


def is_late(letter: Letter) -> bool:
    """Whether it was, or is by now, answered later than the rule allows; false where nobody can tell."""
    last = due(letter)
    if last is None:
        return False
    told = timezone.localtime(letter.answered_at).date() if letter.answered_at else today()
    return told > last


def overdue(rows: QuerySet[Letter]) -> QuerySet[Letter]:
    """Unanswered letters past their last day, by the rule of the day each came. Those whose clock was ever stopped are counted one by one, the others once for each day."""
    open_ = rows.filter(answered_at__isnull=True, state__in=Letter.OPEN)
    stopped = Exists(Pause.objects.filter(letter=OuterRef("pk")))
    days = set(open_.order_by().values_list("received_on", stopped).distinct())
    late_days = [day for day, once in days if not once and (last := last_day(day)) is not None and last < today()]
    some = open_.filter(stopped).prefetch_related("pauses") if any(once for _day, once in days) else []
    late = [one.pk for one in some if is_late(one)]
    return open_.filter((Q(received_on__in=late_days) & ~stopped) | Q(pk__in=late))


# ---- the public record ----


def public() -> QuerySet[Letter]:
    """Letters everybody may read: their writer agreed, and they were answered."""
    return (
        Letter.objects.filter(published_at__isnull=False, public_wish=True)
        .exclude(state__in=("shredded", "merged"))
        .select_related("unit")
        .order_by("-published_at", "-id")
    )


def public_text(text: str) -> str:
    """What everybody may read of a text."""
    return flow.public_copy(text)


def statistics() -> list[dict[str, Any]]:
    """Of each unit: how many letters it got, and of these how many were acknowledged, answered, solved, judged: each a fact of its own.

    In the order of the unit tree; nothing is ranked.
    """
    some = Letter.objects.exclude(state="shredded").values("unit").order_by()
    rows = some.annotate(
        letters=Count("pk"), acknowledged=Count("acknowledged_at"), answered=Count("answered_at"), solved=Count("solved_at"), judged=Count("verdict_at"),
        content=Count("pk", filter=Q(verdict="solved")), partly=Count("pk", filter=Q(verdict="partly")), unsolved=Count("pk", filter=Q(verdict="not")),
    )  # fmt: skip
    units = {one.pk: one for one in Unit.objects.filter(pk__in=[row["unit"] for row in rows])}
    told = [{**row, "unit": units.get(row["unit"])} for row in rows]
    return sorted(told, key=lambda row: row["unit"].path if row["unit"] else "")


_lock = threading.Lock()
_held: dict[str, Any] = {}


def similar(title: str, text: str) -> list[Letter]:
    """Letters among the HELD published last that are about the same, the most alike first."""
    last = public().values_list("pk", "published_at").first()
    with _lock:
        if last and _held.get("of") != last:
            rows = list(public().values_list("pk", "title", "text")[:HELD])
            _held.update(of=last, keys=[row[0] for row in rows], index=flow.index([f"{row[1]}\n{row[2]}" for row in rows]))
        if not last:
            return []
        found = [_held["keys"][at] for at, _score in flow.alike(_held["index"], f"{title}\n{text}")]
    rows = public().in_bulk(found)
    return [rows[key] for key in found if key in rows]


def same_event(letter: Letter, user: Any) -> list[Letter]:
    """Letters within reach, not answered yet, that may be about the same event: the likest three of the HELD_OPEN that came last."""
    others = list(letters(user).filter(state__in=Letter.OPEN).exclude(pk=letter.pk)[:HELD_OPEN])
    if not others:
        return []
    found = flow.alike(flow.index([f"{one.title}\n{one.text}" for one in others]), f"{letter.title}\n{letter.text}", most=3, least=0.4)
    return [others[at] for at, _score in found]


# ---- what waits in quarantine ----


def incoming(user: Any) -> QuerySet[Incoming]:
    """What came in for one's units; what came for the whole office is for who leads it."""
    reach = within(user, "mailbox.decide_incoming")
    if for_all(user, "mailbox.decide_incoming"):
        reach |= Q(unit__isnull=True)
    return Incoming.objects.filter(reach).select_related("unit", "meant", "letter", "intake")


def intakes(user: Any) -> QuerySet[Intake]:
    """Tables of letters within reach."""
    return Intake.objects.filter(within(user, "mailbox.import_letter")).select_related("unit", "user")


def folder() -> MailFolder | None:
    """The mailbox that is read, as it was read last."""
    return MailFolder.objects.order_by("-read_at").first()


def masked(contact: Mapping[str, str]) -> str:
    """Who sent something, as far as that helps to decide, and no further."""
    name, phone, email = (contact.get(one, "") for one in ("name", "phone", "email"))
    local, _at, domain = email.partition("@")
    parts = (
        f"{name[:1]}**" if name else "",
        f"{phone[:3]}****{phone[-2:]}" if len(phone) > 6 else "****" if phone else "",
        f"{local[:1]}***@{domain}" if email else "",
    )
    return " ".join(filter(None, parts))


def needs(user: Any) -> Iterator[tuple[int, Any, str, dict[str, str], bool]]:
    """What waits for this user: (count, title, route, filters, pressing)."""
    rows = waiting(user)
    counts = rows.order_by().values_list("state").annotate(n=Count("pk"))
    # asked together: the first page of everybody asks as little as it can
    passed = (
        rows.filter(Exists(Passing.objects.filter(letter=OuterRef("pk")))).order_by().values_list(Value("passed")).annotate(n=Count("pk"))
    )
    more = (
        [incoming(user).filter(state="waiting").order_by().values_list("state").annotate(n=Count("pk"))]
        if may(user, "mailbox.decide_incoming")
        else []
    )
    told = dict(counts.union(passed, *more, all=True))
    yield told.pop("waiting", 0), _("来件等着定收不收"), "mailbox:incoming_list", {"state": "waiting"}, False
    sent = told.pop("passed", 0)
    all_ = sum(told.values())
    late = overdue(rows).count() if all_ else 0
    yield late, _("过了期限还没有答复的来信"), "mailbox:letter_list", {"due": "late"}, True
    yield told.get("reopened", 0), _("来信人说没有解决的来信"), "mailbox:letter_list", {"state": "reopened"}, True
    yield (passings_waiting(user).count() if sent else 0), _("转出去、要您看一眼的来信"), "mailbox:passing_list", {"mine": "1"}, False
    yield all_ - late, _("等我办的来信"), "mailbox:letter_list", {"mine": "1"}, False
