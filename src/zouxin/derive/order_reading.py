"""Documents read once: what they demand that no document may."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from zouxin import content
from zouxin.derive import Workshop, derived, table_of
from zouxin.functions.order_bans import Grammar, demands, grammar
from zouxin.functions.order_weights import Weights, load_weights
from zouxin.tables import order_reading as readings
from zouxin.tables.order_reading import KINDS


@dataclass(frozen=True, eq=False)
class Instruments:
    """The grammar and the weights that come with the package."""

    by: Grammar
    weights: Weights


@derived(
    table=readings, reads=["order"], instrument={"why": "the grammar sees an act, the weights say whether it is demanded"}, by_landing=True
)
def order_reading(shop: Workshop) -> Iterator[pa.Table]:
    """One row a document that came with its text."""
    with_ = instruments()
    rows = shop.table("order")
    for batch in shop.batches(rows.filter(rows.text.notnull()).select("source", "id", "text")):
        yield table_of(read(batch, with_), readings)


def instruments() -> Instruments:
    """Both, the hash of the weights checked."""
    folder = content.root() / "weights"
    weights = load_weights((folder / "orders.npz").read_bytes(), content.read_json(folder / "orders.json"))
    return Instruments(grammar(content.order_bans(), content.order_phrases()), weights)


def read(batch: pa.RecordBatch, with_: Instruments) -> dict[str, Any]:
    """The columns of a batch of documents: source, id, text."""
    texts = batch["text"].to_pylist()
    found = [demands(text, with_.by, with_.weights) for text in texts]
    columns: dict[str, Any] = {
        "source": batch["source"], "order_id": batch["id"], "chars": pa.array([len(text) for text in texts], pa.int64()),
        "unreadable": pa.array([None if text.strip() else "empty" for text in texts], pa.string()),
    }  # fmt: skip
    for kind in KINDS:
        mine = [[one for one in some if one.kind == kind] for some in found]
        columns[kind] = pa.array([len(some) for some in mine], pa.int64())
        columns[f"{kind}_at"] = pa.array(
            [[at for one in some for at in (one.start, one.end)] or None for some in mine], pa.list_(pa.int32())
        )
    return columns
