"""One mail message of any quality: who says they wrote it, what it says, what is attached, and whether a machine sent it.

Never raises for what somebody else wrote: what cannot be read is told in `notes`, and a message of which nothing can be read says so in `wrong`.
Headers are read from their raw text, since what mail programs of all ages put there is not what the standard says.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import Message as Part
from email.utils import parseaddr, parsedate_to_datetime

from zouxin.connectors.message_text import cleaned, decoded, header_text, of_html, parted

#: what is read of one message: parts, levels of parts within parts, characters of text, attached files
PARTS, DEPTH, LETTERS, FILES = 200, 12, 100_000, 20
_ID = re.compile(r"<([^<>\s]{1,250})>")
_ROBOTS = ("mailer-daemon", "postmaster", "mail-daemon")
_TEXTS = ("text/plain", "text/html", "message/delivery-status")
_BULK = ("bulk", "junk", "list", "auto_reply")


@dataclass(frozen=True, kw_only=True)
class Attached:
    """A file that came with a message; `wrong` says why there are no bytes of it."""

    name: str
    data: bytes
    wrong: str = ""


@dataclass(frozen=True, kw_only=True)
class MailMessage:
    """A message as it was read. `id`: its Message-ID without brackets, blank where there is none; `refers`: the ids of messages it names.

    `quoted` is what was quoted of earlier messages; `machine`: blank, "automatic" (an auto-reply, a list) or "bounce"; `digest`: sha256 of all that
    is in it for a reader. `notes`: sentences about what could not be taken as it is.
    """

    id: str = ""
    refers: tuple[str, ...] = ()
    subject: str = ""
    text: str = ""
    quoted: str = ""
    name: str = ""
    sender: str = ""
    written_at: datetime | None = None
    machine: str = ""
    files: tuple[Attached, ...] = ()
    notes: tuple[str, ...] = ()
    wrong: str = ""
    digest: str = ""


def read_message(raw: bytes) -> MailMessage:
    """The message of those bytes; one of which nothing can be read has its sentence in `wrong`."""
    try:
        return _read(raw)
    except (
        Exception
    ) as error:  # the library answers hostile messages with errors of every kind; a broken one must not keep the next from being read
        said = f"这封邮件不完好，读不了（{type(error).__name__}）；原件还在邮箱里，请到邮箱里打开看"
        return MailMessage(wrong=said, digest=hashlib.sha256(raw).hexdigest())


def _read(raw: bytes) -> MailMessage:
    whole = message_from_bytes(raw, policy=policy.default)
    heads = _heads(whole)
    if not heads and not raw.strip():
        return MailMessage(wrong="这封邮件是空的", digest=hashlib.sha256(raw).hexdigest())
    found = _Found()
    found.take(whole, 0)
    text, quoted = parted("\n\n".join(filter(None, found.texts)))
    if len(text) > LETTERS or len(quoted) > LETTERS:
        found.note(f"信太长，只收了前 {LETTERS:,} 字，其余的请到邮箱里看")
    name, sender = _address(heads)
    said = {
        "subject": header_text(heads.get("subject", ""))[:500],
        "text": text[:LETTERS],
        "quoted": quoted[:LETTERS],
        "name": name,
        "sender": sender,
    }
    when = _when(heads.get("date", ""))
    ids = _ID.findall(heads.get("message-id", ""))
    files = tuple(found.files)
    inside = [*said.values(), str(when), [(one.name, hashlib.sha256(one.data).hexdigest()) for one in files]]
    digest = hashlib.sha256(json.dumps(inside, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()
    refers = (*_ID.findall(heads.get("in-reply-to", "")), *_ID.findall(heads.get("references", "")), *found.ids)
    return MailMessage(
        **said, id=ids[0] if ids else "", refers=tuple(dict.fromkeys(refers))[:50], written_at=when, machine=_machine(heads, whole, sender),
        files=files, notes=tuple(dict.fromkeys(found.notes)), digest=digest,
    )  # fmt: skip


def _heads(part: Part) -> dict[str, str]:
    """Raw headers by their names in small letters; of several of one name the first."""
    found: dict[str, str] = {}
    for name, value in part.raw_items():
        found.setdefault(name.lower(), str(value))
    return found


def _address(heads: dict[str, str]) -> tuple[str, str]:
    """Name and address of who says they sent it; a machine can write anything there."""
    for head in ("from", "sender"):
        name, address = parseaddr(header_text(heads.get(head, ""), names=False))
        if "@" in address:
            return header_text(name)[:60], cleaned(address).strip()[:254]
    return "", ""


def _when(said: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(" ".join(said.split()))
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _machine(heads: dict[str, str], whole: Part, sender: str) -> str:
    """Whether a machine sent it: nobody may ever be answered by one because of that (RFC 3834)."""
    path = heads.get("return-path", "").strip()
    report = "report" in heads.get("content-type", "").lower().split(";")[0]
    if path == "<>" or report or sender.lower().split("@")[0] in _ROBOTS:
        return "bounce"
    auto = heads.get("auto-submitted", "no").strip().lower().split(";")[0]
    told = any(name in heads for name in ("x-autoreply", "x-autorespond", "x-auto-reply", "list-id", "list-unsubscribe"))
    return "automatic" if auto not in ("no", "") or told or heads.get("precedence", "").strip().lower() in _BULK else ""


@dataclass
class _Found:
    """What is found on the walk through the parts."""

    texts: list[str] = field(default_factory=list)
    files: list[Attached] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    parts: int = 0

    def note(self, said: str) -> None:
        self.notes.append(said)

    def take(self, part: Part, depth: int) -> None:
        self.parts += 1
        if depth > DEPTH or self.parts > PARTS:
            self.note("邮件里一层套一层，太深或太多，后面的没有读；请到邮箱里看")
            return
        kind = part.get_content_type()
        if kind in ("message/rfc822", "message/global"):
            self._forwarded(part, depth)
        elif part.is_multipart():
            for one in self._chosen(part) if kind == "multipart/alternative" else _below(part):
                self.take(one, depth + 1)
        elif kind == "text/rfc822-headers":
            self.ids += _ID.findall(_plain(part)[0])
        elif (kind in _TEXTS or kind.startswith("multipart/")) and not _is_file(
            part
        ):  # a multipart that cannot be told apart is read as it stands
            self.texts.append(self._text(part))
        else:
            self._file(part)

    def _forwarded(self, part: Part, depth: int) -> None:
        """A message within: its head in words, then what it says; its own attachments come along."""
        for one in _inner(part):
            heads = _heads(one)
            self.ids += _ID.findall(heads.get("message-id", ""))
            told = [
                f"{title}：{header_text(heads[head])}"
                for head, title in (("from", "发件人"), ("date", "时间"), ("subject", "主题"))
                if head in heads
            ]
            self.texts.append("\n".join(["———— 转发的邮件 ————", *told]))
            self.take(one, depth + 1)

    def _chosen(self, part: Part) -> list[Part]:
        """Of the ways a text is written, the plain one, unless it is hardly there; files beside them stay."""
        parts = list(_below(part))
        plain = next((one for one in parts if one.get_content_type() == "text/plain" and not _is_file(one)), None)
        rich = [one for one in parts if one is not plain]
        if plain is None:
            return parts
        short = len(_plain(plain)[0].strip())
        page = next((of_html(_plain(one)[0])[0] for one in rich if one.get_content_type() == "text/html"), "")
        if not short or len(page) > 3 * short + 200:
            return rich
        return [plain, *(one for one in rich if one.get_content_type() != "text/html" and not _holds_text(one))]

    def _text(self, part: Part) -> str:
        text, whole = _plain(part)
        if not whole:
            self.note("有的字认不出是什么编码，用“�”代替；请到邮箱里核对")
        if part.get_content_type() != "text/html":
            return text
        text, hidden = of_html(text)
        if hidden:
            self.note("网页格式的信里有读信人看不见的字，已一并显示")
        return text

    def _file(self, part: Part) -> None:
        name = header_text(_file_name(part)) or f"附件{len(self.files) + 1}"
        if len(self.files) >= FILES:
            self.note(f"附件太多，只看了前 {FILES} 个；请到邮箱里看其余的")
            return
        data = part.get_payload(decode=True)
        if isinstance(data, bytes) and data:
            self.files.append(Attached(name=name, data=data))
        else:
            self.files.append(Attached(name=name, data=b"", wrong=f"“{name}”是空的，或者传坏了；请到邮箱里看原件"))


def _below(part: Part) -> Iterator[Part]:
    inside = part.get_payload()
    yield from (one for one in inside if isinstance(one, Part)) if isinstance(inside, list) else ()


def _inner(part: Part) -> Iterator[Part]:
    """The message within a part; some programs pack it, which the standard forbids."""
    for one in _below(part):
        packed = _heads(part).get("content-transfer-encoding", "").strip().lower() == "base64"
        yield message_from_bytes(base64.b64decode(one.as_bytes()), policy=policy.default) if packed and not _heads(one) else one


def _holds_text(part: Part) -> bool:
    """Whether a part with parts in it is only another way to write the text: a page with its pictures."""
    return part.is_multipart() and any(one.get_content_type() == "text/html" for one in part.walk())


def _plain(part: Part) -> tuple[str, bool]:
    """The characters of a part, and whether all of them were known."""
    data = part.get_payload(decode=True)
    if part.get_content_type() == "message/delivery-status" or not isinstance(data, bytes):
        return cleaned(part.as_string() if part.is_multipart() else str(part.get_payload())), True
    return decoded(data, _parameter(part, "content-type", "charset"))


def _is_file(part: Part) -> bool:
    """Whether a part of text is meant as a file."""
    shown = _heads(part).get("content-disposition", "").strip().lower()
    return shown.startswith("attachment") or bool(_file_name(part))


def _file_name(part: Part) -> str:
    return _parameter(part, "content-disposition", "filename") or _parameter(part, "content-type", "name")


def _parameter(part: Part, head: str, name: str) -> str:
    """A parameter of a header, in any of the ways programs write one: plain, quoted, RFC 2047 within, RFC 2231, in pieces."""
    try:
        found = Part(policy=policy.compat32)
        found[head] = header_text(_heads(part).get(head, ""), names=False)
        said = found.get_param(name, "", header=head)
    except (ValueError, TypeError, LookupError, AttributeError):
        return ""
    if isinstance(said, tuple):
        charset, _language, text = said
        return decoded(text.encode("latin-1", "replace"), charset or "utf-8")[0]
    return str(said)
