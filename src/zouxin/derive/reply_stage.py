"""The stages of each reply, a row each, out of what reading it found."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from zouxin.derive import Workshop, derived, table_of
from zouxin.derive.pairs import ALONE
from zouxin.functions.stages import KINDS
from zouxin.tables import reply_stage as table


@derived(table=table, reads=["reply_reading"], follows=ALONE)
def reply_stage(shop: Workshop) -> Iterator[pa.Table]:
    """One row a stage of a reply; a reply that is all one stage has one row."""
    for batch in shop.batches(shop.table("reply_reading").select("source", "reply_id", "stages"), size=50_000):
        yield stages(batch)


def stages(batch: pa.RecordBatch) -> pa.Table:
    """Rows of reply_stage of a batch of readings."""
    lists = batch["stages"].cast(pa.list_(pa.int32()))
    rows = lists.flatten().to_numpy().reshape(-1, 4)
    counts = np.asarray(lists.value_lengths().fill_null(0)) // 4
    of = np.repeat(np.arange(len(batch)), counts)
    nth = np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts) + 1
    days = pa.array(rows[:, 3].astype(np.int32), pa.int32(), mask=rows[:, 3] < 0).cast(pa.date32())
    kinds = pa.DictionaryArray.from_arrays(pa.array(rows[:, 2].astype(np.int32)), pa.array(KINDS)).cast(pa.string())
    return table_of({"source": batch["source"].take(pa.array(of)), "reply_id": batch["reply_id"].take(pa.array(of)), "nth": nth.astype(np.int64),
                     "is": kinds, "dated_on": days, "starts": rows[:, 0].astype(np.int64), "ends": rows[:, 1].astype(np.int64)}, table)  # fmt: skip
