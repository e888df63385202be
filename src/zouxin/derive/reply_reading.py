"""Replies read once beside their letters: copied, formal, usual, new, and what each clause does.

A reply whose two texts and whose unit's phrases are what they were keeps its reading; only the others are read again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zouxin import content
from zouxin.derive import Workshop, derived, spread, table_of
from zouxin.derive.pairs import ALONE, pairs
from zouxin.functions import acts, copied, reading
from zouxin.functions.hashing import among, mix, text_hashes
from zouxin.functions.rudeness import Weights, load_weights, rude_spans, rudeness
from zouxin.functions.stages import stages
from zouxin.tables import arrow_schema
from zouxin.tables import phrase as phrase_table
from zouxin.tables import reply_reading as readings


@dataclass(frozen=True, eq=False)
class Phrases:
    """What a source's units write under many letters: `known` sorted uint64, keys of unit and clause (unit 0: the source's);
    `taught` sorted uint64: units that have phrases of their own; `digest` of each of them, and of the source's at the end."""

    known: np.ndarray
    taught: np.ndarray
    digest: np.ndarray

    def scope(self, unit: np.ndarray) -> np.ndarray:
        """The unit whose phrases a reply is read with, 0 for the source's; uint64 (n)."""
        return np.where(among(unit, self.taught), unit, np.uint64(0))

    def digests(self, unit: np.ndarray) -> np.ndarray:
        """Digest of the phrases each reply is read with, uint64 (n)."""
        at = np.searchsorted(self.taught, unit)
        own = among(unit, self.taught)
        return np.where(own, self.digest[np.where(own, at, len(self.taught))], self.digest[-1])


@dataclass(frozen=True, eq=False)
class Instruments:
    """What every process needs to read."""

    grammar: acts.Grammar
    weights: Weights
    phrases: Phrases


@derived(table=readings, reads=["letter", "reply", "phrase"], instrument={"gram": copied.GRAM, "bridge": copied.BRIDGE, "slack": reading.SLACK,
         "why": "four characters in a row rarely agree by chance; a gap of three is a dropped or changed character"}, follows=ALONE)  # fmt: skip
def reply_reading(shop: Workshop) -> Iterator[pa.Table]:
    """One row a reply, as functions.reading counts it."""
    with_ = Instruments(acts.grammar(content.reply_acts()), weights(), learnt(shop))
    before = shop.before("reply_reading")
    known = _keys(shop, before)
    wanted: list[np.ndarray] = []
    for part in spread(read, _fresh(shop, with_.phrases, known, wanted), with_):
        shop.said(len(part))
        yield part
    if before is not None:
        yield from _kept(shop, before, np.sort(np.concatenate(wanted)) if wanted else known[:0])


def learnt(shop: Workshop) -> Phrases:
    """The phrases of the source."""
    rows = list(shop.batches(shop.table("phrase")))
    found = pa.Table.from_batches(rows) if rows else arrow_schema(phrase_table).empty_table()
    unit, whole = (found.filter(pc.equal(found["scope"], scope)) for scope in ("unit", "source"))
    names, clauses = text_hashes(unit["unit_id"].combine_chunks()), unit["digest"].to_numpy().view(np.uint64)
    common = whole["digest"].to_numpy().view(np.uint64)
    taught = np.unique(names)
    digest = [np.bitwise_xor.reduce(clauses[names == name]) for name in taught] + [
        np.bitwise_xor.reduce(common) if len(common) else np.uint64(0)
    ]
    known = np.union1d(mix(names, clauses), mix(np.zeros(len(common), np.uint64), common))
    return Phrases(known, taught, np.array(digest, np.uint64))


def weights() -> Weights:
    """The rudeness model that comes with the package, its hash checked."""
    folder = content.root() / "weights"
    return load_weights((folder / "rude.npz").read_bytes(), content.read_json(folder / "rude.json"))


def _keys(shop: Workshop, before: ir.Table | None) -> np.ndarray:
    """Keys of the readings there are, sorted int64."""
    if before is None:
        return np.zeros(0, np.int64)
    return np.sort(
        np.concatenate([b["key"].to_numpy() for b in shop.batches(before.select("key"), size=100_000)] or [np.zeros(0, np.int64)])
    )


def _fresh(shop: Workshop, phrases: Phrases, known: np.ndarray, wanted: list[np.ndarray]) -> Iterator[pa.RecordBatch]:
    """Pairs not read before; the keys of those that were go into `wanted`."""
    for batch in shop.batches(pairs(shop)):
        keys = key(batch, phrases)
        old = among(keys, known)
        wanted.append(keys[old])
        if not old.all():
            yield batch.append_column("key", pa.array(keys)).filter(pa.array(~old))


def key(batch: pa.RecordBatch, phrases: Phrases) -> np.ndarray:
    """What a reading is of: the reply's id, the two texts, the phrases; int64 (n)."""
    texts = mix(text_hashes(batch["reply"]), text_hashes(batch["letter"]))
    whose = mix(text_hashes(batch["id"]), text_hashes(batch["letter_id"]))
    return mix(mix(texts, whose), phrases.digests(text_hashes(batch["unit_id"]))).view(np.int64)


def _kept(shop: Workshop, before: ir.Table, wanted: np.ndarray) -> Iterator[pa.Table]:
    for batch in shop.batches(before):
        hold = among(batch["key"].to_numpy(), wanted)
        if hold.any():
            yield pa.Table.from_batches([batch.filter(pa.array(hold))])


def read(batch: pa.RecordBatch, with_: Instruments) -> pa.Table:
    """Readings of a batch of pairs with their keys: rows of reply_reading."""
    unit = text_hashes(batch["unit_id"])
    scope = with_.phrases.scope(unit)
    told = reading.read(batch["reply"], batch["letter"], grammar=with_.grammar, scope=scope, phrases=with_.phrases.known)
    own_words = reading.without_copies(told, batch["reply"])
    rude = pc.if_else(pc.is_null(batch["reply"]), None, _certainty(rudeness(own_words, with_.weights), with_.weights))
    learnt_in = np.where(scope > 0, "unit", "source" if len(with_.phrases.known) > 0 else "none")
    return table_of(
        {"source": batch["source"], "reply_id": batch["id"], "letter_id": batch["letter_id"], "key": batch["key"], "rude": rude,
         "phrase_scope": pa.array(learnt_in.tolist(), pa.string()), "stages": stages(told), "ordered": reading.ordered(told), "rude_spans": _rude_spans(own_words, rude, with_.weights)}
        | reading.counts(told) | reading.marks(told) | reading.texts(told, batch["reply"], batch["letter"]), readings,
    )  # fmt: skip


def _rude_spans(texts: pa.Array, rude: pa.Array, weights: Weights) -> pa.Array:
    """Where each reply called rude is so: the stretch of characters that pushed its score, list<int32> (n), null elsewhere."""
    spans: list[list[int] | None] = [None] * len(rude)
    for row in np.flatnonzero(pc.fill_null(rude, 0.0).to_numpy(zero_copy_only=False) >= 0.5):
        pushed = [(start, end) for start, end, weight in rude_spans(texts[int(row)].as_py(), weights) if weight > 0]
        if pushed:
            spans[row] = [min(start for start, _ in pushed), max(end for _, end in pushed)]
    return pa.array(spans, pa.list_(pa.int32()))


def _certainty(logit: pa.Array, weights: Weights) -> pa.Array:
    """Logits as 0 to 1, one half at the model's threshold; rounded so that engines agree on every digit."""
    odds = np.exp(-(logit.fill_null(-99).to_numpy(zero_copy_only=False) - weights.threshold))
    return pa.array(np.round(1 / (1 + odds), 4))
