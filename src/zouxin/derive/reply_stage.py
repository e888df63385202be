"""The stages of each reply."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from zouxin import content
from zouxin.derive import Workshop, derived, spread, table_of
from zouxin.derive.pairs import pairs
from zouxin.functions import acts, reading
from zouxin.functions.stages import stages
from zouxin.tables import reply_stage as table


@derived(table=table, reads=["letter", "reply"])
def reply_stage(shop: Workshop) -> Iterator[pa.Table]:
    """One row a stage of a reply; a reply that is all one stage has one row."""
    yield from spread(_stages, shop.batches(pairs(shop)), acts.grammar(content.reply_acts()))


def _stages(batch: pa.RecordBatch, grammar: acts.Grammar) -> pa.Table:
    nothing = np.zeros(0, np.uint64)
    read = reading.read(batch["reply"], batch["letter"], grammar=grammar, scope=np.zeros(len(batch), np.uint64), phrases=nothing)
    found = dict(stages(read))
    of = found.pop("of")
    return table_of({"source": batch["source"].take(of), "reply_id": batch["id"].take(of)} | found, table)
