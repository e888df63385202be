"""Near-duplicates from Parquet to groups, beside the bare signatures of numpy + Rensa and beside datasketch.

python -m bench.speed.near [--rows 100000]

Ours: read one column of a Parquet file, fold, sign, group. Rensa: trigram hashes by numpy and its digest matrix over texts already in hand, no reading,
no groups, its own default of threads. datasketch: MinHash and MinHashLSH over texts in hand, with crc32, the fastest of its hashes.
Recall: of all pairs of a sample whose folded trigrams have an exact Jaccard of 0.8 or more, those in one group.
"""

import argparse
import tempfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import rensa
from datasketch import MinHash, MinHashLSH
from scipy.sparse import csr_matrix

from bench.lines import Line, share, shared
from bench.results_io import save
from bench.speed.paired import RUNS, paired
from bench.speed.texts import varied
from zouxin.functions import near
from zouxin.functions.code_points import Flat
from zouxin.functions.folding import fold
from zouxin.functions.hashing import stretch_hashes

ROWS, SAMPLE, RECALL_SAMPLE, BATCH, WORKERS = 100_000, 5_000, 6_000, 1_000, 2


def measure(place: Path, *, rows: int = ROWS, runs: int = RUNS, seed: int = 1) -> dict:
    """Seconds of each side and their ratios, all for the same texts; `datasketch` is for a sample, by rate."""
    rng = np.random.default_rng(seed)
    texts = varied(place, rows, rng)
    some = [texts[k] for k in rng.choice(len(texts), min(SAMPLE, len(texts)), replace=False)]
    with tempfile.TemporaryDirectory() as folder:
        whole, part = Path(folder) / "texts.parquet", Path(folder) / "some.parquet"
        for path, of in ((whole, texts), (part, some)):
            pq.write_table(pa.table({"text": pa.array(of, pa.large_string())}), path)
        return {
            "texts": len(texts), "distinct": len(set(texts)), "rensa": paired(lambda: groups(whole), lambda: rensa_signatures(texts), runs=runs),
            "datasketch_sample": len(some), "datasketch": paired(lambda: groups(part), lambda: datasketch_groups(some), runs=1),
            "datasketch_signatures": paired(lambda: groups(part), lambda: [sketch(text) for text in some], runs=1),
            "recall": recall(texts, rng),
        }  # fmt: skip


def groups(path: Path) -> np.ndarray:
    """From a Parquet file to the group of each text, int64 (n); batches are folded and signed by two threads, as the product does in two processes."""
    with ThreadPoolExecutor(WORKERS) as pool:
        parts = list(pool.map(_signed, pq.ParquetFile(path).iter_batches(5_000)))
    rows, usable, exact = (np.concatenate(part) for part in zip(*parts, strict=True))
    return near.groups(near.Signatures(rows, usable), np.zeros(len(rows), np.uint64), exact)


def _signed(batch: pa.RecordBatch) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    flat = fold(batch["text"]).flat
    signed = near.signatures(flat, workers=1)
    return signed.rows, signed.usable, stretch_hashes(flat.points, flat.starts)


def grouped(flat: Flat) -> np.ndarray:
    return near.groups(near.signatures(flat), np.zeros(len(flat), np.uint64), stretch_hashes(flat.points, flat.starts))


def rensa_signatures(texts: list[str]) -> list[object]:
    """Digest matrices, a thousand texts at a time."""
    out = []
    for at in range(0, len(texts), BATCH):
        hashes, begins = _trigrams(texts[at : at + BATCH])
        out.append(rensa.RMinHash.digest_matrix_from_flat_token_hashes(hashes, begins.astype(np.uint64), 128, 42))
    return out


def _trigrams(batch: list[str], n: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """Hash of each n-gram that lies within one text, by a rolling hash over UTF-32 (shared/reference/deps.md, section 4)."""
    lengths = np.fromiter(map(len, batch), np.int64, len(batch))
    points = np.frombuffer("".join(batch).encode("utf-32-le"), np.uint32).astype(np.uint64)
    value = np.zeros(len(points) - n + 1, np.uint64)
    for k in range(n):
        value = value * np.uint64(0x9E3779B97F4A7C15) + points[k : len(points) - n + 1 + k]
    value ^= value >> np.uint64(29)
    value *= np.uint64(0xBF58476D1CE4E5B9)
    value ^= value >> np.uint64(32)
    ends, owner = np.cumsum(lengths), np.repeat(np.arange(len(batch)), lengths)
    whole = (np.arange(len(value)) + n) <= ends[owner[: len(value)]]
    return value[whole], np.concatenate([[0], np.cumsum(np.maximum(lengths - n + 1, 0))])


def datasketch_groups(texts: list[str]) -> dict[int, list[int]]:
    """The texts each text meets in datasketch's index at a threshold of 0.8."""
    index, signed = MinHashLSH(threshold=0.8, num_perm=128), [sketch(text) for text in texts]
    for number, one in enumerate(signed):
        index.insert(number, one)
    return {number: index.query(one) for number, one in enumerate(signed)}


def sketch(text: str) -> MinHash:
    one = MinHash(num_perm=128, hashfunc=zlib.crc32)
    one.update_batch([text[i : i + 3].encode() for i in range(len(text) - 2)])
    return one


def recall(texts: list[str], rng: np.random.Generator) -> dict:
    """Pairs of exact Jaccard >= 0.8 in a sample: half of it a run of the real texts, half drawn from all."""
    size = min(RECALL_SAMPLE, len(texts)) // 2
    picked = np.unique(np.concatenate([np.arange(size), rng.choice(len(texts), size, replace=False)]))
    flat = fold(pa.array([texts[k] for k in picked], pa.large_string())).flat
    group, grams = grouped(flat), _grams(flat)
    sizes = np.asarray(grams.sum(axis=1)).ravel()
    pairs = together = 0
    for at in range(0, len(flat), 500):
        shared_grams = (grams[at : at + 500] @ grams.T).tocoo()
        i, j, both = shared_grams.row + at, shared_grams.col, shared_grams.data
        alike = (i < j) & (both >= 0.8 * (sizes[i] + sizes[j] - both))
        pairs, together = pairs + int(alike.sum()), together + int((group[i[alike]] == group[j[alike]]).sum())
    return {"texts": len(flat), "pairs": pairs, "in_one_group": together}


def _grams(flat: Flat) -> csr_matrix:
    hashes, at = near.gram_hashes(flat, near.GRAM)
    names, column = np.unique(hashes, return_inverse=True)
    row = np.repeat(np.arange(len(flat)), np.diff(at))
    grams = csr_matrix((np.ones(len(row), np.int32), (row, column)), (len(flat), len(names)))
    grams.sum_duplicates()
    grams.data[:] = 1
    return grams


def lines(found: dict) -> list[Line]:
    of = f"{found['texts']:,} texts ({found['distinct']:,} distinct), median of {len(found['rensa']['ratios'])} paired runs"
    some, pairs = f"{found['datasketch_sample']:,} texts, one run", found["recall"]
    return [Line("near-duplicates to groups, times the bare signature rate of numpy + Rensa", found["rensa"]["ratio"], of, ">= 0.5"),
            Line("near-duplicates to groups, texts a second", round(found["texts"] / min(found["rensa"]["ours"])), of),
            Line("near-duplicates to groups, times as fast as datasketch MinHash + LSH", found["datasketch"]["ratio"], some, ">= 10"),
            Line("near-duplicates to groups, times as fast as datasketch MinHash alone", found["datasketch_signatures"]["ratio"], some),
            Line("near-duplicates, recall of exact Jaccard >= 0.8", share(pairs["in_one_group"], pairs["pairs"]), f"{pairs['pairs']:,} pairs of {pairs['texts']:,} texts", ">= 0.98")]  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=ROWS)
    measured = measure(shared(), rows=parser.parse_args().rows)
    print(*lines(measured), sep="\n")
    save("near", {"figures": measured}, seed=1)
