"""Derive: the tables worked out from what landed, source by source, each kept under the digest of what it was made from."""

import json
import time
from collections.abc import Callable, Iterator
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
from zouxin.lake import Lake


class Shop:
    """All tables of a lake, landed and derived; `paths` are the files of each derived table, by source; `seconds` what making each took."""

    def __init__(self, lake: Lake, say: Say = quiet) -> None:
        self.lake, self.say, self.done = lake, say, 0
        self.seconds: dict[str, float] = {}
        self.paths: dict[str, dict[str, Path]] = {}
        self._open: dict[str, ir.Table] = {}

    def table(self, name: str) -> ir.Table:
        """A landed or derived table of all sources, opened once."""
        if name not in self._open:
            files = self.paths.get(name)
            self._open[name] = self.lake.tables(list(files.values())) if files else self.lake.open(name)
        return self._open[name]

    def names(self, name: str) -> dict[str, str]:
        """File stem of a derived table by source: what it was made from."""
        return {source: path.stem for source, path in self.paths.get(name, {}).items()}


class Bench:
    """The derive layer's workshop: one source of a shop."""

    def __init__(self, shop: Shop, source: str) -> None:
        self.shop, self.source = shop, source

    def table(self, name: str) -> ir.Table:
        """Rows of the source in a landed or derived table."""
        files = self.shop.paths.get(name)
        if files is not None and self.source in files:
            return self.shop.lake.tables([files[self.source]])
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


def derive(lake: Lake, *, say: Say = quiet) -> Shop:
    """Every derived table of what the lake holds; a source that did not change is not looked at again."""
    shop = Shop(lake, say)
    with pooled():
        for one in all_derived():
            began = time.perf_counter()
            for source in _sources(one, lake):
                path = lake.keep(one.table.name, _key(one, shop, source), _maker(one, Bench(shop, source)))
                shop.paths.setdefault(one.table.name, {})[source] = path
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


def _key(one: Derived, shop: Shop, source: str) -> str:
    parts = [zouxin.__version__, one.table.name, json.dumps(one.instrument, sort_keys=True, ensure_ascii=False)]
    for name in sorted(one.reads):
        made = shop.names(name).get(source)
        landed = [s.id for s in shop.lake.snapshots() if s.source == source and s.rows.get(name)]
        parts.append(f"{name}:{made or ','.join(landed)}")
    return f"{slug(source)}-{instrument()}-{sha256(chr(10).join(parts).encode()).hexdigest()[:16]}"


def slug(source: str) -> str:
    """A source's name as part of a file name."""
    return sha256(source.encode()).hexdigest()[:10]


@cache
def instrument() -> str:
    """Digest of the reading code and its content: another grammar or another kernel is another instrument."""
    here = Path(zouxin.__file__).parent
    files = [*sorted((here / "functions").glob("*.py")), *sorted((here / "derive").glob("*.py")), *sorted((here / "tables").glob("*.py")),
             here / "content/words/reply_acts.yml", here / "content/words/names.yml", here / "content/words/order_bans.yml", here / "content/words/order_bans.yml", *sorted((here / "content/words").glob("post_*.yml")),
             here / "content/weights/rude.json"]  # fmt: skip
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]
