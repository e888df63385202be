"""The nation: 670,000 platforms, 100 million posts, 10 million letters with replies, invented but for the division codes, truth recorded.

    python -m bench.nation.make --scale 0.01 --out nation [--seed 1] [--provinces 11,12]

One folder a province (a source): source.yml, units, platforms, observations, posts and pairs as Parquet with the headings of an export, and the truth
beside them. `--scale` (0.0001 to 1) takes an even share of the units, with all their posts. The same seed and scale give the same files.
"""

import argparse
import json
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench.nation.divisions import Division, divisions
from bench.nation.platforms import MOMENT, Province, province
from bench.nation.posts import posts
from bench.simulate.pairs import SHARES, chunks

POSTS, PAIRS, PLATFORMS = 100_000_000, 10_000_000, 670_000
SOURCE = Path(__file__).with_name("source.yml")


def make(out: Path, *, scale: float, seed: int = 1, only: tuple[str, ...] = ()) -> dict[str, int]:
    """Write the nation under `out`; rows of each kind. A province that stands already is left as it is, so that a stopped run goes on."""
    total: dict[str, int] = {}
    for code, some in divisions().items():
        if only and code not in only:
            continue
        place = out / code
        if not (place / "done.json").exists():
            _province(place, code, some, scale=scale, seed=seed)
        for name, count in json.loads((place / "done.json").read_text()).items():
            total[name] = total.get(name, 0) + count
    return total


def _province(place: Path, code: str, some: tuple[Division, ...], *, scale: float, seed: int) -> None:
    place.mkdir(parents=True, exist_ok=True)
    rng = np.random.Generator(np.random.PCG64([seed, int(code)]))
    of = province(some, scale=scale, rng=rng)
    each = POSTS / PLATFORMS
    rows = {"units": _write(place / "units", of.units), "platforms": _write(place / "platforms", of.platforms),
            "observations": _write(place / "observations", of.observations), "platform_truth": _write(place / "platform_truth", of.truth)}  # fmt: skip
    rows["posts"], rows["planted_posts"] = _stream(
        (place / "posts", place / "post_truth"), posts(of, code=code, each=each, rng=rng, seed=seed)
    )
    pairs = max(10, round(PAIRS * len(of.platforms) / PLATFORMS))
    rows["pairs"], _ = _stream((place / "pairs", place / "pair_truth"), _pairs(of, pairs, seed, int(code)))
    text = SOURCE.read_text("utf-8").replace("PROVINCE", code).replace("NAME", some[0].name)
    (place / "source.yml").write_text(text, "utf-8")
    (place / "done.json").write_text(json.dumps(rows))


def _pairs(of: Province, rows: int, seed: int, code: int) -> Iterator[tuple[pa.Table, pa.Table]]:
    """Pairs of the simulated mailboxes, each sent to one of the province's units."""
    units = of.units["单位编号"].combine_chunks()
    rng = np.random.Generator(np.random.PCG64([seed, code, 7]))
    boxes = rng.choice(len(units), max(1, len(units) // 20))  # one unit in twenty keeps a mailbox
    for table, truth in chunks(rows=rows, seed=seed * 100 + code, shares=SHARES):
        unit = units.take(pa.array(rng.choice(boxes, len(table))))
        yield table.set_column(table.schema.get_field_index("答复单位"), "答复单位", unit), truth


def _write(path: Path, table: pa.Table) -> int:
    pq.write_table(table, path.with_suffix(".parquet"), compression="zstd")
    return len(table)


def _stream(paths: tuple[Path, Path], tables: Iterator[tuple[pa.Table, pa.Table]]) -> tuple[int, int]:
    writers: list[pq.ParquetWriter] = []
    rows = [0, 0]
    try:
        for pair in tables:
            if not writers:
                writers = [
                    pq.ParquetWriter(p.with_suffix(".parquet"), t.schema, compression="zstd") for p, t in zip(paths, pair, strict=True)
                ]
            for k, table in enumerate(pair):
                writers[k].write_table(table)
                rows[k] += len(table)
    finally:
        for writer in writers:
            writer.close()
    return rows[0], rows[1]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=0.0001)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--provinces", default="", help="codes, separated by commas; all where not said")
    words = parser.parse_args()
    if not 0.0001 <= words.scale <= 1:
        parser.error("--scale goes from 0.0001 to 1")
    began = time.perf_counter()
    only = tuple(code for code in words.provinces.split(",") if code)
    total = make(words.out, scale=words.scale, seed=words.seed, only=only)
    print(f"moment {MOMENT}, {time.perf_counter() - began:,.1f} s: " + ", ".join(f"{name} {count:,}" for name, count in total.items()))


if __name__ == "__main__":
    main()
