"""Derive: the tables worked out from what landed, source by source, each kept under the digest of what it was made from."""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa

import zouxin
from zouxin.derive import Derived, all_derived, write
from zouxin.derive.pool import pooled
from zouxin.flow.asked import Say, quiet
from zouxin.lake import SEQ, Lake


class Shop:
    """All tables of a lake, landed and derived; `seconds` what making each derived one took.

    `paths` are the files of each derived table: by source, then by landing, "" where one is made of all landings.
    """

    def __init__(self, lake: Lake, say: Say = quiet) -> None:
        self.lake, self.say, self.done = lake, say, 0
        self.seconds: dict[str, float] = {}
        self.paths: dict[str, dict[str, dict[str, Path]]] = {}
        self._open: dict[str, ir.Table] = {}

    def table(self, name: str) -> ir.Table:
        """A landed or derived table of all sources, opened once."""
        if name not in self._open:
            files = self.paths.get(name)
            self._open[name] = self.read(name, list(files.values())) if files else self.lake.open(name)
        return self._open[name]

    def read(self, name: str, files: Sequence[Mapping[str, Path]]) -> ir.Table:
        """The rows of a derived table that stand, of some sources."""
        whole = {landed: path for some in files for landed, path in some.items()}
        one = next(one for one in all_derived() if one.table.name == name)
        if not one.by_landing:
            return self.lake.tables([path for some in files for path in some.values()])
        return self.lake.standing(one.reads[0], whole, one.table.key)

    def names(self, name: str) -> dict[str, str]:
        """What a derived table was made from, by source: its file's stem, or those of its landings."""
        return {source: ",".join(path.stem for path in files.values()) for source, files in self.paths.get(name, {}).items()}

    def landings(self, name: str, source: str) -> list[str]:
        """The landings of a source that brought rows of a table, in their order."""
        return [s.id for s in self.lake.snapshots() if s.source == source and s.rows.get(name)]


class Bench:
    """The derive layer's workshop: one source of a shop."""

    def __init__(self, shop: Shop, source: str) -> None:
        self.shop, self.source = shop, source

    def table(self, name: str) -> ir.Table:
        """Rows of the source in a landed or derived table."""
        files = self.shop.paths.get(name)
        if files is not None and self.source in files:
            return self.shop.read(name, [files[self.source]])
        table = self.shop.table(name)
        return table.filter(table.source == self.source)

    def before(self, name: str) -> ir.Table | None:
        """The source's derived table as the same instrument last made it."""
        path = self.shop.lake.newest(name, f"{slug(self.source)}-{instrument()}")
        return self.shop.lake.tables([path]) if path else None

    def history(self, name: str) -> ir.Table:
        """Every row the source ever landed in a table."""
        return self.shop.lake.history(name).filter(ibis._.source == self.source)

    def batches(self, table: ir.Table, *, size: int = 10_000) -> Iterator[pa.RecordBatch]:
        """Rows of an expression."""
        return self.shop.lake.engine.batches(table, size=size)

    def said(self, done: int) -> None:
        """Count rows done, for who shows progress."""
        self.shop.done += done
        self.shop.say("derive", self.shop.done, 0)


class Landing(Bench):
    """One landing of a source: of the landed table a derived one is made of, only the rows it brought."""

    def __init__(self, shop: Shop, source: str, landed: str) -> None:
        super().__init__(shop, source)
        self.landed = landed

    def table(self, name: str) -> ir.Table:
        """Rows of the landing."""
        path = next(path for path in self.shop.lake.store.files(name) if path.stem == self.landed)
        return self.shop.lake.tables([path]).drop(SEQ)

    def before(self, name: str) -> ir.Table | None:
        """The derived table of the source's earlier landings."""
        earlier = self.shop.paths.get(name, {}).get(self.source)
        return self.shop.lake.tables(list(earlier.values())) if earlier else None


def derive(lake: Lake, *, say: Say = quiet) -> Shop:
    """Every derived table of what the lake holds; a source that did not change is not looked at again."""
    shop = Shop(lake, say)
    with pooled():
        for one in all_derived():
            began = time.perf_counter()
            for source in _sources(one, lake):
                for landed in shop.landings(one.reads[0], source) if one.by_landing else [""]:
                    bench = Landing(shop, source, landed) if landed else Bench(shop, source)
                    path = lake.keep(one.table.name, _key(one, shop, source, landed), _maker(one, bench))
                    shop.paths.setdefault(one.table.name, {}).setdefault(source, {})[landed] = path
            shop.seconds[one.table.name] = time.perf_counter() - began
    return shop


def _sources(one: Derived, lake: Lake) -> list[str]:
    """Sources that landed anything this table is made from."""
    needed = landed_needs(one.table.name)
    return sorted({s.source for s in lake.snapshots() if any(s.rows.get(name) for name in needed)})


@cache
def landed_needs(name: str) -> frozenset[str]:
    """Landed tables a derived table is made from, directly or through others."""
    made = {one.table.name: one for one in all_derived()}
    return frozenset(t for read in made[name].reads for t in (landed_needs(read) if read in made else {read}))


def _maker(one: Derived, bench: Bench) -> Callable[[Path], None]:
    return lambda path: write(one.make(bench), one.table, path)


def _key(one: Derived, shop: Shop, source: str, of: str = "") -> str:
    parts = [zouxin.__version__, one.table.name, json.dumps(one.instrument, sort_keys=True, ensure_ascii=False)]
    for name in sorted(one.reads):
        made = shop.names(name).get(source)
        parts.append(f"{name}:{made or of or ','.join(shop.landings(name, source))}")
    return f"{slug(source)}-{instrument()}-{sha256(chr(10).join(parts).encode()).hexdigest()[:16]}"


def slug(source: str) -> str:
    """A source's name as part of a file name."""
    return sha256(source.encode()).hexdigest()[:10]


@cache
def instrument() -> str:
    """Digest of the reading code and its content: another grammar or another kernel is another instrument."""
    here = Path(zouxin.__file__).parent
    files = [*sorted((here / "functions").glob("*.py")), *sorted((here / "derive").glob("*.py")), *sorted((here / "tables").glob("*.py")),
             here / "content/words/reply_acts.yml", here / "content/words/names.yml", here / "content/words/order_bans.yml", here / "content/words/order_phrases.yml", *sorted((here / "content/words").glob("post_*.yml")),
             here / "content/weights/rude.json", here / "content/weights/orders.json"]  # fmt: skip
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]
