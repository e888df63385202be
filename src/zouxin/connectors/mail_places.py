"""Places mail is delivered to: a folder of an IMAP server, or a Maildir. Only read: nothing there is marked, moved or deleted."""

import base64
import imaplib
import ipaddress
import mailbox
import re
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from zouxin.model.errors import SourceError, UsageError

#: bytes of one message that are read; seconds a server may be silent
LONGEST, PATIENCE = 30 << 20, 30
_LARGE = f"这封邮件超过 {LONGEST >> 20} MiB，只读了信头；请到邮箱里打开看"
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


@dataclass(frozen=True, kw_only=True)
class MailPlace:
    """Where mail lies: `folder` of a server, or a Maildir at `path`. `name` is the place in words, without a password."""

    kind: str
    name: str
    host: str = ""
    port: int = 0
    user: str = ""
    folder: str = "INBOX"
    tls: bool = True
    path: Path = field(default_factory=Path)


@dataclass(frozen=True, kw_only=True)
class Delivered:
    """A message as it lies there. `mark` names it in its place for good; `wrong` says why `raw` holds less than the whole."""

    mark: str
    raw: bytes
    received_at: datetime | None = None
    wrong: str = ""


def mail_place(address: str) -> MailPlace:
    """The place of "imaps://user@host/FOLDER" or "maildir:///path". Raises UsageError with what would be right.

    Without TLS only a server on this machine is asked: a password and citizens' letters never go over a wire in clear.
    """
    said = urlsplit(address)
    if said.scheme == "maildir" and said.path:
        return MailPlace(kind="maildir", name=Path(unquote(said.path)).name, path=Path(unquote(said.path)))
    try:
        port = said.port
    except ValueError:
        port = -1
    if said.scheme not in ("imap", "imaps") or not said.hostname or not said.username or port == -1:
        raise UsageError("收信的邮箱写法不对，应是 imaps://用户名@服务器:993/文件夹 或 maildir:///路径（用户名里的 @ 写成 %40）")
    if said.password:
        raise UsageError("邮箱密码不要写在地址里：请放进文件，用 ZOUXIN_MAIL_IN_PASSWORD_FILE 指明")
    if said.scheme == "imap" and not _here(said.hostname):
        raise UsageError("imap:// 不加密，只能用于本机；其他服务器请用 imaps://")
    user, folder, tls = unquote(said.username), unquote(said.path.strip("/")) or "INBOX", said.scheme == "imaps"
    if any(ord(sign) < 32 for sign in user + folder):
        raise UsageError("收信的邮箱写法不对：用户名和文件夹里不能有控制符")
    return MailPlace(
        kind="imap",
        name=f"{user}@{said.hostname}/{folder}",
        host=said.hostname,
        port=port or (993 if tls else 143),
        user=user,
        folder=folder,
        tls=tls,
    )


def _here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def delivered(
    place: MailPlace, *, password: str = "", since: str = "", known: Callable[[str], bool] = lambda _mark: False
) -> Iterator[Delivered]:
    """Messages that lie there and came after `since`, the mark of the last one that is kept; in a Maildir, which has no order, those not `known`.

    Where a server numbers its messages anew all of them are given again. Raises SourceError where the place cannot be read.
    """
    try:
        yield from _maildir(place, known) if place.kind == "maildir" else _imap(place, password, since)
    except (imaplib.IMAP4.error, ssl.SSLError) as error:
        raise SourceError(
            f"{place.name}：邮箱服务器没有让读（{_short(error)}）；请核对用户名、密码（有的邮箱要用授权码）、文件夹和证书"
        ) from error
    except OSError as error:
        raise SourceError(f"{place.name}：连不上或打不开（{type(error).__name__}）；请核对地址、端口和权限") from error
    except mailbox.Error as error:
        raise SourceError(f"{place.name}：不是 Maildir；请写到有 cur、new、tmp 的那个文件夹") from error


def _short(error: Exception) -> str:
    """What a server said, one line of it."""
    said = error.args[0] if error.args else ""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return " ".join(text.split())[:120] or type(error).__name__


def _maildir(place: MailPlace, known: Callable[[str], bool]) -> Iterator[Delivered]:
    if not (place.path / "cur").is_dir() or not (place.path / "new").is_dir():
        raise mailbox.NoSuchMailboxError(str(place.path))
    box = mailbox.Maildir(str(place.path), create=False)
    for key in sorted(box.iterkeys()):
        if known(key):
            continue
        try:
            with box.get_file(key) as file:
                raw = file.read(LONGEST + 1)
        except (KeyError, FileNotFoundError):  # another program moved it this moment: it is there the next time
            continue
        at = re.match(r"(\d{9,11})\.", key)
        when = datetime.fromtimestamp(int(at[1]), UTC) if at else None
        large = len(raw) > LONGEST
        yield Delivered(mark=key[:250], raw=_head(raw) if large else raw, received_at=when, wrong=_LARGE if large else "")


def _head(raw: bytes) -> bytes:
    return re.split(rb"\r?\n\r?\n", raw[: 1 << 20], maxsplit=1)[0] + b"\r\n\r\n"


def _imap(place: MailPlace, password: str, since: str) -> Iterator[Delivered]:
    with _connected(place) as server:
        server.login(place.user, password)
        if "ID" in server.capabilities:  # some providers let nobody in who does not say what they are
            server.xatom("ID", '("name" "zouxin")')
        _fine(server.select(f'"{_utf7(place.folder)}"', readonly=True))
        validity = (server.response("UIDVALIDITY")[1] or [b""])[0] or b""
        epoch, _slash, last = since.partition("/")
        first = int(last) + 1 if epoch == validity.decode("ascii", "replace") and last.isdigit() else 1
        for uid in sorted(n for n in _numbers(_fine(server.uid("SEARCH", f"UID {first}:*"))) if n >= first):
            try:
                one = _fetched(server, uid, epoch=validity.decode("ascii", "replace"))
            except imaplib.IMAP4.abort:
                raise
            except imaplib.IMAP4.error as error:  # one the server cannot give must not keep the next from being read
                said = f"服务器没有给出这封邮件（{_short(error)}）；请到邮箱里打开看"
                one = Delivered(mark=f"{validity.decode('ascii', 'replace')}/{uid}", raw=b"", wrong=said)
            if one is not None:
                yield one


def _connected(place: MailPlace) -> imaplib.IMAP4:
    if not place.tls:
        return imaplib.IMAP4(place.host, place.port, timeout=PATIENCE)
    return imaplib.IMAP4_SSL(place.host, place.port, ssl_context=ssl.create_default_context(), timeout=PATIENCE)


def _fine(told: tuple[str, list[object]]) -> list[object]:
    if told[0] != "OK":
        raise imaplib.IMAP4.error(told[1][0] if told[1] else told[0])
    return told[1]


def _numbers(said: list[object]) -> list[int]:
    return [int(n) for line in said if isinstance(line, bytes) for n in line.split() if n.isdigit()]


def _fetched(server: imaplib.IMAP4, uid: int, *, epoch: str) -> Delivered | None:
    """One message; None where it was deleted meanwhile."""
    told = _fine(server.uid("FETCH", str(uid), "(RFC822.SIZE INTERNALDATE)"))
    line = b" ".join(one if isinstance(one, bytes) else one[0] for one in told if isinstance(one, bytes | tuple))
    size = _SIZE.search(line)
    if size is None:
        return None
    large = int(size[1]) > LONGEST
    body = _fine(server.uid("FETCH", str(uid), "(BODY.PEEK[HEADER])" if large else "(BODY.PEEK[])"))
    raw = next((one[1] for one in body if isinstance(one, tuple)), None)
    if raw is None:
        return None
    at = imaplib.Internaldate2tuple(line)
    when = datetime.fromtimestamp(time.mktime(at), UTC) if at else None
    return Delivered(mark=f"{epoch}/{uid}", raw=bytes(raw), received_at=when, wrong=_LARGE if large else "")


def _utf7(folder: str) -> str:
    """A folder's name as IMAP writes it (RFC 3501, 5.1.3)."""

    def packed(found: re.Match[str]) -> str:
        return "&" + base64.b64encode(found[0].encode("utf-16-be")).decode().rstrip("=").replace("/", ",") + "-"

    return re.sub(r"[^\x20-\x7e]+", packed, folder.replace("&", "&-")).replace("\\", "\\\\").replace('"', '\\"')
