"""Files that people bring as evidence to a step of a case."""

import hashlib
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from zouxin.model.errors import UsageError
from zouxin.site.rectification.models import Move

#: kinds of file that are taken, by their ending, with how such a file begins
KINDS = {
    ".pdf": (b"%PDF",), ".png": (b"\x89PNG",), ".jpg": (b"\xff\xd8\xff",), ".jpeg": (b"\xff\xd8\xff",), ".docx": (b"PK\x03\x04",), ".xlsx": (b"PK\x03\x04",),
}  # fmt: skip
MOST = 20 * 2**20


def attach(move: Move, file: UploadedFile) -> str:
    """Keep a file with a step; its sha256. Raises UsageError for a kind that is not taken, or a content that is another than its name says."""
    ending = Path(file.name or "").suffix.lower()
    begin = file.read(8)
    file.seek(0)
    if ending not in KINDS or not begin.startswith(KINDS[ending]):
        raise UsageError(_("证据只收 PDF、PNG、JPG 图片和 docx、xlsx 文件，内容要与文件名一致"))
    if (file.size or 0) > MOST:
        raise UsageError(_("证据文件最大 %(n)s MiB") % {"n": MOST >> 20})
    whole = hashlib.sha256()
    for block in file.chunks():
        whole.update(block)
    file.seek(0)
    move.file_name, move.file_digest = Path(file.name or "").name[:255], whole.hexdigest()
    move.file.save(f"{move.file_digest[:16]}{ending}", file, save=False)
    move.save(update_fields=["file", "file_name", "file_digest"])
    return move.file_digest
