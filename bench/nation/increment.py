"""A quarter more of a nation that stands: new posts of the same platforms, new looks, new letters with replies, landed beside what is there."""

import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bench.nation.make import make
from bench.nation.platforms import MOMENT

DAYS = 90
LATER = MOMENT + timedelta(days=DAYS)
SOURCE = """source: nation-PROVINCE
title: NAME（模拟，新的一季）
publisher: 走心项目；单位、平台、内容均为虚构，由种子生成
brings: additions
reads: parquet
parts:
  - from: observations.parquet
    fills: {observation: {platform_id: 平台编号, of: 查看内容, seen_on: 查看日期, outcome: 结果, covers: 范围}}
  - from: posts.parquet
    fills: {post: {id: 文章编号, platform_id: 平台编号, posted_on: 发布时间, issued_on: 成文日期, text: 正文}}
  - from: pairs.parquet
    fills:
      letter: {id: 编号, title: 来信标题, text: 来信内容, received_on: 来信时间, unit_id: 答复单位}
      reply: {id: 编号, text: 答复内容, replied_on: 答复时间, unit_id: 答复单位}
"""


def increment(of: Path, out: Path, *, scale: float, share: float, seed: int) -> dict[str, int]:
    """Write `share` more of the nation under `of`, of that scale, under `out`; rows of each kind. The texts are others than those that stand."""
    drawn = out / "drawn"
    total: dict[str, int] = {}
    places = sorted(path.parent for path in of.glob("*/done.json"))
    make(drawn, scale=max(scale * share, 0.0001), seed=seed + 1000, only=tuple(place.name for place in places))
    for place in places:
        fresh = out / place.name
        if not (fresh / "done.json").exists():
            _province(place, drawn / place.name, fresh, share=share, rng=np.random.Generator(np.random.PCG64([seed, int(place.name)])))
        for name, count in json.loads((fresh / "done.json").read_text()).items():
            total[name] = total.get(name, 0) + count
    return total


def _province(place: Path, drawn: Path, fresh: Path, *, share: float, rng: np.random.Generator) -> None:
    fresh.mkdir(parents=True, exist_ok=True)
    platforms = pq.read_table(place / "platforms.parquet", columns=["平台编号"])["平台编号"].combine_chunks()
    boxes = pq.read_table(place / "pairs.parquet", columns=["答复单位"])["答复单位"].combine_chunks().unique()  # units that keep a mailbox
    posts = _some(pq.read_table(drawn / "posts.parquet"), round(pq.read_metadata(place / "posts.parquet").num_rows * share))
    posts = _put(posts, "文章编号", pc.binary_join_element_wise("Q", posts["文章编号"], ""))
    posts = _put(posts, "平台编号", platforms.take(pa.array(rng.integers(0, len(platforms), len(posts)))))
    posts = _put(posts, "发布时间", _days(len(posts), rng))
    pairs = _some(pq.read_table(drawn / "pairs.parquet"), round(pq.read_metadata(place / "pairs.parquet").num_rows * share))
    pairs = _put(pairs, "编号", pc.binary_join_element_wise("Q", pairs["编号"], ""))
    pairs = _put(pairs, "答复单位", boxes.take(pa.array(rng.integers(0, len(boxes), len(pairs)))))
    looks = pq.read_table(place / "observations.parquet")
    looks = _put(looks, "查看日期", pa.repeat(str(LATER), len(looks)))
    for name, table in (("posts", posts), ("pairs", pairs), ("observations", looks)):
        pq.write_table(table, fresh / f"{name}.parquet", compression="zstd")
    name = (place / "source.yml").read_text("utf-8").split("title: ")[1].split("（")[0]
    (fresh / "source.yml").write_text(SOURCE.replace("PROVINCE", place.name).replace("NAME", name), "utf-8")
    (fresh / "done.json").write_text(json.dumps({"posts": len(posts), "pairs": len(pairs), "observations": len(looks)}))


def _some(table: pa.Table, rows: int) -> pa.Table:
    """So many rows, those drawn twice under an id of their own."""
    times = -(-rows // max(len(table), 1))
    key = table.column_names[0]
    parts = [_put(table, key, pc.binary_join_element_wise(table[key], f"x{n}" if n else "", "")) for n in range(times)]
    return pa.concat_tables(parts).slice(0, rows)


def _put(table: pa.Table, name: str, values: pa.Array | pa.ChunkedArray) -> pa.Table:
    return table.set_column(table.column_names.index(name), name, values)


def _days(n: int, rng: np.random.Generator) -> pa.Array:
    days = np.datetime64(date.fromordinal(MOMENT.toordinal() + 1)) + rng.integers(0, DAYS, n).astype("timedelta64[D]")
    return pa.array(days.astype("datetime64[D]")).cast(pa.string())
