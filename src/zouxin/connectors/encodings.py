"""In which encoding a text file is written: found out, never guessed in silence."""

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from zouxin.model.errors import SourceError

CHUNK = 1 << 21
_BOMS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8（带 BOM）"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
NAMES = {"utf-8": "UTF-8", "gb18030": "GB18030", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}
_CJK = re.compile("[　-〿一-鿿！-￯]")


@dataclass(frozen=True, kw_only=True)
class Encoding:
    """A codec, its name for people, bytes of BOM to skip, and whether some lines are in another encoding.

    `quotes_fit`: every quotation mark opens or closes a field, so that a fast reader and a careful one agree.
    """

    codec: str
    says: str
    skip: int = 0
    mixed: bool = False
    quotes_fit: bool = True
    cr_only: bool = False

    @property
    def by_bytes(self) -> bool:
        """Whether lines may be cut before they are decoded."""
        return not self.codec.startswith("utf-16")


def detect_encoding(place: Path, *, delimiter_of, asked: str | None = None) -> tuple[Encoding, str]:
    """The encoding of a text file and its delimiter, which `delimiter_of(head: str)` finds.

    Raises SourceError for a file that is no text. One pass over the file, two for GB18030.
    """
    head = _head(place)
    codec, says, skip = _by_head(head, asked, place)
    text = head[skip:].decode(codec, "ignore")
    cr_only = "\r" in text and "\n" not in text
    delimiter = delimiter_of(text.replace("\r", "\n") if cr_only else text)
    first = Encoding(codec=codec, says=says, skip=skip, cr_only=cr_only)
    fits, quotes = scan(place, first, delimiter=delimiter)
    if fits or asked or skip or not first.by_bytes:
        return Encoding(codec=codec, says=says, skip=skip, mixed=not fits, quotes_fit=quotes, cr_only=cr_only), delimiter
    second = Encoding(codec="gb18030", says=NAMES["gb18030"], cr_only=cr_only)
    fits, quotes = scan(place, second, delimiter=delimiter)
    main, mixed = _mostly(place)
    codec = "gb18030" if fits and not mixed else main
    return Encoding(codec=codec, says=NAMES[codec], mixed=mixed or not fits, quotes_fit=quotes, cr_only=cr_only), delimiter


def _head(place: Path) -> bytes:
    try:
        with place.open("rb") as file:
            return file.read(1 << 20)
    except OSError as error:
        raise SourceError(f"{place.name}：打不开（{error.strerror}），请检查文件是否存在、是否有读取权限") from error


def _by_head(head: bytes, asked: str | None, place: Path) -> tuple[str, str, int]:
    for bom, codec, says in _BOMS:
        if head.startswith(bom):
            return codec, says, len(bom)
    if asked:
        try:
            codec = codecs.lookup(asked).name
        except LookupError as error:
            raise SourceError(f"{place.name}：没有叫“{asked}”的编码，常见的是 utf-8、gb18030、utf-16") from error
        return codec, NAMES.get(codec, asked), 0
    pairs = np.frombuffer(head[: len(head) // 2 * 2], dtype=np.uint8).reshape(-1, 2) == 0
    even, odd = pairs.mean(axis=0) if len(pairs) else (0.0, 0.0)
    if max(even, odd) > 0.1 and min(even, odd) < 0.05:
        return ("utf-16-le", "UTF-16", 0) if odd > even else ("utf-16-be", "UTF-16", 0)
    return "utf-8", "UTF-8", 0


def scan(place: Path, encoding: Encoding, *, delimiter: str) -> tuple[bool, bool]:
    """Whether all of a file decodes, and whether every quotation mark opens or closes a field."""
    decoder = codecs.getincrementaldecoder(encoding.codec)("strict")
    quotes = _Quotes(delimiter)
    try:
        for chunk in _chunks(place, encoding.skip):
            text = decoder.decode(chunk)
            quotes.see(chunk if encoding.by_bytes else text.encode("utf-8", "replace"))
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False, False
    return True, quotes.finish()


def _chunks(place: Path, skip: int) -> Iterator[bytes]:
    with place.open("rb") as file:
        file.seek(skip)
        while chunk := file.read(CHUNK):
            yield chunk


class _Quotes:
    """Follows the quotation marks of a file: an opening one after a delimiter, a closing one before one."""

    def __init__(self, delimiter: str) -> None:
        self.edges = np.zeros(256, dtype=bool)
        self.edges[[ord(delimiter), 10, 13, 34]] = True
        self.before, self.held, self.count, self.fit = b"\n", b"", 0, True

    def see(self, chunk: bytes) -> None:
        data = self.before + self.held + chunk
        if len(data) < 3:
            self.held += chunk
            return
        self._look(data)
        self.before, self.held = data[-2:-1], data[-1:]

    def finish(self) -> bool:
        self._look(self.before + self.held + b"\n")
        return self.fit and self.count % 2 == 0

    def _look(self, data: bytes) -> None:
        array = np.frombuffer(data, dtype=np.uint8)
        at = np.flatnonzero(array[1:-1] == 34) + 1
        opens = (self.count + np.arange(len(at))) % 2 == 0
        self.fit &= bool(self.edges[np.where(opens, array[at - 1], array[at + 1])].all())
        self.count += len(at)


_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_META = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.I)
_CHINESE = {"gb2312", "gbk", "gb_2312-80", "gb18030", "x-gbk"}


def decode_whole(data: bytes, *, kind: str = "", asked: str = "") -> tuple[str, str] | None:
    """A whole page, feed or text to the character, and its codec; None where none fits.

    In turn: a byte-order mark (no part of the text), the codec asked for, what a server said (`kind`, its content type), what the page
    says itself, UTF-8, GB18030 for every older name of it, Big5.
    """
    for bom, codec, _ in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(codec, "replace"), codec
    said, own = _CHARSET.search(kind), _META.search(data[:4096])
    named = (asked, said.group(1) if said else "", own.group(1).decode("ascii", "replace") if own else "")
    for name in dict.fromkeys((*named, "utf-8", "gb18030", "big5")):
        codec = "gb18030" if name.casefold() in _CHINESE else name.casefold()
        try:
            if codec:
                return data.decode(codec), codec
        except (UnicodeDecodeError, LookupError):
            continue
    return None


def decode_line(line: bytes, main: str) -> tuple[str | None, str]:
    """One line in the main encoding or the other of UTF-8 and GB18030, and which; None where neither fits."""
    if main == "gb18030" and utf8_like(line):
        return line.decode("utf-8"), "utf-8"
    for codec in dict.fromkeys((main, "utf-8", "gb18030")):
        try:
            return line.decode(codec), codec
        except UnicodeDecodeError:
            continue
    return None, ""


def utf8_like(line: bytes) -> bool:
    """Whether a line that is not ASCII is surely UTF-8: GB18030 text is not, but for a word or two (联通)."""
    if line.isascii():
        return False
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    foreign = [c for c in text if ord(c) > 127]
    return sum(_CJK.match(c) is not None for c in foreign) * 2 > len(foreign)


def _mostly(place: Path) -> tuple[str, bool]:
    utf8 = other = 0
    with place.open("rb") as file:
        for line in file:
            if not line.isascii():
                looks = utf8_like(line)
                utf8, other = utf8 + looks, other + (not looks)
    return ("utf-8" if utf8 > other else "gb18030"), utf8 > 0


class Utf8Stream(io.RawIOBase):
    """A text file of any encoding as a stream of UTF-8 bytes with LF or CRLF line ends."""

    def __init__(self, place: Path, encoding: Encoding, *, errors: str = "strict") -> None:
        self._file = place.open("rb")
        self._file.seek(encoding.skip)
        self._decoder = codecs.getincrementaldecoder(encoding.codec)(errors)
        self._cr_only, self._left = encoding.cr_only, b""

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer) -> int:
        """Fills the buffer as far as there is text."""
        while not self._left:
            chunk = self._file.read(1 << 20)
            text = self._decoder.decode(chunk, not chunk)
            self._left = (text.replace("\r", "\n") if self._cr_only else text).encode("utf-8", "replace")
            if not chunk:
                break
        size = min(len(buffer), len(self._left))
        buffer[:size], self._left = self._left[:size], self._left[size:]
        return size

    def close(self) -> None:
        """Closes the file below."""
        self._file.close()
        super().close()


def utf8_file(place: Path, encoding: Encoding, *, errors: str = "strict") -> io.BufferedReader:
    """The file as UTF-8 bytes; the file itself where it is that already."""
    if encoding.codec == "utf-8" and not encoding.cr_only:
        file = place.open("rb")
        file.seek(encoding.skip)
        return file
    return io.BufferedReader(Utf8Stream(place, encoding, errors=errors), 1 << 20)
