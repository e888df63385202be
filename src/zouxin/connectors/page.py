"""A page or a plain text, or a folder of them: each file is one post.

A plain text is taken to the last character as it stands in its file; a byte-order mark is no part of it. A page keeps its
markup, and its text is what `functions.pages` reads. Encodings: a byte-order mark, what the page itself names, UTF-8, GB18030.
"""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa

from zouxin.connectors.batch import Batch, Broken
from zouxin.connectors.encodings import NAMES, decode_whole
from zouxin.functions import pages
from zouxin.model.errors import SourceError

#: what each column of a batch fills
MAPPING = (("文件", "post.id"), ("标题", "post.title"), ("正文", "post.text"), ("网页源码", "post.markup"), ("体裁", "post.form"))
PAGES = (".html", ".htm", ".shtml", ".xhtml")
LONGEST = 64 << 20  # bytes of one file
_TOGETHER = 200  # files in a batch
_MARKUP = re.compile(r"^\s*(?:<!--.*?-->\s*)*(?:<\?xml[^>]*>\s*)?<(?:!doctype|html|head|body|meta|div|table|title|p)\b", re.I | re.S)


def is_page(place: Path) -> bool:
    """Whether a file's name says it is a web page."""
    return place.suffix.lower() in PAGES


def read(place: Path, options: Mapping[str, object]) -> Iterator[Batch]:
    """Batches of posts, one a file; its id is the file's name, in a folder its path within it.

    Options: encoding. Raises SourceError where there is no file that can be read.
    """
    files = _files(place) if place.is_dir() else [place]
    if not files:
        raise SourceError(f"文件夹 {place.name}：里面没有 txt 或 html 文件，请确认路径")
    for first in range(0, len(files), _TOGETHER):
        yield _batch(place, files[first : first + _TOGETHER], first, options)


def _files(place: Path) -> list[Path]:
    found = (Path(root, name) for root, _, names in os.walk(place) for name in names)
    kept = [p for p in found if not p.name.startswith(".") and not p.is_symlink() and p.suffix.lower() in (*PAGES, ".txt")]
    return sorted(kept, key=lambda p: p.relative_to(place).as_posix())


def _batch(place: Path, files: list[Path], first: int, options: Mapping[str, object]) -> Batch:
    rows, numbers, broken, told = [], [], [], {}
    for nth, path in enumerate(files, start=first + 1):
        name = path.relative_to(place).as_posix() if place.is_dir() else path.name
        try:
            text, codec = _text(path, options.get("encoding"))
        except SourceError as error:
            broken.append(Broken(row=nth, reason=error.sentence, remedy="改正这个文件后重新读取", value=name))
            continue
        told[f"编码 {NAMES.get(codec, codec)}"] = None
        rows.append(_row(name, path, text))
        numbers.append(nth)
    if broken and not rows and not place.is_dir():
        raise SourceError(broken[0].reason)
    columns = [pa.array([row[n] for row in rows], pa.string()) for n in range(len(MAPPING))]
    batch = pa.RecordBatch.from_arrays(columns, names=[column for column, _ in MAPPING])
    return Batch(
        rows=batch, first_row=first + 1, file=place.name, stated=tuple(told), numbers=pa.array(numbers, pa.int64()), broken=tuple(broken)
    )


def _row(name: str, path: Path, text: str) -> tuple[str | None, ...]:
    if not is_page(path) and not _MARKUP.match(text):
        return name, None, text, None, "other"
    page = pages.read(text)
    return name, page.title or None, page.text, text, "page"


def _text(path: Path, asked: object) -> tuple[str, str]:
    """The text of a file to the character, and the codec it is in."""
    try:
        if path.stat().st_size > LONGEST:
            raise SourceError(f"{path.name}：文件超过 {LONGEST >> 20} MB，不像一篇文章，请核对")
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path.name}：打不开（{error.strerror}），请检查文件是否存在、是否有读取权限") from error
    told = decode_whole(data, asked=str(asked or ""))
    if told is None:
        raise SourceError(f"{path.name}：认不出是什么编码，请另存为 UTF-8")
    return told
