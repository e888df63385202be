"""Real letters and replies in any number: the three mailboxes, repeated."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench.running import MAILBOXES


def pairs(shared: Path, rows: int) -> pa.Table:
    """`letter` and `reply` large_string: all real pairs in their order, again and again until there are `rows`."""
    parts = [pq.read_table(shared / "data" / f"{path}.parquet", columns=["question", "reply"]) for path in MAILBOXES.values()]
    whole = pa.concat_tables([part.cast(pa.schema([("question", pa.large_string()), ("reply", pa.large_string())])) for part in parts])
    times = -(-rows // len(whole))
    return pa.concat_tables([whole] * times).slice(0, rows).rename_columns(["letter", "reply"]).combine_chunks()


def varied(shared: Path, rows: int, rng: np.random.Generator) -> list[str]:
    """Real letters and replies by turns, as they are once, then with up to 30 % of their characters changed, so that hardly two are equal."""
    table = pairs(shared, rows)
    once = 2 * sum(pq.read_metadata(shared / "data" / f"{path}.parquet").num_rows for path in MAILBOXES.values())
    real = [text or "" for pair in zip(table["letter"].to_pylist(), table["reply"].to_pylist(), strict=True) for text in pair]
    return [text if k < once else _changed(text, rng) for k, text in enumerate(real[:rows])]


def _changed(text: str, rng: np.random.Generator) -> str:
    points = np.frombuffer(text.encode("utf-32-le"), np.uint32).copy()
    where = rng.random(len(points)) < rng.uniform(0, 0.3)
    points[where] = rng.integers(0x4E00, 0x9000, int(where.sum()))
    return points.tobytes().decode("utf-32-le")
