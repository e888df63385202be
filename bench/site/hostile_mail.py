"""Mail as it really comes and as somebody hostile writes it: each with words that have to be found in what was read, or none where nothing has to be."""

import base64
import random
from collections.abc import Iterator
from dataclasses import dataclass

WORDS = "石桥村口的路灯坏了三个月，晚上老人摔倒过，请尽快维修。"
SCRIPT = "<script>alert(1)</script>"


@dataclass(frozen=True)
class Mail:
    """A message: what it is called here, its bytes, and what a reader must find in its text, quotation or title."""

    name: str
    raw: bytes
    must: str = ""


def plain(text: str = WORDS, *, subject: str = "路灯", charset: str = "utf-8", codec: str = "", heads: bytes = b"", nth: int = 0) -> bytes:
    """A message of plain text; `codec` what it is really in."""
    title = base64.b64encode(subject.encode(codec or charset))
    return (
        b"From: =?%s?B?%s?= <wang%d@example.com>\r\n" % (charset.encode(), base64.b64encode("王女士".encode(codec or charset)), nth)
        + b"Subject: =?%s?B?%s?=\r\nMessage-ID: <m%d.%s@example.com>\r\nDate: Mon, 2 Nov 2026 10:00:00 +0800\r\n"
        % (charset.encode(), title, nth, charset.encode())
        + heads
        + b"Content-Type: text/plain; charset=%s\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" % charset.encode()
        + text.encode(codec or charset)
        + b"\r\n"
    )


def parts(*some: bytes, kind: bytes = b"mixed", heads: bytes = b"Message-ID: <parts@example.com>\r\n", mark: bytes = b"zx") -> bytes:
    """A message of several parts."""
    body = b"".join(b"--%s\r\n%s\r\n" % (mark, one) for one in some)
    return (
        b'From: li@example.com\r\nSubject: parts\r\n%sMIME-Version: 1.0\r\nContent-Type: multipart/%s; boundary="%s"\r\n\r\n%s--%s--\r\n'
        % (heads, kind, mark, body, mark)
    )


TEXT = b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + WORDS.encode()
PAGE = b"Content-Type: text/html; charset=utf-8\r\n\r\n<html><body><p>" + WORDS.encode() + b"</p></body></html>"


def file(name: bytes, data: bytes, kind: bytes = b"application/octet-stream") -> bytes:
    """An attached file."""
    return b"Content-Type: %s; name=\"%s\"\r\nContent-Disposition: attachment; filename=\"%s\"\r\nContent-Transfer-Encoding: base64\r\n\r\n%s" % (
        kind, name, name, base64.encodebytes(data))  # fmt: skip


def encodings() -> Iterator[Mail]:
    """Encodings that are right, wrong, unknown, cut in two and missing."""
    for charset, codec in (("utf-8", ""), ("gb2312", "gb18030"), ("gbk", ""), ("gb18030", ""), ("big5", "gb18030"), ("us-ascii", "gb18030"), ("iso-8859-1", "gb18030"),
                           ("x-unknown", "utf-8"), ("unknown-8bit", "gb18030"), ("utf-8", "gb18030"), ("utf-16", "")):  # fmt: skip
        yield Mail(f"charset {charset} really {codec or charset}", plain(charset=charset, codec=codec), "路灯坏了")
    yield Mail(
        "gb2312 with a sign beyond it", plain("镕基路的㙍灯坏了三个月，请维修。" + WORDS, charset="gb2312", codec="gb18030"), "镕基路的㙍灯"
    )
    raw = "路灯坏了三个月".encode("gb18030")
    cut = b" ".join(b"=?gb2312?B?" + base64.b64encode(one) + b"?=" for one in (raw[:3], raw[3:]))
    yield Mail("a subject whose character is cut in two", b"From: a@example.com\r\nSubject: " + cut + b"\r\n\r\nx\r\n", "路灯坏了三个月")
    yield Mail("a subject of bare bytes", b"From: a@example.com\nSubject: " + raw + b"\n\n" + WORDS.encode(), "路灯坏了三个月")
    yield Mail("no headers but a body", b"\r\n" + WORDS.encode(), "路灯坏了")
    yield Mail("no type, bytes of GB18030", b"From: a@example.com\nSubject: x\n\n" + WORDS.encode("gb18030"), "路灯坏了")
    yield Mail("lines ended by CR", plain().replace(b"\r\n", b"\r"))
    yield Mail("a byte-order mark first", b"\xef\xbb\xbf" + plain())
    for word in (
        b"=?utf-8?B?",
        b"=?utf-8?B?@@@?=",
        b"=?utf-8?Q?=E8=B7?=",
        b"=?nosuch?Q?=A0?=",
        b"=?utf-8?X?abc?=",
        b"=?" * 5000,
        b"=?utf-8?B?" + b"A" * 99_997 + b"?=",
    ):
        yield Mail(
            f"a broken word in the subject {word[:24]!r}", b"From: a@example.com\nSubject: " + word + b"\n\n" + WORDS.encode(), "路灯坏了"
        )


def structures() -> Iterator[Mail]:
    """Parts within parts, with nothing, without end, with too much."""
    yield Mail("a page alone", b"From: a@example.com\r\nSubject: x\r\n" + PAGE, "路灯坏了")
    yield Mail("plain and page", parts(TEXT, PAGE, kind=b"alternative"), "路灯坏了")
    yield Mail("an empty plain and a page", parts(b"Content-Type: text/plain\r\n\r\n \r\n", PAGE, kind=b"alternative"), "路灯坏了")
    yield Mail("a forwarded message", parts(b"Content-Type: message/rfc822\r\n\r\n" + plain()), "路灯坏了")
    yield Mail(
        "a forwarded message in base64",
        parts(b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(plain())),
    )
    yield Mail("no boundary told", b"Content-Type: multipart/mixed\r\n\r\n--zx\r\n" + TEXT + b"\r\n--zx--", "路灯坏了")
    yield Mail("no end", parts(TEXT)[:-8], "路灯坏了")
    yield Mail(
        "the same boundary a thousand times",
        b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\nContent-Type: multipart/mixed; boundary=a\n\n" * 1000,
    )
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(2000))
    yield Mail("two thousand levels", deep + TEXT)
    nested = plain()
    for n in range(40):
        nested = parts(b"Content-Type: message/rfc822\r\n\r\n" + nested, mark=b"n%d" % n)
    yield Mail("forty forwarded messages within each other", nested)
    yield Mail("five hundred files", parts(TEXT, *(file(b"f%d.txt" % n, b"x") for n in range(500))), "路灯坏了")
    yield Mail(
        "a transfer encoding nobody knows",
        b"From: a@example.com\nContent-Transfer-Encoding: x-zip\nContent-Type: text/plain; charset=utf-8\n\n" + WORDS.encode(),
        "路灯坏了",
    )
    yield Mail(
        "base64 that is none",
        b"From: a@example.com\nContent-Transfer-Encoding: base64\nContent-Type: text/plain; charset=utf-8\n\n!!!!" + WORDS.encode(),
    )
    yield Mail("nothing", b"")
    yield Mail("white space", b"\r\n\r\n\r\n")
    yield Mail("zeros", b"\0" * 5000)
    yield Mail("text with zeros", plain().replace("路灯".encode(), "路\0灯".encode()))
    yield Mail("a megabyte of one line", b"From: a@example.com\nSubject: x\n\n" + "灯".encode() * 400_000, "灯灯")
    yield Mail(
        "a header of a megabyte", b"From: a@example.com\nX-Long: " + b"a" * 1_000_000 + b"\nSubject: x\n\n" + WORDS.encode(), "路灯坏了"
    )
    yield Mail(
        "ten thousand headers", b"".join(b"X-%d: y\n" % n for n in range(10_000)) + b"From: a@example.com\n\n" + WORDS.encode(), "路灯坏了"
    )


def senders() -> Iterator[Mail]:
    """Senders, dates and ids that are none, that lie, or that would write into a head or a page."""
    heads = (
        b"From: \r\n", b"", b"From: <>\r\n", b"From: a@example.com, b@example.com\r\n", b"From: \"a@evil.example\" <b@example.com>\r\n", b"From: undisclosed\r\n", b"From: " + b"a" * 9000 + b"@example.com\r\n",
        b"From: =?utf-8?B?" + base64.b64encode("王\r\nBcc: all@example.com".encode()) + b"?= <a@example.com>\r\n", b"From: " + SCRIPT.encode() + b" <a@example.com>\r\n",
        b"From: a@[127.0.0.1]\r\n", b"From: (((((((((((((((((((\r\n", b"From: \"\\\r\n", b"From: a@example.com\r\nFrom: b@example.com\r\n",
    )  # fmt: skip
    for nth, head in enumerate(heads):
        yield Mail(
            f"sender {nth}", head + b"Subject: s%d\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" % nth + WORDS.encode(), "路灯坏了"
        )
    for nth, day in enumerate(
        (
            b"",
            b"never",
            b"Mon, 99 Nov 2026 10:00:00 +0800",
            b"Mon, 2 Nov 9999999 10:00:00 +0800",
            b"Fri, 31 Dec 9999 23:59:59 -2300",
            b"2 Nov 26",
            b"1",
            b"," * 500,
        )
    ):
        yield Mail(f"date {nth}", b"From: d%d@example.com\nDate: %s\nSubject: d\n\n" % (nth, day) + WORDS.encode(), "路灯坏了")
    for nth, said in enumerate((b"", b"<>", b"<a b>", b"no brackets", b"<" + b"i" * 900 + b"@x>", b"<a@x> <b@x>")):
        yield Mail(f"id {nth}", b"From: i%d@example.com\nMessage-ID: %s\nSubject: i\n\n" % (nth, said) + WORDS.encode(), "路灯坏了")
    yield Mail("a script everywhere", plain(WORDS + SCRIPT, subject=SCRIPT, nth=7), "路灯坏了")
    yield Mail("signs that turn the text round", plain("\u202e" + WORDS, subject="\u202egpj.exe", nth=8), "路灯坏了")


def machines() -> Iterator[Mail]:
    """Mail no person wrote."""
    heads = (
        b"Auto-Submitted: auto-replied\r\n",
        b"X-Autoreply: yes\r\n",
        b"Precedence: bulk\r\n",
        b"List-Id: <l.example.com>\r\n",
        b"Return-Path: <>\r\n",
        b"Auto-Submitted: auto-generated (x)\r\n",
    )
    for nth, head in enumerate(heads):
        yield Mail(f"machine {nth}", plain("我休假了，回来再复。", heads=head, nth=100 + nth), "休假")
    status = b"Content-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; a@example.com\r\nStatus: 5.1.1\r\n"
    yield Mail(
        "a bounce",
        parts(
            TEXT,
            status,
            b"Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <x@y>\r\n",
            kind=b"report; report-type=delivery-status",
            heads=b"From: MAILER-DAEMON@example.com\r\n",
        ),
    )


def files() -> Iterator[Mail]:
    """Files that mean harm, are broken, or are called what no file may be called."""
    for nth, (name, data) in enumerate((
        (b"../../etc/passwd.txt", b"root"), (b"a.exe", b"MZ"), (b"a.svg", b"<svg onload=alert(1)>"), (b"a.jpg", b"GIF89a"), (b"a.pdf", b"%PDF-1.7 /OpenAction"), (b"winmail.dat", b"\x78\x9f\x3e\x22"),
        ("照片.txt".encode("gb18030"), WORDS.encode()), (b"=?gb2312?B?1dXGrC50eHQ=?=", b"x"), (b"", b"x"), (b"a" * 5000 + b".txt", b"x"), (b"a.txt", b""), (b"a\0b.txt", b"x"), (b"invite.ics", b"BEGIN:VCALENDAR"),
    )):  # fmt: skip
        yield Mail(f"file {nth} {name[:20]!r}", parts(TEXT, file(name, data), heads=b"Message-ID: <f%d@example.com>\r\n" % nth), "路灯坏了")
    twisted = b"Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename*0*=utf-8''%E7%85%A7; filename*1*=%E7%89%87.txt\r\n\r\nx"
    yield Mail("a name in pieces", parts(TEXT, twisted, heads=b"Message-ID: <pieces@example.com>\r\n"), "路灯坏了")
    yield Mail(
        "a name in a charset nobody knows",
        parts(TEXT, twisted.replace(b"utf-8''", b"nosuch''"), heads=b"Message-ID: <pieces2@example.com>\r\n"),
        "路灯坏了",
    )


def torn(seed: int, count: int) -> Iterator[Mail]:
    """The others cut short, with bytes changed, lines left out and headers turned round."""
    rng = random.Random(seed)
    sound = [one for one in (*encodings(), *structures(), *senders(), *machines(), *files()) if 0 < len(one.raw) < 50_000]
    for nth in range(count):
        raw = bytearray(rng.choice(sound).raw)
        how = rng.randrange(4)
        if how == 0:
            raw = raw[: rng.randrange(len(raw))]
        elif how == 1:
            for _ in range(rng.randint(1, 30)):
                raw[rng.randrange(len(raw))] = rng.randrange(256)
        elif how == 2:
            lines = raw.split(b"\n")
            raw = bytearray(b"\n".join(line for line in lines if rng.random() > 0.15))
        else:
            at = rng.randrange(len(raw))
            raw[at:at] = rng.choice(
                (b"\0", b"\r", b"\n\n", b"--zx--\r\n", b"=?gb2312?B?", b"\xff\xfe", "灯".encode("gb18030"), b"boundary=;", b"%s%n")
            )
        yield Mail(f"torn {nth}", b"X-Torn: %d\r\n" % nth + bytes(raw))


def messages(seed: int = 1, count: int = 250) -> list[Mail]:
    """All of them."""
    return [*encodings(), *structures(), *senders(), *machines(), *files(), *torn(seed, count)]
