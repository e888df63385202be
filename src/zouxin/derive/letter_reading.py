"""Letters read once: legibility, length, praise; then which of them say nearly the same."""

from collections.abc import Iterator

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zouxin.derive import Follows, Workshop, derived, spread, table_of
from zouxin.functions import near
from zouxin.functions.folding import fold
from zouxin.functions.hashing import digests, stretch_hashes
from zouxin.functions.legible import unreadable
from zouxin.tables import letter_reading as readings

#: whose landings let a table about letters and replies grow
LANDED = ("letter", "reply")
#: newest earlier letters, with their replies, that new ones are read beside: what is copied is copied soon, and so many say what is usual
RECENT = 10_000
#: thanks or praise, and nothing asked for
PRAISE = r"感谢信|说(一)?声(谢谢|感谢)|念.{0,3}的好|表扬|点赞|致谢|(非常|衷心|十分|由衷|深深|特别|真诚|再次)(的|地)?感谢|表示感谢|为.{1,16}点赞|赞扬|赞美"
ASKS = r"(希望|请|要求|建议|咨询|投诉|举报|何时|什么时候|怎么|如何|为什么|为何|是否|能否|能不能|可不可以|恳请|盼|请问|解决一下|反映.{0,20}问题|？|\?|吗|无法|不能)"


@derived(table=readings, reads=["letter"], instrument={"gram": near.GRAM, "permutations": near.PERMUTATIONS, "bands": near.BANDS, "rows": near.ROWS,
         "like": near.LIKE, "why": "three characters hold about two words; 25 bands of 5 miss fewer than 1 in 1,000 pairs of Jaccard 0.8"},
         follows=Follows(landed=LANDED, rows=RECENT, of="letter", label="twin"))  # fmt: skip
def letter_reading(shop: Workshop) -> Iterator[pa.Table]:
    """One row a letter. Signatures are held in memory: 512 bytes a letter."""
    letters = shop.table("letter")
    rows = letters.select("source", "id", text=whole_text(letters))
    read = list(_told(shop, spread(_read, shop.batches(rows), None)))
    if read:
        yield _twins(pa.concat_tables(read))


def whole_text(letters: ir.Table) -> ir.StringValue:
    """Title, line feed, text; null where there is neither."""
    title = letters.title.fill_null("")
    return ibis.cases(
        (letters.text.isnull() & letters.title.isnull(), ibis.null("string")), else_=title + "\n" + letters.text.fill_null("")
    )


def _told(shop: Workshop, parts: Iterator[pa.Table]) -> Iterator[pa.Table]:
    for part in parts:
        shop.said(len(part))
        yield part


def _read(batch: pa.RecordBatch, _: object) -> pa.Table:
    folded = fold(batch["text"]).flat
    signed = near.signatures(folded, workers=1)
    praise = pc.and_not(pc.match_substring_regex(batch["text"], PRAISE), pc.match_substring_regex(batch["text"], ASKS))
    return pa.table({
        "source": batch["source"], "letter_id": batch["id"], "digest": digests(folded), "unreadable": unreadable(batch["text"], folded),
        "chars": folded.lengths, "praises": praise, "exact": stretch_hashes(folded.points, folded.starts), "usable": signed.usable,
        "signature": pa.FixedSizeListArray.from_arrays(pa.array(signed.rows.ravel()), near.PERMUTATIONS),
    })  # fmt: skip


def alone(batch: pa.RecordBatch) -> pa.Table:
    """Readings of letters (source, id, text) beside no others but themselves: rows of letter_reading."""
    return _twins(_read(batch, None))


def _twins(read: pa.Table) -> pa.Table:
    order = pc.sort_indices(read["letter_id"])
    read = read.take(order)
    group = grouped(read, np.zeros(len(read), np.uint64))
    ids = read["letter_id"].combine_chunks()
    columns = {name: read[name] for name in ("source", "letter_id", "digest", "unreadable", "chars", "praises")}
    return table_of(columns | {"twin": ids.take(pa.array(group)), "twins": np.bincount(group, minlength=len(group))[group]}, readings)


def grouped(read: pa.Table, scope: np.ndarray) -> np.ndarray:
    """Groups of nearly equal texts of a table with `signature`, `usable`, `exact`, in the order of its rows."""
    rows = read["signature"].combine_chunks().flatten().to_numpy().reshape(-1, near.PERMUTATIONS)
    signed = near.Signatures(rows, read["usable"].to_numpy())
    return near.groups(signed, scope, read["exact"].to_numpy())
