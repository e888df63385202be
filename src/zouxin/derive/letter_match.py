"""Which letter of its source each reply fits."""

from collections.abc import Iterator

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zouxin.derive import Follows, Workshop, derived, table_of
from zouxin.derive.letter_reading import LANDED, RECENT, whole_text
from zouxin.functions import exchange, matching, near, reply_days
from zouxin.functions.code_points import Flat, arranged
from zouxin.functions.folding import fold
from zouxin.functions.hashing import stretch_hashes, text_hashes
from zouxin.tables import letter_match as matches


@derived(table=matches, reads=["letter", "reply", "unit", "letter_reading"], instrument={"gram": matching.GRAM, "most": matching.MOST, "kept": exchange.KEPT,
         "why": "two characters are about a word; above the bound a fixed part of them stands for all; a reply's few likeliest letters are weighed again"}, follows=Follows(landed=LANDED, rows=RECENT, of="reply"))  # fmt: skip
def letter_match(shop: Workshop) -> Iterator[pa.Table]:
    """One row a reply. All texts of the source are held folded while their pairs are read: 4 bytes a character."""
    said, replies = folded(shop, shop.table("reply").select("id", "letter_id", "text"))
    if not len(said):
        return
    same, near_same = copies(replies), nearly(replies)
    asked, letters = folded(shop, asked_letters(shop))
    units = asked["unit"].combine_chunks().dictionary_encode()
    held = matching.hold(replies, letters, fold(units.dictionary).flat, codes(units))
    del replies, letters
    place = {name: k for k, name in enumerate(asked["id"].to_pylist())}
    own = np.array([place.get(name, -1) for name in said["letter_id"].to_pylist()], np.int64)
    twin = codes(asked["twin"].combine_chunks().dictionary_encode())
    received = asked["received_on"].cast(pa.int32()).cast(pa.int64()).fill_null(reply_days.NONE).combine_chunks().to_numpy()
    found = matching.match(held, own, twin, same, unit=text_hashes(asked["unit_id"].combine_chunks()), received=received)
    yield rows_of(shop.source, asked, said, found, matching.takes_up(held, own, twin, near_same))


def copies(texts: Flat) -> np.ndarray:
    """A number for each text, the same for equal ones, int64 (n)."""
    return np.unique(stretch_hashes(texts.points, texts.starts), return_inverse=True)[1].astype(np.int64)


def nearly(texts: Flat) -> np.ndarray:
    """A number for each text, the same for nearly equal ones, int64 (n)."""
    return near.groups(near.signatures(texts), np.zeros(len(texts), np.uint64), stretch_hashes(texts.points, texts.starts))


def asked_letters(shop: Workshop) -> ir.Table:
    """Letters: id, unit_id, received_on, twin, unit (its name) and text (title, text)."""
    letters, units = shop.table("letter"), shop.table("unit").select(_unit="id", unit="name")
    twins = shop.table("letter_reading").select(_letter="letter_id", twin="twin")
    rows = letters.select("id", "unit_id", "received_on", text=whole_text(letters)).left_join(twins, ibis._.id == twins._letter)
    rows = rows.left_join(units, rows.unit_id == units._unit)
    return rows.select("id", "unit_id", "received_on", "twin", "unit", "text")


def codes(encoded: pa.DictionaryArray) -> np.ndarray:
    """A number for each value, -1 for null, int64 (n)."""
    return encoded.indices.fill_null(-1).to_numpy().astype(np.int64)


def rows_of(source: str, asked: pa.Table, said: pa.Table, found: matching.Matches, taken: matching.TakenUp) -> pa.Table:
    best = pa.array(found.best_letter, mask=found.best_letter < 0)
    odds = np.round(found.odds, 2)
    return table_of({
        "source": [source] * len(said), "reply_id": said["id"].combine_chunks(), "own": np.round(found.own, 2), "best": np.round(found.best, 2),
        "best_letter_id": asked["id"].combine_chunks().take(best), "back": np.round(found.back, 2), "odds": pa.array(odds, mask=~np.isfinite(odds)), "telling": found.telling,
        "takes_up": _known(taken.fit), "kin": _known(taken.kin), "letters": np.full(len(said), found.letters),
    }, matches)  # fmt: skip


def _known(values: np.ndarray) -> pa.Array:
    """Figures rounded so that engines agree on every digit; null for nan."""
    return pa.array(np.round(values, 2), mask=np.isnan(values))


def folded(shop: Workshop, table: ir.Table) -> tuple[pa.Table, Flat]:
    """Rows of an expression by id: what is not its `text`, and the folded text. Raw texts are dropped batch by batch."""
    schema, kept, texts = table.schema().to_pyarrow(), [], []
    for batch in shop.batches(table, size=50_000):
        rows = pa.Table.from_batches([batch]).cast(schema)
        texts.append(fold(rows["text"]).flat)
        kept.append(rows.drop("text"))
    rows = pa.concat_tables(kept) if kept else schema.empty_table().drop("text")
    order = pc.sort_indices(rows["id"])
    return rows.take(order), arranged(texts, order.to_numpy().astype(np.int64))
