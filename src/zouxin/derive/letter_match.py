"""Which letter each reply fits, source by source."""

from collections.abc import Iterator

import ibis
import numpy as np
import pyarrow as pa

from zouxin.derive import Workshop, derived, table_of
from zouxin.derive.letter_reading import whole_text
from zouxin.functions import matching
from zouxin.functions.folding import fold
from zouxin.functions.hashing import stretch_hashes
from zouxin.tables import letter_match as matches


@derived(table=matches, reads=["letter", "reply", "letter_reading"], instrument={"gram": matching.GRAM, "most": matching.MOST,
         "why": "three characters name a place or a matter; above the bound a fixed part of them stands for all"})  # fmt: skip
def letter_match(shop: Workshop) -> Iterator[pa.Table]:
    """One row a reply. All texts are held folded: 4 bytes a character."""
    twins = shop.table("letter_reading").select("letter_id", "twin")
    letters = shop.table("letter")
    mine = letters.select("id", text=whole_text(letters)).left_join(twins, ibis._.id == twins.letter_id).select("id", "text", "twin")
    asked = _held(shop, mine)
    said = _held(shop, shop.table("reply").select("id", "letter_id", "text"))
    place = {name: k for k, name in enumerate(asked["id"].to_pylist())}
    own = np.array([place.get(name, -1) for name in said["letter_id"].to_pylist()], np.int64)
    replies, questions = fold(said["text"]).flat, fold(asked["text"]).flat
    twin = np.unique(np.array(asked["twin"].fill_null("").to_pylist(), object).astype(str), return_inverse=True)[1]
    _, same = np.unique(stretch_hashes(replies.points, replies.starts), return_inverse=True)
    found = matching.match(replies, questions, own, twin, same)
    best = pa.array(found.best_letter, mask=found.best_letter < 0)
    yield table_of({"source": [shop.source] * len(said), "reply_id": said["id"], "own": np.round(found.own, 4), "best": np.round(found.best, 4),
                     "best_letter_id": asked["id"].take(best), "letters": np.full(len(said), found.letters)}, matches)  # fmt: skip


def _held(shop: Workshop, table) -> pa.Table:  # type: ignore[no-untyped-def]
    """Rows of an expression by id, held in memory."""
    schema = table.schema().to_pyarrow()
    return pa.Table.from_batches([b.cast(schema) for b in shop.batches(table, size=50_000)], schema).sort_by("id").combine_chunks()
