"""Replies of one source that are nearly the same text, and how many different letters they answer."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zouxin.derive import Follows, Workshop, derived, spread, table_of
from zouxin.derive.letter_reading import LANDED, RECENT, grouped
from zouxin.derive.pairs import pairs
from zouxin.functions import near
from zouxin.functions.folding import fold
from zouxin.functions.hashing import stretch_hashes
from zouxin.functions.pasted import FITS, group_letters
from zouxin.tables import reply_twin as twins


@derived(table=twins, reads=["letter", "reply", "letter_reading", "letter_match", "reply_reading"], instrument={"fits": FITS, "like": near.LIKE,
         "why": "a few shared rare sequences may be chance; more name the same place or matter"},
         follows=Follows(landed=LANDED, rows=RECENT, of="reply", label="twin", same="reply_reading"))  # fmt: skip
def reply_twin(shop: Workshop) -> Iterator[pa.Table]:
    """One row a reply. Signatures are held in memory: 512 bytes a reply."""
    both = pairs(shop)
    letters = shop.table("letter_reading").select("source", "letter_id", letter_twin="twin")
    fit = shop.table("letter_match").select("source", id="reply_id", takes_up="takes_up", kin="kin")
    rows = both.left_join(letters, ["source", "letter_id"]).drop("source_right", "letter_id_right")
    rows = (
        rows.left_join(fit, ["source", "id"])
        .drop("source_right", "id_right")
        .select("source", "id", "unit_id", "letter_twin", "takes_up", "kin", "reply")
    )
    read = list(spread(_sign, shop.batches(rows), None))
    if read:
        yield _twins(pa.concat_tables(read))


def _sign(batch: pa.RecordBatch, _: object) -> pa.Table:
    folded = fold(batch["reply"]).flat
    signed = near.signatures(folded, workers=1)
    columns = {name: batch[name] for name in ("source", "id", "letter_twin", "takes_up", "kin")}
    return pa.table(columns | {
        "exact": stretch_hashes(folded.points, folded.starts), "usable": signed.usable,
        "signature": pa.FixedSizeListArray.from_arrays(pa.array(signed.rows.ravel()), near.PERMUTATIONS),
    })  # fmt: skip


def _twins(read: pa.Table) -> pa.Table:
    read = read.take(pc.sort_indices(read["id"]))
    group = grouped(read, np.zeros(len(read), np.uint64))
    letter = read["letter_twin"].combine_chunks().dictionary_encode().indices.fill_null(-1).to_numpy().astype(np.int64)
    found = group_letters(group, letter, read["takes_up"].cast(pa.float64()).fill_null(np.nan).to_numpy())
    return table_of({"source": read["source"], "reply_id": read["id"], "twin": read["id"].combine_chunks().take(pa.array(group)), "stranger": found.stranger,
                     "replies": found.replies, "letters": found.letters, "strangers": found.strangers, "kin": read["kin"]}, twins)  # fmt: skip
