"""Where the lake's files stand, and how a landing becomes true: all of it, or nothing.

root/landed/<table>/<snapshot>.parquet    rows of one landing
root/snapshots/<seq>-<snapshot>.json      the manifest: a landing is true when this file stands
root/derived/<table>/<key>.parquet        tables worked out, by the digest of what they were made from
root/staging/<random>/                    what is being written, and <random>.lock, held by who writes it; what nobody holds
                                          is swept when the lake is opened for writing

A file no manifest names was left by a landing that was killed: it is never read, and removed by the next landing.
"""

import json
import os
import shutil
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from zouxin.model.errors import LakeError
from zouxin.tables import all_tables, arrow_schema

VERSION = 1
SEQ = "_seq"


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """One landing: its source, its place in the order, what it brought, and what was found out on the way."""

    id: str
    seq: int
    source: str
    brings: str
    rows: Mapping[str, int]
    said: Mapping[str, Any] = field(default_factory=dict)
    version: int = VERSION


class Store:
    """The files of a lake under `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._read: dict[Path, Snapshot] = {}  # a manifest never changes once it stands
        for name in ("landed", "snapshots", "derived", "staging", "scratch"):
            (root / name).mkdir(parents=True, exist_ok=True)

    def snapshots(self) -> tuple[Snapshot, ...]:
        """All landings in their order. Raises LakeError for a manifest of a newer version."""
        standing = sorted((self.root / "snapshots").glob("*.json"))
        for path in standing:
            if path not in self._read:
                self._read[path] = _manifest(path)
        return tuple(self._read[path] for path in standing)

    def files(self, table: str, *, source: str | None = None, upto: int | None = None) -> tuple[Path, ...]:
        """Parquet files of a table that a manifest names, in the order they landed: all, or those of a source, or those landed up to a number."""
        some = [s for s in self.snapshots() if s.rows.get(table) and source in (None, s.source) and (upto is None or s.seq <= upto)]
        landed = tuple(self.root / "landed" / table / f"{s.id}.parquet" for s in some)
        for path in landed:
            _as_now(path, _schema(table))
        return landed

    @contextmanager
    def writing(self) -> Iterator[Path]:
        """Hold the lake for one writer and give it a staging folder, gone afterwards. Raises LakeError when it is busy."""
        lock = FileLock(self.root / "lock", timeout=30)
        try:
            lock.acquire()
        except Timeout as error:
            raise LakeError(f"另一个程序正在写 {self.root}，请等它结束后再试") from error
        try:
            self._sweep()
            with self.staging() as folder:
                yield folder
        finally:
            lock.release()

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """A folder of one's own on the lake's disk, gone afterwards; one whose process was killed is swept by the next landing."""
        folder = self.root / "staging" / uuid.uuid4().hex
        held = FileLock(folder.with_suffix(".lock"))
        with held:
            folder.mkdir()
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)
                Path(held.lock_file).unlink(missing_ok=True)

    def blank(self, table: str, source: str, key: str, value: str, columns: Sequence[str]) -> int:
        """Null `columns` of every row a source ever landed in a table where `key` is `value`; how many files were written anew, each whole or not at all."""
        mine = {s.id for s in self.snapshots() if s.source == source}
        with self.writing():
            return sum(_blank(path, key, value, columns) for path in self.files(table) if path.stem in mine)

    def _sweep(self) -> None:
        for name in {left.stem for left in (self.root / "staging").iterdir()}:
            folder = self.root / "staging" / name
            held = FileLock(folder.with_suffix(".lock"), timeout=0)
            try:
                with held:
                    shutil.rmtree(folder, ignore_errors=True)
                    Path(held.lock_file).unlink(missing_ok=True)
            except Timeout:
                continue  # another process works in it
        named = {s.id for s in self.snapshots()}
        for path in (self.root / "landed").glob("*/*.parquet"):
            if path.stem not in named:
                path.unlink()

    def land(self, source: str, filled: Iterable[Mapping[str, pa.RecordBatch]], *, brings: str, said: Mapping[str, Any]) -> Snapshot:
        """Write the rows of one source and make them true in one step; the same rows again change nothing."""
        with self.writing() as staging:
            return self.commit(source, staging, self.stage(staging, filled), brings=brings, said=said)

    def stage(self, staging: Path, filled: Iterable[Mapping[str, pa.RecordBatch]]) -> dict[str, int]:
        """Write batches into a staging folder, one Parquet file a table; how many rows each has."""
        writers: dict[str, pq.ParquetWriter] = {}
        rows: dict[str, int] = {}
        try:
            for tables in filled:
                for name, batch in tables.items():
                    if name not in writers:
                        writers[name] = pq.ParquetWriter(staging / f"{name}.parquet", _schema(name), compression="zstd")
                    writers[name].write_batch(
                        pa.RecordBatch.from_arrays([*batch.columns, pa.nulls(len(batch), pa.int64())], schema=_schema(name))
                    )
                    rows[name] = rows.get(name, 0) + len(batch)
        finally:
            for writer in writers.values():
                writer.close()
        return rows

    def commit(self, source: str, staging: Path, rows: Mapping[str, int], *, brings: str, said: Mapping[str, Any]) -> Snapshot:
        """Make staged files true. Idempotent: a source's last landing with the same rows is given back."""
        known = self.snapshots()
        digest = _digest(source, staging, rows)
        last = [s for s in known if s.source == source][-1:]
        if last and last[0].id.split("-")[-1] == digest:
            return last[0]
        seq = known[-1].seq + 1 if known else 1
        snapshot = Snapshot(id=f"{seq:06d}-{digest}", seq=seq, source=source, brings=brings, rows=dict(rows), said=dict(said))
        for name in rows:
            place = self.root / "landed" / name
            place.mkdir(exist_ok=True)
            _move(staging / f"{name}.parquet", place / f"{snapshot.id}.parquet")
        put(self.root / "snapshots" / f"{snapshot.id}.json", json.dumps(asdict(snapshot), ensure_ascii=False, indent=1))
        return snapshot


def _manifest(path: Path) -> Snapshot:
    data = json.loads(path.read_text("utf-8"))
    if data.get("version", 0) > VERSION:
        raise LakeError(f"{path.name} 由更新的版本写成（{data['version']}），请升级后再打开")
    return Snapshot(**data)


def _schema(table: str) -> pa.Schema:
    return arrow_schema(all_tables()[table]).append(pa.field(SEQ, pa.int64()))


_AS_NOW: set[Path] = set()


def _as_now(path: Path, schema: pa.Schema) -> None:
    """Give a file of an earlier version the columns its table has had since, blank; a file that has them stays as it is. Whole or not at all."""
    if path in _AS_NOW:
        return
    if set(schema.names) - set(pq.read_schema(path).names):
        fresh, old = path.with_name(f".{uuid.uuid4().hex}.part"), pq.ParquetFile(path)
        try:
            with pq.ParquetWriter(fresh, schema, compression="zstd") as writer:
                for batch in old.iter_batches():
                    columns = [batch[f.name].cast(f.type) if f.name in batch.schema.names else pa.nulls(len(batch), f.type) for f in schema]
                    writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))
            _move(fresh, path)
        finally:
            fresh.unlink(missing_ok=True)
    _AS_NOW.add(path)


def _blank(path: Path, key: str, value: str, columns: Sequence[str]) -> bool:
    old = pq.ParquetFile(path)
    fields = [name for name in columns if name in old.schema_arrow.names]
    held = pq.read_table(path, columns=[key, *fields], filters=[(key, "=", value)])
    if not len(held) or all(held[name].null_count == len(held) for name in fields):
        return False
    fresh = path.with_name(f".{uuid.uuid4().hex}.part")
    try:
        with pq.ParquetWriter(fresh, old.schema_arrow, compression="zstd") as writer:
            for batch in old.iter_batches():
                hit = pc.fill_null(pc.equal(batch[key], value), False)
                arrays = [
                    pc.if_else(hit, pa.scalar(None, f.type), batch[f.name]) if f.name in fields else batch[f.name] for f in batch.schema
                ]
                writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=batch.schema))
        _move(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
    return True


def _digest(source: str, staging: Path, rows: Mapping[str, int]) -> str:
    """What was landed, as rows: sha256 over every table's Parquet file, without the lake's own numbers."""
    whole = sha256(source.encode())
    for name in sorted(rows):
        whole.update(name.encode())
        with (staging / f"{name}.parquet").open("rb") as file:
            while block := file.read(1 << 20):
                whole.update(block)
    return whole.hexdigest()[:16]


def _move(start: Path, end: Path) -> None:
    with start.open("rb") as file:
        os.fsync(file.fileno())
    os.replace(start, end)


def put(path: Path, text: str) -> None:
    """Write a small file so that it stands whole or not at all."""
    fresh = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)


def latest(values: pa.ChunkedArray) -> Any:
    """The greatest value of a column, None where all are null."""
    return pc.max(values).as_py()
