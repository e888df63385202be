"""Novel text of replies beside rapidfuzz: the same real pairs, Arrow in, spans out, two workers on either side.

python -m bench.speed.novel [--rows 100000]

Ours: both texts folded with the way back, copies marked both ways, spans of copied and new text in the raw reply and of what was copied in
the raw letter. Theirs: `cpdist` of LCSseq.normalized_similarity, one number a pair, with the Arrow columns made lists first.
Stated beside it: the whole reading (clauses, what each does, usual phrases), which no peer has.
"""

import argparse
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pyarrow as pa
from rapidfuzz.distance import LCSseq
from rapidfuzz.process import cpdist

from bench.lines import Line, shared
from bench.results_io import save
from bench.speed.paired import RUNS, paired
from bench.speed.texts import pairs
from zouxin import content
from zouxin.functions import acts, reading
from zouxin.functions.copied import copied_both, spans
from zouxin.functions.folding import fold

BATCH, WORKERS, ROWS = 5_000, 2, 100_000


def measure(place: Path, *, rows: int = ROWS, runs: int = RUNS) -> dict:
    """`novel`: seconds of each side and their ratio; `reading`: the same with the whole reading on our side (one run); sizes."""
    table = pairs(place, rows)
    letters, replies = (table[name].combine_chunks() for name in ("letter", "reply"))
    grammar = acts.grammar(content.reply_acts())

    def theirs() -> object:
        return cpdist(replies.to_pylist(), letters.to_pylist(), scorer=LCSseq.normalized_similarity, workers=WORKERS)

    characters = [pa.compute.sum(pa.compute.utf8_length(column)).as_py() for column in (letters, replies)]
    return {"pairs": len(table), "letter_characters": characters[0], "reply_characters": characters[1],
            "novel": paired(lambda: _spread(_novel, letters, replies), theirs, runs=runs),
            "reading": paired(lambda: _spread(lambda a, b: _read(a, b, grammar), letters, replies), theirs, runs=1)}  # fmt: skip


def _spread(work: Callable[[pa.Array, pa.Array], object], letters: pa.Array, replies: pa.Array) -> list[object]:
    cuts = range(0, len(letters), BATCH)
    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(lambda at: work(letters.slice(at, BATCH), replies.slice(at, BATCH)), cuts))


def _novel(letters: pa.Array, replies: pa.Array) -> tuple[pa.Array, ...]:
    """Copied and new spans of each reply, copied spans of each letter, list<int32> (n)."""
    said, asked = fold(replies), fold(letters)
    mask, back = copied_both(said.flat, asked.flat)
    stretches = (spans(mask, said.flat, said.position), spans(~mask, said.flat, said.position), spans(back, asked.flat, asked.position))
    return tuple(pa.ListArray.from_arrays(pa.array(begins, pa.int32()), pa.array(found, pa.int32())) for found, begins in stretches)


def _read(letters: pa.Array, replies: pa.Array, grammar: acts.Grammar) -> object:
    nothing = np.zeros(0, np.uint64)
    read = reading.read(replies, letters, grammar=grammar, scope=np.zeros(len(replies), np.uint64), phrases=nothing)
    return reading.counts(read), reading.marks(read)


def lines(found: dict) -> list[Line]:
    of = f"{found['pairs']:,} real pairs, median of {len(found['novel']['ratios'])} paired runs"
    return [Line("novel text, times as fast as rapidfuzz cpdist LCSseq", found["novel"]["ratio"], of, ">= 1.0"),
            Line("novel text, pairs a second", round(found["pairs"] / min(found["novel"]["ours"])), of),
            Line("the whole reading, times as fast as rapidfuzz", found["reading"]["ratio"], f"{found['pairs']:,} real pairs, one run")]  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=ROWS)
    measured = measure(shared(), rows=parser.parse_args().rows)
    print(*lines(measured), sep="\n")
    save("novel", {"figures": measured})
