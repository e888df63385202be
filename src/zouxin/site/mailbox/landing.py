"""Letters and what was answered to them, for the lake: what the audit of replies reads."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import pyarrow as pa
from django.utils import timezone

from zouxin.site.mailbox.models import Letter, MailReply
from zouxin.tables import all_tables, arrow_schema

SOURCE = "mailbox"
ROWS = 5_000
CHANNELS = {"form": "site", "mail": "mailbox", "open311": "app", "import": "mailbox", "hotline": "hotline"}


def batches() -> Iterator[Mapping[str, pa.RecordBatch]]:
    """Rows of letter, reply and unit; nothing of who wrote. A correction takes the place of what it corrects."""
    letters = Letter.objects.filter(quarantined=False).exclude(state="shredded").select_related("unit", "merged_into").order_by("pk")
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
    sent: dict[int, list[MailReply]] = {}
    wanted = {(one.merged_into_id or one.pk) for one in letters}
    for reply in MailReply.objects.filter(letter__in=wanted, state="released").select_related("unit").order_by("pk"):
        sent.setdefault(reply.letter_id, []).append(reply)
    rows = []
    for one in letters:
        if some := sent.get(one.merged_into_id or one.pk):
            last = [reply for reply in some if reply.stage == "final"] or some
            now = last[-1]
            rows.append({"id": one.number, "letter_id": one.number, "unit_id": now.unit.key, "text": now.text, "replied_on": timezone.localtime(now.released_at).date(),
                         "replied_at": now.released_at})  # fmt: skip
    return rows


def _batch(name: str, rows: list[dict[str, Any]]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([{"source": SOURCE, **row} for row in rows], schema=arrow_schema(all_tables()[name]))
