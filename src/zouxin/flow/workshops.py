"""Who makes a derived table: of all a source landed, of one landing, or of what a landing adds beside the newest of what stood."""

from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

import zouxin
from zouxin.derive import Derived, Follows, all_derived
from zouxin.flow.growing import WHOLE, Stretch
from zouxin.lake import SEQ
from zouxin.tables import all_tables, arrow_schema

if TYPE_CHECKING:
    from zouxin.flow.deriving import Shop

#: the day by which rows of a table are the newest
NEWEST = {"letter": "received_on", "post": "posted_on"}


class Bench:
    """The derive layer's workshop: one source of a shop, all of it or as it stood when a stretch ended."""

    def __init__(self, shop: "Shop", source: str, stretch: Stretch = WHOLE) -> None:
        self.shop, self.source, self.stretch = shop, source, stretch

    def table(self, name: str) -> ir.Table:
        """Rows of the source in a landed or derived table."""
        files = self.files(name)
        if files:
            return self.shop.read(name, [files])
        return self.shop.lake.open(name, source=self.source, upto=self.stretch.upto)

    def files(self, name: str) -> dict[str, Path]:
        """The files of a derived table of the source that were made of no later landings."""
        made = self.shop.paths.get(name, {}).get(self.source, {})
        numbers = {s.id: s.seq for s in self.shop.lake.snapshots()}
        return {
            landed: path for landed, path in made.items() if not landed or self.stretch.upto is None or numbers[landed] <= self.stretch.upto
        }

    def before(self, name: str) -> ir.Table | None:
        """The source's derived table as the same instrument last made it."""
        path = self.shop.lake.newest(name, f"{slug(self.source)}-{instrument()}")
        return self.shop.lake.tables([path]) if path else None

    def history(self, name: str) -> ir.Table:
        """Every row the source ever landed in a table."""
        return self.shop.lake.history(name, source=self.source, upto=self.stretch.upto)

    def twice(self, name: str) -> ir.Table | None:
        """Source and key of the rows the source landed more than once; None where it landed none twice."""
        files = self.shop.lake.twice(name, source=self.source, upto=self.stretch.upto)
        return self.shop.lake.tables(files).distinct() if files else None

    def batches(self, table: ir.Table, *, size: int = 10_000) -> Iterator[pa.RecordBatch]:
        """Rows of an expression."""
        return self.shop.lake.engine.batches(table, size=size)

    def said(self, done: int) -> None:
        """Count rows done, for who shows progress."""
        self.shop.done += done
        self.shop.say("derive", self.shop.done, 0)

    def made(self, one: Derived) -> Iterator[pa.Table]:
        """What a maker makes here."""
        return one.make(self)


class Landing(Bench):
    """One landing of a source: of the landed table a derived one is made of, only the rows it brought."""

    def __init__(self, shop: "Shop", source: str, landed: str) -> None:
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


class Room(Bench):
    """What a landing adds to a source, beside the newest of what stood: the same maker sees these rows only, and what it says of the new ones is kept.

    New is what the landing brought; a reply is so as well where its letter was brought. A group that holds an earlier row bears the
    name that row's group has.
    """

    def __init__(self, shop: "Shop", source: str, one: Derived, stretch: Stretch) -> None:
        super().__init__(shop, source, stretch)
        assert one.follows is not None
        self.follows: Follows = one.follows
        self._held: dict[str, ir.Table] = {}
        self._keys: dict[str, pa.Array] = {}

    def table(self, name: str) -> ir.Table:
        """Rows of the room, of a landed table that grew; of a derived one all there are or, where each row is read alone, those about new rows."""
        whole = super().table(name)
        if name in self.follows.landed:
            return whole.semi_join(self._in_room(name), "id")
        about = next((one.follows.of for one in all_derived() if one.table.name == name and one.follows), "")
        if about and not self.follows.rows:
            return whole.semi_join(self._memory(about, self.fresh(about)), [(all_tables()[name].key[0], "id")])
        return whole

    def before(self, name: str) -> ir.Table | None:
        """None: nothing that is new was read before."""
        return None

    def made(self, one: Derived) -> Iterator[pa.Table]:
        """What the maker says of the new rows; one that said something of an earlier wording and says nothing now leaves a row of blanks."""
        schema = arrow_schema(one.table)
        parts = [part.select(schema.names).cast(schema) for part in one.make(self)]
        try:
            whole = pa.concat_tables(parts) if parts else schema.empty_table()
            yield self._kept(one, whole) if self.follows.of else whole
        finally:
            for held in self._held.values():
                self.shop.lake.engine.forget(held)

    def _kept(self, one: Derived, whole: pa.Table) -> pa.Table:
        key, fresh = one.table.key[0], self.fresh(self.follows.of)
        if self.follows.label:
            whole = _named(whole, key, self.follows.label, self._earlier(one, whole[key].combine_chunks(), self.follows.label))
        said = whole.filter(pc.is_in(whole[key], value_set=fresh))
        gone = self._earlier(one, fresh.filter(pc.invert(pc.is_in(fresh, value_set=said[key].combine_chunks()))), key)
        blanks = pa.table({"source": pa.array([self.source] * len(gone), pa.string()), key: gone[key]})
        return pa.concat_tables([said, blanks], promote_options="default").select(whole.schema.names)

    def _earlier(self, one: Derived, keys: pa.Array, column: str) -> pa.Table:
        """`column` of the rows that stand, of some keys, in the table's earlier files."""
        key, files = one.table.key[0], self.files(one.table.name)
        if not files or not len(keys):
            return pa.table({key: pa.array([], pa.string()), column: pa.array([], pa.string())})
        rows = self.shop.read(one.table.name, [files]).select(*dict.fromkeys((key, column))).distinct()
        held = self.shop.lake.engine.memory(pa.table({"id": keys}))
        found = list(self.batches(rows.semi_join(held, [(key, "id")]), size=100_000))
        self.shop.lake.engine.forget(held)
        return pa.Table.from_batches(found, rows.schema().to_pyarrow()) if found else rows.schema().to_pyarrow().empty_table()

    # ---- which rows are new, and which stand in the room ----

    def fresh(self, name: str) -> pa.Array:
        """Keys of the new rows of a landed table, string, ascending."""
        return self._keyed(f"fresh {name}", lambda: self._fresh(name))

    def _fresh(self, name: str) -> ir.Table:
        came, rows = self._came(name), super().table(name)
        if name == "reply":
            with_letter = rows.semi_join(self._came("letter"), [("letter_id", "id")]).select("id")
            return ibis.union(came, with_letter, distinct=True)
        if name == "letter":
            answered = super().table("reply").semi_join(self._memory("reply", self.fresh("reply")), "id").select(id="letter_id")
            return rows.semi_join(ibis.union(came, answered, distinct=True), "id").select("id")
        return came

    def _came(self, name: str) -> ir.Table:
        """Keys a landing brought."""
        path = self.shop.lake.store.root / "landed" / name / f"{self.stretch.landed}.parquet"
        return (
            self.shop.lake.tables([path]).select("id")
            if path in self.shop.lake.store.files(name)
            else super().table(name).select("id").limit(0)
        )

    def _in_room(self, name: str) -> ir.Table:
        return self._memory(f"room {name}", self._keyed(f"room {name}", lambda: self._room(name)))

    def _room(self, name: str) -> ir.Table:
        """The new rows, the newest earlier ones, and those earlier ones that say exactly the same as a new one."""
        if name == "reply":
            under = super().table(name).semi_join(self._memory("recent letter", self._recent("letter")), [("letter_id", "id")]).select("id")
            parts = [self._memory(name, self.fresh(name)), under]
        else:
            parts = [self._memory(name, self.fresh(name)), self._memory(f"recent {name}", self._recent(name))]
        if self.follows.same and name == self.follows.of:
            parts.append(self._same(name))
        return ibis.union(*parts, distinct=True)

    def _recent(self, name: str) -> pa.Array:
        def rows() -> ir.Table:
            old = super(Room, self).table(name).anti_join(self._memory(name, self.fresh(name)), "id")
            newest = [ibis.desc(old[NEWEST[name]], nulls_first=False), ibis.desc(old.id)]
            return old.order_by(newest).limit(self.follows.rows).select("id")

        return self._keyed(f"recent {name}", rows)

    def _same(self, name: str) -> ir.Table:
        read = super().table(self.follows.same)
        read = read.select("digest", id=all_tables()[self.follows.same].key[0])
        return read.semi_join(read.semi_join(self._memory(name, self.fresh(name)), "id"), "digest").select("id")

    def _keyed(self, name: str, rows: Callable[[], ir.Table]) -> pa.Array:
        if name not in self._keys:
            found = [batch["id"] for batch in self.batches(rows(), size=100_000)]
            self._keys[name] = pa.concat_arrays([part.cast(pa.string()) for part in found]).sort() if found else pa.array([], pa.string())
        return self._keys[name]

    def _memory(self, name: str, keys: pa.Array) -> ir.Table:
        if name not in self._held:
            self._held[name] = self.shop.lake.engine.memory(pa.table({"id": keys}))
        return self._held[name]


def _named(whole: pa.Table, key: str, label: str, earlier: pa.Table) -> pa.Table:
    """Rows whose group bears the name an earlier row of it had."""
    known = dict(zip(earlier[key].to_pylist(), earlier[label].to_pylist(), strict=True))
    names: dict[str, str] = {}
    for one, group in zip(whole[key].to_pylist(), whole[label].to_pylist(), strict=True):
        if known.get(one) is not None:
            names[group] = min(names.get(group, known[one]), known[one])
    labels = pa.array([names.get(group, group) for group in whole[label].to_pylist()], pa.string())
    return whole.set_column(whole.schema.get_field_index(label), label, labels)


@cache
def made_of(name: str) -> Derived:
    """How a derived table is made."""
    return next(one for one in all_derived() if one.table.name == name)


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
