"""Synthetic letter–reply pairs of any number, with the truth beside them.

    python -m bench.simulate.pairs --rows 1000000 --out pairs.parquet --seed 1
    python -m bench.simulate.pairs --mode copies --rows 200000 --out copies.parquet

Written chunk by chunk in constant memory from the sample county's grammar. `OUT` holds what a mailbox export holds;
`OUT` with `.truth.parquet` holds 编号, story and one column a check: yes, no, or open where people may differ.
The same seed, rows and chunk size give the same file.
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from bench.simulate.pool import Pool

from zouxin.connectors._sample.grammar import Grammar, grammar

CHUNK = 100_000
SCENES = 3_000  # a chunk; some 33 rows share the facts of one
SHARES = {"echoed": 0.02, "only_acknowledged": 0.05, "handed_off": 0.04, "pasted": 0.03, "rude": 0.005, "late": 0.04}
CHECKS = ("echoed", "only_acknowledged", "handed_off", "pasted", "rude", "late")
#: what a reply of one story leaves open for other checks
_OPEN = {"echoed": ("only_acknowledged", "handed_off"), "handed_off": ("only_acknowledged", "pasted"), "only_acknowledged": ("pasted",),
         "pasted": ("only_acknowledged", "handed_off"), "rude": ("only_acknowledged", "handed_off", "pasted")}  # fmt: skip


def chunks(
    *, rows: int, seed: int, shares: dict[str, float], copies: bool = False, size: int = CHUNK
) -> Iterator[tuple[pa.Table, pa.Table]]:
    """Pairs and truth, `size` rows at a time, strings throughout."""
    words = grammar()
    for number, first in enumerate(range(0, rows, size)):
        count = min(size, rows - first)
        pool = Pool(words, scenes=min(SCENES, max(60, count // 10)), seed=f"{seed}/{number}")
        rng = np.random.Generator(np.random.PCG64([seed, number]))
        stories = ["answered", *shares]
        weights = np.array([1 - sum(shares.values()), *shares.values()])
        story = np.full(count, stories.index("pasted")) if copies else rng.choice(len(stories), size=count, p=weights)
        yield _chunk(words, pool, rng, first=first, stories=stories, story=story, copies=copies)


def _chunk(
    words: Grammar, pool: Pool, rng: np.random.Generator, *, first: int, stories: list[str], story: np.ndarray, copies: bool
) -> tuple[pa.Table, pa.Table]:
    count = len(story)
    late = story == stories.index("late")
    scenes = np.where(late, rng.choice(pool.late, count), rng.choice(pool.prompt, count))
    letters = pool.letters(scenes, rng)
    pasted = _pasted(words, pool, scenes, copies=copies)
    drawn = {
        "answered": pool.answers(scenes, rng), "late": pool.answers(scenes, rng), "echoed": letters, "pasted": pasted,
        "rude": pa.array(_rude(words)).take(pa.array(rng.integers(0, len(_rude(words)), count))),
        "only_acknowledged": pool.others("only_acknowledged", scenes, rng), "handed_off": pool.others("handed_off", scenes, rng),
    }  # fmt: skip
    replies = pc.choose(pa.array(story), *[drawn[name] for name in stories])
    ids = pc.binary_join_element_wise("SIM", pc.utf8_lpad(pa.array(np.arange(first + 1, first + count + 1)).cast(pa.string()), 9, "0"), "")
    title, received, replied, unit = pool.facts(scenes)
    pairs = pa.table({"编号": ids, "来信标题": title, "来信内容": letters, "来信时间": received,
                      "答复内容": replies, "答复时间": replied, "答复单位": unit})  # fmt: skip
    return pairs, _truth(ids, stories, story)


def _truth(ids: pa.Array, stories: list[str], story: np.ndarray) -> pa.Table:
    rows = pa.array(story)
    columns = {"编号": ids, "story": pa.array(stories).take(rows)}
    for check in CHECKS:
        says = ["yes" if name == check else "open" if check in _OPEN.get(name, ()) else "no" for name in stories]
        columns[check] = pa.array(says).take(rows)
    return pa.table(columns)


def _rude(words: Grammar) -> list[str]:
    lines = [text for text in words.stories["rude"]["texts"] if "{" not in text]
    return [*lines, *(text["reply"] for text in words.stories["rude_robot"]["texts"])]


def _pasted(words: Grammar, pool: Pool, scenes: np.ndarray, *, copies: bool) -> pa.Array:
    """One text for all, or one of its own for every unit."""
    text = words.stories["pasted_policy"]["texts"][0]
    if copies:
        return pa.array([text]).take(pa.array(np.zeros(len(scenes), np.int64)))
    return pc.binary_join_element_wise(text, pool.facts(scenes)[3], "")


def write(out: Path, tables: Iterator[tuple[pa.Table, pa.Table]]) -> int:
    """Write pairs and truth as they come; gives the rows written."""
    total = 0
    writers: list[pq.ParquetWriter] = []
    try:
        for pair in tables:
            if not writers:
                writers = [pq.ParquetWriter(path, table.schema) for path, table in zip(_paths(out), pair, strict=True)]
            for writer, table in zip(writers, pair, strict=True):
                writer.write_table(table)
            total += pair[0].num_rows
    finally:
        for writer in writers:
            writer.close()
    return total


def _paths(out: Path) -> tuple[Path, Path]:
    return out, out.with_suffix(".truth.parquet")


def main(argv: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=None, help="1,000,000 pairs or 200,000 copies where not said")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mode", choices=("pairs", "copies"), default="pairs")
    parser.add_argument("--share", action="append", default=[], metavar="STORY=SHARE", help=f"one of {', '.join(SHARES)}")
    asked = parser.parse_args(argv)
    given = {name: float(value) for name, value in (text.split("=", 1) for text in asked.share)}
    if set(given) - set(SHARES) or sum((SHARES | given).values()) > 1:
        parser.error(f"--share takes {', '.join(SHARES)}, together at most 1")
    copies = asked.mode == "copies"
    rows = asked.rows or (200_000 if copies else 1_000_000)
    began = time.perf_counter()
    total = write(asked.out, chunks(rows=rows, seed=asked.seed, shares=SHARES | given, copies=copies))
    took = time.perf_counter() - began
    print(f"{total:,} rows in {took:.1f} s ({total / took:,.0f} rows/s): {', '.join(map(str, _paths(asked.out)))}")


if __name__ == "__main__":
    main()
