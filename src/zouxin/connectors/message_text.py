"""The characters of mail: headers in every encoding there is or is claimed to be, pages as text, and what is quoted of earlier mail told apart."""

import base64
import binascii
import quopri
import re

from zouxin.connectors.encodings import decode_whole
from zouxin.functions import pages

#: what no text may hold: signs that move the cursor or turn the direction of reading round, and half characters
_DROPPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
_WORD = re.compile(r"=\?([^?*\s]{1,40})(?:\*[^?\s]*)?\?([bBqQ])\?([^?]*)\?=")
#: declared where nothing better was known: what is in it is Chinese all the same
_UNSURE = {"us-ascii", "ascii", "iso-8859-1", "latin-1", "latin1", "windows-1252", "cp1252", "unknown-8bit", "8bit", "default", ""}
_QUOTE = re.compile(
    r"^\s*(?:[-—_=]{2,}\s*(?:原始邮件|转发邮件|原邮件|original message|forwarded message|引用)\s*[-—_=]*"
    r"|在\s?\d{4}.{4,120}写道[：:]\s*|于\s?\d{4}.{4,120}写道[：:]\s*|\d{4}年\d{1,2}月\d{1,2}日.{0,120}写道[：:]\s*|on .{6,150} wrote:\s*|———— 引用 ————)\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_BLOCK = re.compile(r"<blockquote\b", re.IGNORECASE)


def cleaned(text: str) -> str:
    """A text with nothing in it but what is read, lines ended by line feeds."""
    return _DROPPED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def decoded(data: bytes, charset: str) -> tuple[str, bool]:
    """Bytes as text by the charset that is told, or by what they are where it is wrong; and whether every character was known."""
    said = charset.strip().strip("\"'").lower()
    if said not in _UNSURE and (found := decode_whole(data, kind=f"charset={said}")):
        return cleaned(found[0]), "\ufffd" not in found[0]
    found = decode_whole(data)
    if found:
        return cleaned(found[0]), True
    if said in _UNSURE and said.startswith(("iso-8859", "latin", "windows", "cp1252")):
        return cleaned(data.decode("latin-1")), True
    return cleaned(data.decode("gb18030", "replace")), False


def header_text(raw: str, *, names: bool = True) -> str:
    """A raw header as text on one line. Words of one charset that follow each other are put together before they are decoded: many programs cut
    a character in two. `names` False leaves encoded words as they are, for who looks for an address first.
    """
    line = " ".join(raw.split())
    if not names:
        return _eight(line)
    runs: list[tuple[str, bytes]] = []
    end = 0
    for found in _WORD.finditer(line):
        between = line[end : found.start()]
        if between.strip() or (between and not runs):
            runs.append(("", between.encode("utf-8", "surrogateescape")))
        charset, data = found[1].lower(), _bytes(found[2].lower(), found[3])
        if runs and runs[-1][0] == charset:
            data = runs.pop()[1] + data
        runs.append((charset, data))
        end = found.end()
    runs.append(("", line[end:].encode("utf-8", "surrogateescape")))
    return " ".join("".join(decoded(data, charset)[0] for charset, data in runs).split())


def _bytes(how: str, said: str) -> bytes:
    data = said.encode("ascii", "ignore")
    if how == "q":
        return quopri.decodestring(data.replace(b"_", b" "))
    bare = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    try:
        return base64.b64decode(bare + b"=" * (-len(bare) % 4))
    except binascii.Error:
        return base64.b64decode(bare[: len(bare) // 4 * 4])


def _eight(line: str) -> str:
    """Bytes that were put into a header as they are."""
    return cleaned(line) if line.isascii() else decoded(line.encode("utf-8", "surrogateescape"), "")[0]


def of_html(page: str) -> tuple[str, bool]:
    """The text of a page, quotations marked, and whether it holds words no reader sees; nothing is fetched for it."""
    found = pages.read(_BLOCK.sub("<p>———— 引用 ————</p><blockquote", page))
    return cleaned(found.text), any(found.text[one.start : one.end].strip() for one in found.unseen)


def parted(text: str) -> tuple[str, str]:
    """What somebody wrote, and what they quoted of earlier mail. A message that is nothing but a quotation is taken for what was written."""
    found = _QUOTE.search(text)
    own, quoted = (text[: found.start()], text[found.start() :]) if found else (text, "")
    lines = own.split("\n")
    marked = [line for line in lines if line.lstrip().startswith(">")]
    own = "\n".join(line for line in lines if not line.lstrip().startswith(">")).strip()
    quoted = "\n".join(filter(None, ("\n".join(marked), quoted))).strip()
    return (own, quoted) if own else (quoted, "")
