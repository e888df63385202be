"""A deployment in one file, and back: the database as its own tool writes it, and the data folder, each file with its hash."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from zouxin import __version__
from zouxin.model.errors import UsageError

MANIFEST = "manifest.json"
#: what a restored site makes anew by itself, and the keys, which are no data
LEFT_OUT = (
    "static",
    "workers",
    "secret",
    "open311",
    "zouxin.sqlite3",
    "zouxin.sqlite3-wal",
    "zouxin.sqlite3-shm",
    "lake/scratch",
    "lake/staging",
    "lake/lock",
    "lake/derived/standing",  # of as many bytes as the letters, and made anew by the next inspection
    ".health",
)
FORM = 1


def keep(place: Path) -> dict[str, Any]:
    """Write a backup whole or not at all; its manifest. The database first: what it names stands in the folder already.

    Raises UsageError where the file exists, or where PostgreSQL's own tool is missing.
    """
    if place.exists():
        raise UsageError(f"{place} 已经存在；备份不覆盖别的文件，请换一个名字")
    with tempfile.TemporaryDirectory(dir=place.absolute().parent, prefix=".zouxin-backup-") as folder:
        database, fresh = Path(folder) / "database", Path(folder) / "backup.tar.gz"
        _dump(database)
        files = dict(_files(settings.DATA))
        manifest = {"form": FORM, "version": __version__, "made_at": timezone.now().isoformat(), "database": connection.vendor,
                    "files": {"database": digest(database), **{f"data/{name}": digest(path) for name, path in files.items()}}}  # fmt: skip
        with tarfile.open(fresh, "w:gz", compresslevel=1) as tar:
            listed = Path(folder) / MANIFEST
            listed.write_text(json.dumps(manifest, ensure_ascii=False, indent=1), "utf-8")
            tar.add(listed, MANIFEST)
            tar.add(database, "database")
            for name, path in files.items():
                tar.add(path, f"data/{name}")
        os.replace(fresh, place)
    return manifest


def bring_back(place: Path) -> dict[str, Any]:
    """Put a backup into an empty data folder and an empty database; its manifest.

    Raises UsageError where the folder holds data, the backup is damaged or from a newer version, or the database is of another kind.
    """
    if any(_files(settings.DATA)) or (settings.DATA / "zouxin.sqlite3").exists():
        raise UsageError(f"{settings.DATA} 里已经有数据；恢复只写进空的文件夹，请用 --data 另指一个")
    settings.DATA.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.DATA, prefix=".restore-") as folder:
        manifest = _unpacked(place, Path(folder))
        if manifest["database"] != connection.vendor:
            raise UsageError(f"备份来自 {manifest['database']}，这里的数据库是 {connection.vendor}；请先按备份设好 ZOUXIN_DATABASE")
        _load(Path(folder) / "database")
        for path in sorted((Path(folder) / "data").glob("*")):
            shutil.move(path, settings.DATA / path.name)
    return manifest


def digest(path: Path) -> str:
    """sha256 of a file, 64 hex characters."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(root.rglob("*")) if root.is_dir() else ():
        name = path.relative_to(root).as_posix()
        if (
            path.is_file()
            and not path.is_symlink()
            and not any(name == left or name.startswith(f"{left}/") for left in LEFT_OUT)
            and not name.startswith(".restore-")
        ):
            yield name, path


def _dump(path: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
    else:
        _tool("pg_dump", "--format=custom", f"--file={path}")


def _load(path: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as copy:
            copy.backup(connection.connection)
    else:
        _tool(
            "pg_restore",
            "--clean",
            "--if-exists",
            "--no-owner",
            "--exit-on-error",
            f"--dbname={connection.settings_dict['NAME']}",
            str(path),
        )


def _tool(name: str, *words: str) -> None:
    """Run a tool of PostgreSQL on the site's database; the password goes by the environment, never by the command line."""
    found = shutil.which(name)
    if found is None:
        raise UsageError(f"找不到 {name}；请安装 PostgreSQL 客户端（Debian：apt-get install postgresql-client）")
    said = connection.settings_dict
    passed = {
        "PGHOST": said["HOST"],
        "PGPORT": str(said["PORT"] or ""),
        "PGUSER": said["USER"],
        "PGPASSWORD": said["PASSWORD"],
        "PGDATABASE": said["NAME"],
    }
    passed["PGHOST"] = passed["PGHOST"] or said.get("OPTIONS", {}).get("host", "")
    done = subprocess.run(
        [found, *words], env={**os.environ, **{k: v for k, v in passed.items() if v}}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise UsageError(f"{name} 没有做成：{done.stderr.strip()[-500:]}")


def _unpacked(place: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(place, "r:gz") as tar:
            unpack(tar, folder)
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
        wrong = [name for name, said in manifest["files"].items() if not _whole(folder, name, said)]
    except (OSError, tarfile.TarError, KeyError, ValueError, EOFError) as error:
        raise UsageError(f"{place} 不是完整的备份（{error}）") from error
    if manifest["form"] > FORM:
        raise UsageError(f"{place} 由更新的版本（{manifest['version']}）做成，请先升级")
    if wrong:
        raise UsageError(f"{place} 里有 {len(wrong)} 个文件与清单不符，如 {wrong[0]}；没有恢复任何东西")
    return manifest


def unpack(tar: tarfile.TarFile, folder: Path) -> None:
    """Files and folders of an archive under a folder, and nothing else: no link, no device, no name that leads out. Python 3.11.2 has no filters yet.

    Raises ValueError for any other member, before anything is written.
    """
    for one in tar.getmembers():
        name = PurePosixPath(one.name)
        if not (one.isfile() or one.isdir()) or name.is_absolute() or ".." in name.parts:
            raise ValueError(f"{one.name}")
        one.mode, one.uid, one.gid, one.uname, one.gname = (0o755 if one.isdir() else 0o600), os.getuid(), os.getgid(), "", ""
    tar.extractall(folder)


def _whole(folder: Path, name: str, said: str) -> bool:
    return ".." not in PurePosixPath(name).parts and (folder / name).is_file() and digest(folder / name) == said
