"""Posts of one source that are nearly the same text, and which of them was first."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zouxin.derive import Workshop, derived, spread, table_of
from zouxin.functions import near
from zouxin.functions.folding import fold
from zouxin.functions.hashing import stretch_hashes
from zouxin.tables import post_twin as twins

NEAR_MOST = 1_000_000  # posts up to which near ones are looked for: a signature is 512 bytes; beyond it only equal ones are
SHORT = 30  # characters of a folded post below which equal texts are greetings and headings


@derived(table=twins, reads=["post"], instrument={"like": near.LIKE, "near_most": NEAR_MOST, "short": SHORT,
         "why": "shorter texts are alike by chance; signatures of more posts do not fit into memory"})  # fmt: skip
def post_twin(shop: Workshop) -> Iterator[pa.Table]:
    """One row a post that has a twin."""
    posts = shop.table("post").select("source", "id", "posted_on", "text")
    many = int(next(iter(shop.batches(posts.aggregate(n=posts.count()))))["n"][0].as_py())
    read = list(spread(_sign, shop.batches(posts), many <= NEAR_MOST))
    whole = pa.concat_tables(read) if read else None
    if whole is not None and len(whole):
        found = _twins(whole.take(pc.sort_indices(whole, [("posted_on", "ascending"), ("id", "ascending")])))
        if len(found):
            yield found


def _sign(batch: pa.RecordBatch, with_near: bool) -> pa.Table:
    folded = fold(batch["text"]).flat
    columns = {name: batch[name] for name in ("source", "id", "posted_on")} | {"exact": stretch_hashes(folded.points, folded.starts)}
    if with_near:
        signed = near.signatures(folded, workers=1)
        columns |= {
            "usable": signed.usable,
            "signature": pa.FixedSizeListArray.from_arrays(pa.array(signed.rows.ravel()), near.PERMUTATIONS),
        }
    return pa.table(columns).filter(pa.array(folded.lengths >= SHORT))


def _twins(read: pa.Table) -> pa.Table:
    """Groups of posts in the order of publishing: the least member of a group is its first."""
    exact = read["exact"].to_numpy()
    if "signature" in read.schema.names:
        rows = read["signature"].combine_chunks().flatten().to_numpy().reshape(-1, near.PERMUTATIONS)
        group = near.groups(near.Signatures(rows, read["usable"].to_numpy(zero_copy_only=False)), np.zeros(len(read), np.uint64), exact)
    else:
        _, first, inverse = np.unique(exact, return_index=True, return_inverse=True)
        group = first[inverse]
    size = np.bincount(group, minlength=len(read))[group]
    ids = read["id"].combine_chunks()
    found = table_of({"source": read["source"], "post_id": ids, "twin": ids.take(pa.array(group)), "posts": pa.array(size)}, twins)
    return found.filter(pa.array(size > 1))
