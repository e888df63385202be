"""Letters and what was answered to them, for the lake: what the audit of replies reads."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import pyarrow as pa
from django.db.models import Q
from django.utils import timezone

from zouxin.site.mailbox.models import Letter, MailReply
from zouxin.tables import all_tables, arrow_schema

SOURCE = "mailbox"
ROWS = 5_000
CHANNELS = {"form": "site", "open311": "app", "mail": "mailbox", "import": "other", "12345": "hotline"}


def batches() -> Iterator[Mapping[str, pa.RecordBatch]]:
    """Rows of letter, reply and unit; nothing of who wrote. A correction takes the place of what it corrects."""
    letters = Letter.objects.exclude(state="shredded").select_related("unit").order_by("pk")
    units: dict[str, str] = {}
    some = letters.iterator(ROWS)
    while part := list(islice(some, ROWS)):
        units |= {one.unit.key: one.unit.name for one in part if one.unit}
        yield {"letter": _batch("letter", [_letter(one) for one in part])}
        if rows := _replies(part):
            yield {"reply": _batch("reply", rows)}
    if units:
        yield {"unit": _batch("unit", [{"id": key, "name": name} for key, name in units.items()])}


def _letter(one: Letter) -> dict[str, Any]:
    return {"id": one.number, "unit_id": one.unit.key if one.unit else None, "channel": CHANNELS[one.channel], "title": one.title, "text": one.text,
            "received_on": one.received_on, "received_at": one.received_at, "kind": one.get_kind_display()}  # fmt: skip


def _replies(letters: list[Letter]) -> list[dict[str, Any]]:
    """One row a letter that was answered: its last final reply, or what was sent on the way; a reply to several letters stands under each."""
    sent: dict[int, list[MailReply]] = {}
    keys = {one.pk for one in letters}
    released = MailReply.objects.filter(state="released").select_related("unit").prefetch_related("also").order_by("pk")
    for reply in released.filter(Q(letter__in=letters) | Q(also__in=letters)).distinct():
        for key in {reply.letter_id, *(other.pk for other in reply.also.all())} & keys:
            sent.setdefault(key, []).append(reply)
    rows = []
    for one in letters:
        if some := sent.get(one.pk):
            now = ([reply for reply in some if reply.stage == "final"] or some)[-1]
            rows.append({"id": one.number, "letter_id": one.number, "unit_id": now.unit.key, "text": now.text, "replied_on": timezone.localtime(now.released_at).date(),
                         "replied_at": now.released_at})  # fmt: skip
    return rows


def _batch(name: str, rows: list[dict[str, Any]]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([{"source": SOURCE, **row} for row in rows], schema=arrow_schema(all_tables()[name]))
