"""What a unit, or its source, writes under many different letters."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from zouxin.derive import Follows, Workshop, derived, spread, table_of
from zouxin.derive.letter_reading import LANDED, RECENT
from zouxin.derive.pairs import pairs
from zouxin.functions.clauses import split
from zouxin.functions.folding import fold
from zouxin.functions.hashing import mix, stretch_hashes, text_hashes
from zouxin.tables import phrase as phrases

SHORTEST, LONGEST = 4, 60  # folded characters of a clause that can be a phrase
UNIT_SUPPORT, SOURCE_SUPPORT = 5, 20  # different letters


@derived(table=phrases, reads=["letter", "reply"], instrument={"shortest": SHORTEST, "longest": LONGEST, "unit_support": UNIT_SUPPORT,
         "source_support": SOURCE_SUPPORT, "why": "fewer letters may share a clause because they share a matter"}, follows=Follows(landed=LANDED, rows=RECENT))  # fmt: skip
def phrase(shop: Workshop) -> Iterator[pa.Table]:
    """One row a phrase. Support counts different letters, so that copies of one mass letter teach nothing."""
    seen: list[np.ndarray] = []
    units: dict[int, str] = {}
    for part in spread(_clauses, shop.batches(pairs(shop)), None):
        seen.append(np.stack([part[name].to_numpy() for name in ("unit", "clause", "letter")]))
        units.update(zip(part["unit"].to_pylist(), part["unit_id"].to_pylist(), strict=True))
    if seen:
        yield _supported(shop.source, np.concatenate(seen, axis=1), units)


def _clauses(batch: pa.RecordBatch, _: object) -> pa.Table:
    """Distinct (unit, clause, letter) of a batch, as hashes."""
    clauses = split(batch["reply"])
    letters = fold(batch["letter"]).flat
    fit = (clauses.lengths >= SHORTEST) & (clauses.lengths <= LONGEST)
    of = clauses.of[fit]
    unit = text_hashes(batch["unit_id"])[of]
    clause = stretch_hashes(clauses.folded.flat.points, clauses.starts)[fit]
    letter = stretch_hashes(letters.points, letters.starts)[of]
    _, first = np.unique(mix(mix(unit, clause), letter), return_index=True)
    where = pa.array(of[first])
    return pa.table(
        {
            "source": batch["source"].take(where),
            "unit_id": batch["unit_id"].take(where),
            "unit": unit[first],
            "clause": clause[first],
            "letter": letter[first],
        }
    )


def _supported(source: str, found: np.ndarray, units: dict[int, str]) -> pa.Table:
    unit, clause, letter = found
    rows = []
    for scope, key, floor in (("unit", mix(unit, clause), UNIT_SUPPORT), ("source", clause, SOURCE_SUPPORT)):
        _, once = np.unique(mix(key, letter), return_index=True)
        _, first, counts = np.unique(key[once], return_index=True, return_counts=True)
        kept = counts >= floor
        at = once[first[kept]]
        named = [units[int(u)] or "" for u in unit[at]] if scope == "unit" else [""] * len(at)
        rows.append(table_of({"source": [source] * len(at), "scope": [scope] * len(at), "unit_id": pa.array(named, pa.string()),
                              "digest": clause[at].view(np.int64), "support": counts[kept]}, phrases))  # fmt: skip
    return pa.concat_tables(rows)
