"""Derive: the tables worked out from what landed, source by source, each kept under the digest of what it was made from."""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

import ibis.expr.types as ir

import zouxin
from zouxin.derive import Derived, all_derived, write
from zouxin.derive.pool import pooled
from zouxin.flow.asked import Say, quiet
from zouxin.flow.growing import stretches
from zouxin.flow.workshops import Bench, Landing, Room, instrument, made_of, slug
from zouxin.lake import Lake

__all__ = ["Bench", "Shop", "derive", "instrument", "slug"]


class Shop:
    """All tables of a lake, landed and derived; `seconds` what making each derived one took.

    `paths` are the files of each derived table: by source, then by the landing that each begins with, "" where one is made of all there was.
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
        one = made_of(name)
        if one.by_landing:
            return self.lake.standing(one.reads[0], {landed: path for some in files for landed, path in some.items()}, one.table.key)
        return self.lake.newest_rows([list(some.values()) for some in files], ["source", *one.table.key])

    def names(self, name: str) -> dict[str, str]:
        """What a derived table was made from, by source: its file's stem, or those of its landings."""
        return {source: ",".join(path.stem for path in files.values()) for source, files in self.paths.get(name, {}).items()}

    def landings(self, name: str, source: str, upto: int | None = None) -> list[str]:
        """The landings of a source that brought rows of a table, in their order."""
        some = (s for s in self.lake.snapshots() if s.source == source and s.rows.get(name))
        return [s.id for s in some if upto is None or s.seq <= upto]


def derive(lake: Lake, *, say: Say = quiet) -> Shop:
    """Every derived table of what the lake holds; a source that did not change is not looked at again."""
    shop = Shop(lake, say)
    with pooled():
        for one in all_derived():
            began = time.perf_counter()
            for source in _sources(one, lake):
                files = shop.paths.setdefault(one.table.name, {}).setdefault(source, {})
                for name, bench, key in _parts(one, shop, source):
                    files[name] = lake.keep(one.table.name, key, _maker(one, bench))
            shop.seconds[one.table.name] = time.perf_counter() - began
    return shop


def _parts(one: Derived, shop: Shop, source: str) -> Iterator[tuple[str, Bench, str]]:
    """The files a source's table is made of, one after the other: the name of each, who makes it, and the key it is kept under."""
    if one.by_landing:
        for landed in shop.landings(one.reads[0], source):
            yield landed, Landing(shop, source, landed), _key(one, Bench(shop, source), of=landed)
    elif one.follows is None:
        yield "", Bench(shop, source), _key(one, Bench(shop, source))
    else:
        for some in stretches(shop.lake.snapshots(), source, one.follows.landed):
            bench = Room(shop, source, one, some) if some.landed else Bench(shop, source, some)
            yield some.landed, bench, _key(one, bench)


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
    return lambda path: write(bench.made(one), one.table, path)


def _key(one: Derived, bench: Bench, *, of: str = "") -> str:
    """What a file is kept under: the digest of all it is made from, the files of derived tables and the landings it sees."""
    some, shop, source = bench.stretch, bench.shop, bench.source
    parts = [zouxin.__version__, one.table.name, json.dumps(one.instrument, sort_keys=True, ensure_ascii=False)]
    if some.landed:
        parts += [f"{some.landed} {one.follows}", *(path.stem for path in bench.files(one.table.name).values())]
    for name in sorted(one.reads):
        made = ",".join(path.stem for path in bench.files(name).values())
        parts.append(f"{name}:{made or of or ','.join(shop.landings(name, source, some.upto))}")
    return f"{slug(source)}-{instrument()}-{sha256(chr(10).join(parts).encode()).hexdigest()[:16]}"
