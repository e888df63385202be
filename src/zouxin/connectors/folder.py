"""A folder of files, read in the order of their names; a broken one is told and the others are read."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from zouxin.connectors.batch import Batch, Broken, batch_of
from zouxin.connectors.magic import detect
from zouxin.model.errors import SourceError

_SUFFIXES = {".csv", ".tsv", ".txt", ".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".et", ".parquet", ".json", ".jsonl", ".ndjson"}

#: bytes; a register is smaller, and a larger file is not opened twice
_SMALL = 8 << 20


def read(place: Path, options: Mapping[str, object]) -> Iterator[Batch]:
    """Batches of every file, folders below included; `file` is the path inside the folder.

    Option `first`: a function of a Batch; files whose first batch it holds for are read before the others.

    Links are not followed, hidden files and files of other kinds are left out and said so. Raises SourceError
    where no file can be read.
    """
    told: list[str] = []
    failed: list[str] = []
    read_any = False
    for path in _ordered(_files(place, told), options.get("first")):
        name = path.relative_to(place).as_posix()
        try:
            for batch in import_module(f"zouxin.connectors.{detect(path)}").read(path, options):
                yield replace(batch, file=name, stated=(*told, *batch.stated))
                read_any, told = True, []
        except SourceError as error:
            failed.append(error.sentence)
            broken = Broken(row=0, reason=error.sentence, remedy="改正这个文件后重新读取", value=name)
            yield batch_of([], names=[], numbers=[], file=name, broken=[broken])
    if not read_any:
        why = failed[0] if failed else "里面没有 csv、xlsx、parquet 或 json 文件，请确认路径"
        raise SourceError(f"文件夹 {place.name}：{why}")


def _ordered(files: list[Path], first: object) -> list[Path]:
    """Small files that come first, such as a register whose names the others use, then the rest, each in their order."""
    if not callable(first) or len(files) < 2:
        return files

    def late(path: Path) -> bool:
        try:
            return path.stat().st_size > _SMALL or not first(next(iter(import_module(f"zouxin.connectors.{detect(path)}").read(path, {}))))
        except (SourceError, StopIteration, OSError):
            return True

    return sorted(files, key=late)


def _files(place: Path, told: list[str]) -> list[Path]:
    def refused(error: OSError) -> None:
        raise SourceError(f"文件夹 {place.name}：打不开 {error.filename}（{error.strerror}），请检查权限") from error

    found: list[Path] = []
    for root, folders, names in os.walk(place, onerror=refused, followlinks=False):
        folders[:] = [f for f in folders if not f.startswith(".")]
        for name in names:
            path = Path(root, name)
            if name.startswith((".", "~$")):
                continue
            if path.is_symlink() or path.suffix.lower() not in _SUFFIXES:
                told.append(f"{path.relative_to(place)} {'是链接' if path.is_symlink() else '不是表格'}，未读")
            else:
                found.append(path)
    return sorted(found, key=lambda p: p.relative_to(place).as_posix())
