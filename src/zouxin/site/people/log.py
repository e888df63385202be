"""Writing the log and proving that nobody changed it."""

import hashlib
import json
import secrets
from collections.abc import Iterator
from datetime import UTC
from typing import Any

from django.db import transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from zouxin.site.people.access import named, role_of
from zouxin.site.people.models import Event, EventHead, Unit

HEAD = 1


def record(
    by: Any, verb: str, thing: object, *, label: str = "", unit: Unit | None = None, permission: str | None = None, **detail: Any
) -> Event:
    """Add one entry; must run inside the transaction of the write it tells of. `by` is a user, or a word for the program itself.

    Raises TransactionManagementError outside a transaction: a write without its entry, or an entry without its write, would be a lie.
    """
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError(f"{verb}: an entry outside the transaction of its write")
    head = EventHead.objects.select_for_update().get_or_create(pk=HEAD)[0]
    salt, detail = secrets.token_hex(16), json.loads(json.dumps(detail, default=str))  # as it will be read back
    event = Event(
        number=head.count + 1, at=timezone.now(), by=by if isinstance(by, str) else named(by), role="" if isinstance(by, str) else role_of(by, permission),
        verb=verb, thing=name_of(thing), label=(label or str(thing))[:300], path=unit.path if unit else "", detail=detail, salt=salt,
        sealed=seal(salt, detail),
    )  # fmt: skip
    event.digest = chained(head.digest, event)
    event.save(force_insert=True)
    EventHead.objects.filter(pk=HEAD).update(count=event.number, digest=event.digest)
    return event


def name_of(thing: object) -> str:
    """How an object is named in the log: `model:key`."""
    meta = getattr(thing, "_meta", None)
    return f"{meta.model_name}:{thing.pk}" if meta else str(thing)  # type: ignore[attr-defined]


def seal(salt: str, detail: Any) -> str:
    """sha256 of a detail with its salt, as 64 hex characters."""
    return hashlib.sha256(f"{salt}{json.dumps(detail, sort_keys=True, ensure_ascii=False)}".encode()).hexdigest()


def chained(before: str, event: Event) -> str:
    """The seal of an entry after the one whose seal is `before`, as 64 hex characters."""
    at = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    said = [before, event.number, at, event.by, event.role, event.verb, event.thing, event.label, event.path, event.sealed]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def shred(event: Event) -> None:
    """Take the detail out of an entry for good; the chain still holds."""
    Event.objects.filter(pk=event.pk).update(detail=None, salt="")


def wrong() -> Iterator[str]:
    """A sentence for each place where the log was changed after the fact; nothing where it is whole."""
    before, expected = "", 1
    for event in Event.objects.order_by("number").iterator(2000):
        if event.number != expected:
            yield f"第 {expected} 条到第 {event.number - 1} 条不见了"
        if event.detail is not None and seal(event.salt, event.detail) != event.sealed:
            yield f"第 {event.number} 条的内容被改过（{event.at:%Y-%m-%d %H:%M} {event.verb}）"
        if chained(before, event) != event.digest:
            yield f"第 {event.number} 条与前一条接不上，这一条或前一条被改过（{event.at:%Y-%m-%d %H:%M} {event.verb}）"
        before, expected = event.digest, event.number + 1
    head = EventHead.objects.filter(pk=HEAD).first()
    if head and (head.count, head.digest) != (expected - 1, before):
        yield f"记录应当有 {head.count} 条，只找到 {expected - 1} 条：末尾的记录被删去"


def write(function: Any) -> Any:
    """Mark a function as a write: all of it happens, or nothing."""
    return transaction.atomic(function)
