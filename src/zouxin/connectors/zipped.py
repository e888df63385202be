"""What a zip says it holds, asked before anything is unpacked."""

import zipfile
from pathlib import Path

from zouxin.model.errors import SourceError

#: bytes unpacked in all, and how many times larger than packed a large part may be
LARGEST = 2 << 30
RATIO = 200
_SMALL = 64 << 20


def members(place: Path) -> list[str]:
    """Names in a zip. Raises SourceError where it is damaged, encrypted, or would unpack to far more than it is."""
    try:
        with zipfile.ZipFile(place) as file:
            entries = file.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise SourceError(f"{place.name}：文件不完整或已损坏（zip 目录读不出），请重新下载或另存为 .xlsx") from error
    if any(entry.flag_bits & 1 for entry in entries):
        raise SourceError(f"{place.name}：文件加了密码，请去掉密码后再读")
    total = sum(entry.file_size for entry in entries)
    packed = max(1, place.stat().st_size)
    if total > LARGEST or (total > _SMALL and total > RATIO * packed):
        raise SourceError(
            f"{place.name}：解压后有 {total >> 20:,} MB，是文件本身的 {total // packed} 倍，像压缩炸弹，没有读；请导出为 csv 后再读"
        )
    return [entry.filename for entry in entries]
