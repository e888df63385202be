"""Replies read once beside their letters: copied, formal, usual, new, and what each clause does."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zouxin import content
from zouxin.derive import Workshop, derived, spread, table_of
from zouxin.derive.pairs import pairs
from zouxin.functions import acts, copied, reading
from zouxin.functions.hashing import mix, text_hashes
from zouxin.functions.rudeness import Weights, load_weights, rudeness
from zouxin.tables import reply_reading as readings


@dataclass(frozen=True, eq=False)
class Instruments:
    """What every process needs to read: grammar, weights, and by source the phrases and the units that have some."""

    grammar: acts.Grammar
    weights: Weights
    phrases: Mapping[str, np.ndarray]
    taught: Mapping[str, np.ndarray]
    by_source: Mapping[str, np.ndarray]


@derived(table=readings, reads=["letter", "reply", "phrase"], instrument={"gram": copied.GRAM, "bridge": copied.BRIDGE, "slack": reading.SLACK,
         "why": "four characters in a row rarely agree by chance; a gap of three is a dropped or changed character"})  # fmt: skip
def reply_reading(shop: Workshop) -> Iterator[pa.Table]:
    """One row a reply, as functions.reading counts it."""
    for part in spread(_read, shop.batches(pairs(shop)), instruments(shop)):
        shop.said(len(part))
        yield part


def instruments(shop: Workshop) -> Instruments:
    """Grammar and weights from content, phrases from what was learnt of this snapshot."""
    rows = list(shop.batches(shop.table("phrase")))
    learnt = pa.Table.from_batches(rows) if rows else None
    phrases: dict[str, np.ndarray] = {}
    taught: dict[str, np.ndarray] = {}
    by_source: dict[str, np.ndarray] = {}
    for source in learnt["source"].unique().to_pylist() if learnt else []:
        mine = learnt.filter(pc.equal(learnt["source"], source))
        unit = mine.filter(pc.equal(mine["scope"], "unit"))
        names = text_hashes(unit["unit_id"].combine_chunks())
        phrases[source] = np.unique(mix(names, unit["digest"].to_numpy().view(np.uint64)))
        taught[source] = np.unique(names)
        whole = mine.filter(pc.equal(mine["scope"], "source"))["digest"].to_numpy().view(np.uint64)
        by_source[source] = np.unique(mix(np.zeros(len(whole), np.uint64), whole))
    return Instruments(acts.grammar(content.reply_acts()), weights(), phrases, taught, by_source)


def weights() -> Weights:
    """The rudeness model that comes with the package, its hash checked."""
    folder = content.root() / "weights"
    return load_weights((folder / "rude.npz").read_bytes(), content.read_json(folder / "rude.json"))


def _read(batch: pa.RecordBatch, with_: Instruments) -> pa.Table:
    parts = [_source(batch.filter(pc.equal(batch["source"], source)), source, with_) for source in batch["source"].unique().to_pylist()]
    return pa.concat_tables(parts)


def _source(batch: pa.RecordBatch, source: str, with_: Instruments) -> pa.Table:
    unit = text_hashes(batch["unit_id"])
    nothing = np.zeros(0, np.uint64)
    own = np.isin(unit, with_.taught.get(source, nothing))
    whole = with_.by_source.get(source, nothing)
    known = np.union1d(with_.phrases.get(source, nothing), whole)
    read = reading.read(batch["reply"], batch["letter"], grammar=with_.grammar, scope=np.where(own, unit, np.uint64(0)), phrases=known)
    own_words = reading.without_copies(read, batch["reply"])
    rude = pc.if_else(pc.is_null(batch["reply"]), None, _certainty(rudeness(own_words, with_.weights), with_.weights))
    scope = np.where(own, "unit", "source" if len(whole) else "none")
    return table_of(
        {"source": batch["source"], "reply_id": batch["id"], "letter_id": batch["letter_id"], "rude": rude, "phrase_scope": pa.array(scope.tolist(), pa.string())}
        | reading.counts(read) | reading.marks(read) | reading.texts(read, batch["reply"], batch["letter"]), readings,
    )  # fmt: skip


def _certainty(logit: pa.Array, weights: Weights) -> pa.Array:
    """Logits as 0 to 1, one half at the model's threshold; rounded so that engines agree on every digit."""
    odds = np.exp(-(logit.fill_null(-99).to_numpy(zero_copy_only=False) - weights.threshold))
    return pa.array(np.round(1 / (1 + odds), 4))
