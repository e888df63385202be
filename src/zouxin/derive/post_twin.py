"""Posts of one source that are nearly the same text, and which of them was first."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from zouxin.derive import Follows, Workshop, derived, spread, table_of
from zouxin.functions import near
from zouxin.functions.folding import fold
from zouxin.functions.hashing import stretch_hashes
from zouxin.tables import post_twin as twins

WINDOW = 1_000_000  # posts, in the order of publishing, that near ones are looked for among at once: a signature is 512 bytes
RECENT = 100_000  # newest earlier posts that those of a later landing are read beside
SHORT = 30  # characters of a folded post below which equal texts are greetings and headings


@derived(table=twins, reads=["post", "post_reading"], instrument={"like": near.LIKE, "window": WINDOW, "short": SHORT,
         "why": "shorter texts are alike by chance; signatures of more posts do not fit into memory, and what is copied is copied soon"},
         follows=Follows(landed=("post",), rows=RECENT, of="post", label="twin", same="post_reading"))  # fmt: skip
def post_twin(shop: Workshop) -> Iterator[pa.Table]:
    """One row a post that has a twin. Equal texts are found anywhere in a source, near ones within half a WINDOW at least."""
    posts = shop.table("post").select("source", "id", "posted_on", "text").order_by(["posted_on", "id"])
    found = _twins(_chunks(spread(_sign, shop.batches(posts), None), WINDOW // 2))
    if found is not None and len(found):
        yield found


def _sign(batch: pa.RecordBatch, _: object) -> pa.Table:
    folded = fold(batch["text"]).flat
    signed = near.signatures(folded, workers=1)
    columns = {name: batch[name] for name in ("source", "id")} | {
        "exact": stretch_hashes(folded.points, folded.starts),
        "usable": signed.usable,
    }
    columns["signature"] = pa.FixedSizeListArray.from_arrays(pa.array(signed.rows.ravel()), near.PERMUTATIONS)
    return pa.table(columns).filter(pa.array(folded.lengths >= SHORT))


def _chunks(parts: Iterator[pa.Table], size: int) -> Iterator[pa.Table]:
    """The same rows in tables of `size` rows, the last of what is left."""
    held: list[pa.Table] = []
    for part in parts:
        held.append(part)
        while sum(map(len, held)) >= size:
            whole = pa.concat_tables(held)
            yield whole.slice(0, size)
            held = [whole.slice(size)]
    if any(map(len, held)):
        yield pa.concat_tables(held)


def _twins(chunks: Iterator[pa.Table]) -> pa.Table | None:
    """Groups of posts in the order of publishing, each chunk beside the one before it: the least member of a group is its first."""
    told: list[pa.Table] = []
    joins: list[np.ndarray] = []
    before: pa.Table | None = None
    for chunk in chunks:
        start = sum(map(len, told)) - (len(before) if before is not None else 0)
        joins.append(_near(chunk if before is None else pa.concat_tables([before, chunk])) + start)
        told.append(chunk.select(["source", "id", "exact"]))
        before = chunk
    if not told:
        return None
    read = pa.concat_tables(told)
    _, first, inverse = np.unique(read["exact"].to_numpy(), return_index=True, return_inverse=True)
    group = _groups(len(read), [*joins, np.stack([np.arange(len(read)), first[inverse]])])
    size = np.bincount(group, minlength=len(read))[group]
    ids = read["id"].combine_chunks()
    found = table_of({"source": read["source"], "post_id": ids, "twin": ids.take(pa.array(group)), "posts": pa.array(size)}, twins)
    return found.filter(pa.array(size > 1))


def _near(read: pa.Table) -> np.ndarray:
    """Places of posts that are near one before them, and the place of that one, int64 (2, m)."""
    rows = read["signature"].combine_chunks().flatten().to_numpy().reshape(-1, near.PERMUTATIONS)
    signed = near.Signatures(rows, read["usable"].to_numpy())
    group = near.groups(signed, np.zeros(len(read), np.uint64), read["exact"].to_numpy())
    place = np.flatnonzero(group != np.arange(len(read)))
    return np.stack([place, group[place]])


def _groups(count: int, joins: list[np.ndarray]) -> np.ndarray:
    """Of each of `count` places the least one it is joined to, directly or by others, int64 (count)."""
    one, other = np.concatenate(joins, axis=1)
    _, part = connected_components(coo_array((np.ones(len(one), bool), (one, other)), shape=(count, count)), directed=False)
    least = np.full(part.max() + 1, count)
    np.minimum.at(least, part, np.arange(count))
    return least[part]
