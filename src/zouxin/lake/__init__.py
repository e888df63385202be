"""The lake: typed tables of what was observed, append-only and dated, and the engines that read them."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from zouxin.lake.engine import Engine
from zouxin.lake.store import SEQ, Snapshot, Store, put
from zouxin.model.errors import UsageError
from zouxin.tables import all_tables, arrow_schema

__all__ = ["ENGINES", "SEQ", "Lake", "Snapshot"]

ENGINES = {"duckdb": ("zouxin.lake.duckdb", "DuckDB"), "spark": ("zouxin.lake.spark", "Spark")}


class Lake:
    """A lake under `root`, read by one engine."""

    def __init__(self, root: Path, *, engine: str = "duckdb", memory: float = 2.0) -> None:
        if engine not in ENGINES:
            raise UsageError(f"没有叫“{engine}”的引擎，有的是 {'、'.join(ENGINES)}")
        self.store = Store(root)
        module, name = ENGINES[engine]
        self.engine: Engine = getattr(import_module(module), name)(root / "scratch", memory=memory)

    def __enter__(self) -> "Lake":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.engine.close()

    @property
    def root(self) -> Path:
        """Where the lake stands."""
        return self.store.root

    def land(self, source: str, filled: Iterable[Mapping[str, pa.RecordBatch]], *, brings: str = "everything",
             said: Mapping[str, Any] | None = None) -> Snapshot:  # fmt: skip
        """Land the rows of one source: all of them or, when it is stopped anywhere, none."""
        return self.store.land(source, filled, brings=brings, said=said if said is not None else {})

    def snapshots(self) -> tuple[Snapshot, ...]:
        """All landings in their order."""
        return self.store.snapshots()

    @property
    def digest(self) -> str:
        """One name for all that has landed: 16 hex characters."""
        return sha256("\n".join(s.id for s in self.snapshots()).encode()).hexdigest()[:16]

    def open(self, name: str, *, source: str | None = None, upto: int | None = None) -> ir.Table:
        """A landed table: one row for each source and key, the latest; empty where nothing landed.

        `source`: its rows only; `upto`: as it stood when the landing of that number had come.
        """
        files = self.store.files(name, source=source, upto=upto)
        if not files:
            return self._empty(name)
        if any(all_tables()[name].column(part).blank for part in all_tables()[name].key) and self._twice(files):
            return self._latest(name, files).drop(SEQ)  # a key that may be blank is compared row by row
        return self.standing(name, {path.stem: path for path in files}, files=files).drop(SEQ)

    def standing(self, name: str, made: Mapping[str, Path], key: Sequence[str] = (), *, files: Sequence[Path] | None = None) -> ir.Table:
        """Rows that no later landing brought again, of a landed table's files or of those `made` of them, by the landing's id.

        `files`: the table's files that are looked at; all where they are not said.

        `key`: what the landed table's key is called there, in its order. Most landings bring nothing again: all their files are one reading.
        """
        theirs = ("source", *all_tables()[name].key)
        on = list(zip(("source", *key) if key else theirs, theirs, strict=True))
        again = self._again(name, self.store.files(name) if files is None else files)
        groups: dict[int, tuple[list[Path], set[Path]]] = {}
        for landed, path in made.items():
            since = again[landed]
            some, later = groups.setdefault(len(since), ([], set()))
            some.append(path)
            later.update(since)
        parts = [(self.engine.parquet(some), sorted(later)) for _, (some, later) in sorted(groups.items())]
        rows = [part.anti_join(self.engine.parquet(later), on) if later else part for part, later in parts]
        return ibis.union(*rows) if len(rows) > 1 else rows[0]

    def newest_rows(self, made: Sequence[Sequence[Path]], key: Sequence[str]) -> ir.Table:
        """Rows of files of one schema, several lists of them each in its order, that no later file of the same list holds under the same key."""
        groups: dict[int, tuple[list[Path], list[Path]]] = {}
        for files in made:
            for nth, path in enumerate(files):
                some, later = groups.setdefault(len(files) - nth, ([], []))
                some.append(path)
                later.extend(files[nth + 1 :])
        parts = [(self.engine.parquet(some), later) for _, (some, later) in sorted(groups.items())]
        rows = [part.anti_join(self.engine.parquet(later), key) if later else part for part, later in parts]
        return ibis.union(*rows) if len(rows) > 1 else rows[0]

    def _again(self, name: str, files: Sequence[Path]) -> dict[str, list[Path]]:
        """By landing of a table, what later ones of its source brought again: files of source and key, one a landing that did.

        Told once for each landing, for the landings before it never change.
        """
        sources = {s.id: s.source for s in self.snapshots()}
        before: dict[str, list[Path]] = {}
        since: dict[str, list[Path]] = {}
        for path in files:
            earlier = before.setdefault(sources[path.stem], [])
            if earlier and (again := self._brought_again(name, path, earlier)):
                for one in earlier:
                    since[one.stem].append(again)
            earlier.append(path)
            since[path.stem] = []
        return since

    def twice(self, name: str, *, source: str, upto: int | None = None) -> list[Path]:
        """Files of source and key: what landings of a source brought again."""
        return sorted({path for some in self._again(name, self.store.files(name, source=source, upto=upto)).values() for path in some})

    def _brought_again(self, name: str, path: Path, earlier: Sequence[Path]) -> Path | None:
        key = ["source", *all_tables()[name].key]

        def make(fresh: Path) -> None:
            stood = self.engine.parquet(earlier).select(*key)
            self.engine.write(self.engine.parquet([path]).select(*key).semi_join(stood, key), fresh)

        made = self.keep(f"again-{name}", path.stem, make)
        return made if pq.read_metadata(made).num_rows else None

    def _twice(self, files: Sequence[Path]) -> bool:
        sources = {s.id: s.source for s in self.snapshots()}
        return len({sources[path.stem] for path in files}) < len(files)

    def history(self, name: str, *, source: str | None = None, upto: int | None = None) -> ir.Table:
        """Every row ever landed in a table, with the number of its landing in `_seq`; `source` and `upto` as in `open`."""
        files = self.store.files(name, source=source, upto=upto)
        return self._numbered(files) if files else self._empty(name, SEQ)

    def _numbered(self, files: Sequence[Path]) -> ir.Table:
        seqs = {s.id: s.seq for s in self.snapshots()}
        parts = [self.engine.parquet([path]).mutate(**{SEQ: ibis.literal(seqs[path.stem], "int64")}) for path in files]
        return ibis.union(*parts) if len(parts) > 1 else parts[0]

    def missing(self, name: str) -> ir.Table:
        """Rows of sources that bring everything which their last landing no longer held: missing, never closed."""
        last = {s.source: s.seq for s in self.snapshots() if s.brings == "everything"}
        rows = self._latest(name, self.store.files(name))
        gone = ibis.literal(False)
        for source, seq in last.items():
            gone = gone | ((rows.source == source) & (rows[SEQ] < seq))
        return rows.filter(gone).drop(SEQ)

    def _latest(self, name: str, files: Sequence[Path]) -> ir.Table:
        rows = self._numbered(files) if files else self._empty(name, SEQ)
        key = ["source", *all_tables()[name].key]
        newest = ibis.row_number().over(ibis.window(group_by=key, order_by=rows[SEQ].desc()))
        return rows.mutate(_newest=newest).filter(ibis._._newest == 0).drop("_newest")

    def _empty(self, name: str, *extra: str) -> ir.Table:
        schema = arrow_schema(all_tables()[name])
        for column in extra:
            schema = schema.append(pa.field(column, pa.int64()))
        return self.engine.memory(schema.empty_table())

    def derived(self, name: str, key: str, suffix: str = ".parquet") -> Path:
        """Where what was worked out from `key` stands; it need not exist."""
        folder = self.root / "derived" / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{key}{suffix}"

    def keep(self, name: str, key: str, make: Callable[[Path], None], *, suffix: str = ".parquet") -> Path:
        """What is worked out under that key, a derived table unless `suffix` says otherwise, made by `make(path)` only where it does not stand yet."""
        path = self.derived(name, key, suffix)
        if not path.exists():
            with self.store.staging() as folder:
                make(folder / path.name)
                try:
                    (folder / path.name).replace(path)
                except OSError:
                    if not path.is_dir():  # a folder another process has just put there stands: it holds the same
                        raise
        return path

    def newest(self, name: str, prefix: str) -> Path | None:
        """The derived table of that name whose key begins so and which was made last; None where there is none."""
        found = list((self.root / "derived" / name).glob(f"{prefix}-*.parquet"))
        return max(found, key=lambda path: path.stat().st_mtime_ns) if found else None

    def tables(self, paths: Sequence[Path]) -> ir.Table:
        """Parquet files of one schema as a table of the engine."""
        return self.engine.parquet(paths)

    def record(self, name: str, data: Mapping[str, Any]) -> None:
        """Keep a small JSON record, such as a run, whole or not at all."""
        (self.root / "runs").mkdir(exist_ok=True)
        put(self.root / "runs" / f"{name}.json", json.dumps(data, ensure_ascii=False, indent=1, default=str))
