"""Files citizens send: looked through, taken apart and put together anew where that can be done, refused with a sentence where not."""

import io
import re
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from zouxin import flow
from zouxin.model.errors import SourceError, UsageError

#: bytes of one file, files of one letter, pixels of one picture, the longer side of its public copy
MOST, COUNT, PIXELS, SIDE = 10 * 2**20, 5, 40_000_000, 1600
PICTURES = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".gif": "GIF"}
BEGINS = {".jpg": (b"\xff\xd8\xff",), ".jpeg": (b"\xff\xd8\xff",), ".png": (b"\x89PNG\r\n\x1a\n",), ".webp": (b"RIFF",), ".gif": (b"GIF87a", b"GIF89a"),
          ".pdf": (b"%PDF-",), ".docx": (b"PK\x03\x04",), ".xlsx": (b"PK\x03\x04",), ".txt": (b"",)}  # fmt: skip
#: what makes a PDF do something by itself
_ACTS = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|OpenAction|AA|RichMedia|XFA|SubmitForm|ImportData|GoToR|GoToE)\b")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
#: parts of an Office file that run something or lead outside
_RUNS = re.compile(r"vbaProject|activeX|oleObject|/embeddings/|externalLink|\.(?:bin|exe|js|vbs|html?)$", re.IGNORECASE)
_OUTSIDE = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']", re.IGNORECASE)
_LINK = re.compile(rb"relationships/hyperlink", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Clean:
    """A file that may be kept: its name and kind, its bytes, a public copy of a picture, and what was done to it."""

    name: str
    kind: str
    data: bytes
    public: bytes = b""
    note: str = ""


def checked(name: str, data: bytes) -> Clean:
    """A file as it may be kept. Raises UsageError with one sentence for what is refused."""
    bare = re.sub(r"[\x00-\x1f\x7f/\\<>:\"|?*\u202a-\u202e\u2066-\u2069]", "_", Path(name.replace("\\", "/")).name)[:150] or "file"
    ending = Path(bare).suffix.lower()
    if ending not in BEGINS:
        raise UsageError(_("“%(name)s”不能收：附件只收 JPG、PNG、WEBP、GIF 图片和 PDF、docx、xlsx、txt 文件") % {"name": bare})
    if not data:
        raise UsageError(_("“%(name)s”是空的") % {"name": bare})
    if len(data) > MOST:
        raise UsageError(_("“%(name)s”太大：一个附件最大 %(n)s MiB") % {"name": bare, "n": MOST >> 20})
    if not data.startswith(BEGINS[ending]):
        raise UsageError(_("“%(name)s”的内容与文件名不符：请用原来的程序打开，另存以后再上传") % {"name": bare})
    if ending in PICTURES:
        return _picture(bare, ending, data)
    {".pdf": _pdf, ".txt": _plain}.get(ending, _office)(bare, data)
    return Clean(name=bare, kind=ending[1:], data=data)


def _picture(name: str, ending: str, data: bytes) -> Clean:
    """Decoded and saved anew: what is no picture in it, and where and when it was taken, does not come along."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=[PICTURES[ending]])
            if image.width * image.height > PIXELS:
                raise UsageError(_("“%(name)s”的像素太多：最多 %(n)s 万像素，请缩小以后再上传") % {"name": name, "n": PIXELS // 10_000})
            image.load()
            upright = ImageOps.exif_transpose(image)
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        MemoryError,
    ) as error:
        raise UsageError(_("“%(name)s”不是完好的图片：请用看图软件打开，另存以后再上传") % {"name": name}) from error
    plain = upright.convert("RGB")
    small = plain.copy()
    small.thumbnail((SIDE, SIDE))
    return Clean(
        name=str(Path(name).with_suffix(".jpg")),
        kind="jpg",
        data=_saved(plain),
        public=_saved(small),
        note=_("图片已重新保存，拍摄地点、时间等信息没有留下"),
    )


def _saved(image: Image.Image) -> bytes:
    out = io.BytesIO()
    fresh = Image.frombytes("RGB", image.size, image.tobytes())  # carries nothing but pixels
    fresh.save(out, "JPEG", quality=88)
    return out.getvalue()


def _pdf(name: str, data: bytes) -> None:
    plain = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), data)
    if _ACTS.search(plain) or b"<script" in plain.lower() or _zipped(data):
        raise UsageError(_("“%(name)s”里有会自己运行的内容或夹带的文件，不能收：请打印成一份新的 PDF 再上传") % {"name": name})
    if b"%%EOF" not in data[-1100:]:
        raise UsageError(_("“%(name)s”不是完好的 PDF：请重新导出以后再上传") % {"name": name})
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise UsageError(_("“%(name)s”有密码，请先去掉密码再上传") % {"name": name})
        hidden = [str(key) for key in _walked(reader)]
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, OSError, RecursionError) as error:
        raise UsageError(_("“%(name)s”不是完好的 PDF：请重新导出以后再上传") % {"name": name}) from error
    if any(_ACTS.search(key.encode()) for key in hidden):
        raise UsageError(_("“%(name)s”里有会自己运行的内容或夹带的文件，不能收：请打印成一份新的 PDF 再上传") % {"name": name})


def _walked(reader: PdfReader, most: int = 50_000) -> set[str]:
    """Every name used in any object, packed ones too: what a search of the raw bytes does not see."""
    found: set[str] = set()
    waiting: list[object] = [reader.trailer["/Root"].get_object(), *reader.pages]
    seen: set[int] = set()
    while waiting and len(seen) < most:
        one = waiting.pop()
        one = one.get_object() if hasattr(one, "get_object") else one
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, dict):
            found |= {str(key) for key in one}
            found |= {str(value) for value in one.values() if isinstance(value, str) and str(value).startswith("/")}
            waiting += [value for key, value in one.items() if key not in ("/Parent", "/P")]
        elif isinstance(one, list):
            waiting += one
    return found


def _zipped(data: bytes) -> bool:
    """Whether a file ends like an archive too."""
    return b"PK\x05\x06" in data[-70_000:]


def _office(name: str, data: bytes) -> None:
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as whole:
            parts = whole.infolist()
            unpacked = sum(one.file_size for one in parts)
            if (
                unpacked > 200 * 2**20
                or len(parts) > 3000
                or any(one.file_size > 2**20 and one.file_size > 200 * max(one.compress_size, 1) for one in parts)
            ):
                raise UsageError(_("“%(name)s”解开以后太大，不能收") % {"name": name})
            if any(_RUNS.search(one.filename) or ".." in one.filename or one.filename.startswith("/") for one in parts):
                raise UsageError(_("“%(name)s”里有宏或夹带的文件，不能收：请另存为不带宏的文件再上传") % {"name": name})
            if "[Content_Types].xml" not in whole.namelist():
                raise UsageError(_("“%(name)s”的内容与文件名不符：请用原来的程序打开，另存以后再上传") % {"name": name})
            for one in parts:
                if one.filename.endswith(".rels") and any(not _LINK.search(tag) for tag in _external(whole.read(one))):
                    raise UsageError(_("“%(name)s”会到外面去取东西，不能收：请另存以后再上传") % {"name": name})
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise UsageError(_("“%(name)s”不是完好的文件：请用原来的程序打开，另存以后再上传") % {"name": name}) from error
    _readable(name, data)


def _external(rels: bytes) -> list[bytes]:
    return [tag for tag in re.findall(rb"<[^>]*>", rels) if _OUTSIDE.search(tag)]


def _readable(name: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / f"a{Path(name).suffix.lower()}"
        place.write_bytes(data)
        try:
            flow.document_text(place)
        except SourceError as error:
            raise UsageError(_("“%(name)s”不是完好的文件：请用原来的程序打开，另存以后再上传") % {"name": name}) from error


def _plain(name: str, data: bytes) -> None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(ord(sign) < 32 and sign not in "\r\n\t\f" for sign in text) or re.match(
            r"\s*<(?:!doctype|html|\?xml|svg|script)", text, re.IGNORECASE
        ):
            break
        return
    raise UsageError(_("“%(name)s”不是纯文本") % {"name": name})
