"""Derive: the tables worked out from what landed, each kept under the digest of what it was made from."""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import ibis.expr.types as ir
import pyarrow as pa

import zouxin
from zouxin.derive import Derived, all_derived, write
from zouxin.flow.asked import Say, quiet
from zouxin.lake import Lake


class Shop:
    """The derive layer's workshop over a lake."""

    def __init__(self, lake: Lake, say: Say = quiet) -> None:
        self.lake, self.say, self.done = lake, say, 0
        self.paths: dict[str, Path] = {}
        self._open: dict[str, ir.Table] = {}

    def table(self, name: str) -> ir.Table:
        """A landed or derived table, opened once."""
        if name not in self._open:
            self._open[name] = self.lake.table(self.paths[name]) if name in self.paths else self.lake.open(name)
        return self._open[name]

    def history(self, name: str) -> ir.Table:
        """Every row ever landed of a table."""
        return self.lake.history(name)

    def batches(self, table: ir.Table, *, size: int = 10_000) -> Iterator[pa.RecordBatch]:
        """Rows of an expression."""
        return self.lake.engine.batches(table, size=size)

    def said(self, done: int) -> None:
        """Count rows done, for who shows progress."""
        self.done += done
        self.say("derive", self.done, 0)


def derive(lake: Lake, *, say: Say = quiet) -> Shop:
    """Every derived table of what the lake holds; what was worked out before of the same rows is taken as it is."""
    shop = Shop(lake, say)
    for one in all_derived():
        shop.paths[one.table.name] = lake.keep(one.table.name, _key(one, shop, lake), _maker(one, shop))
    return shop


def _maker(one: Derived, shop: Shop):  # type: ignore[no-untyped-def]
    return lambda path: write(one.make(shop), one.table, path)


def _key(one: Derived, shop: Shop, lake: Lake) -> str:
    parts = [zouxin.__version__, one.table.name, json.dumps(one.instrument, sort_keys=True, ensure_ascii=False), instrument()]
    for name in sorted(one.reads):
        inputs = [shop.paths[name].stem] if name in shop.paths else [s.id for s in lake.snapshots() if s.rows.get(name)]
        parts.append(f"{name}:{','.join(inputs)}")
    return sha256("\n".join(parts).encode()).hexdigest()[:20]


def instrument() -> str:
    """Digest of the reading code and its content: another grammar or another kernel is another instrument."""
    here = Path(zouxin.__file__).parent
    files = [*sorted((here / "functions").glob("*.py")), *sorted((here / "derive").glob("*.py")), here / "content/words/reply_acts.yml",
             here / "content/weights/rude.json"]  # fmt: skip
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]
