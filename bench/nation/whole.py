"""The whole nation less its texts, in a lake: all that liveness reads, at the size it is meant for."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench.nation.divisions import divisions
from bench.nation.make import PLATFORMS, POSTS, SOURCE
from bench.nation.platforms import Province, province
from bench.nation.posts import dated
from zouxin.flow import land
from zouxin.flow.asked import Question
from zouxin.lake import Lake
from zouxin.tables import all_tables, arrow_schema


def whole(out: Path, *, seed: int) -> int:
    """Land every unit, platform, look and post of the nation under `out`, posts by their days alone; posts that stand there."""
    with Lake(out / "lake", memory=4) as lake:
        standing = {s.source for s in lake.snapshots() if s.rows.get("post")}
        for code, some in divisions().items():
            if f"nation-{code}" not in standing:
                rng = np.random.Generator(np.random.PCG64([seed, int(code)]))
                of = province(some, scale=1.0, rng=rng)
                land(Question(paths=(), out=out, today=date(2026, 1, 31), spec=_census(out / code, code, some[0].name, of)), lake)
                lake.land(f"nation-{code}", _posts(of, code, rng), brings="additions")
        return sum(s.rows.get("post", 0) for s in lake.snapshots())


def _census(place: Path, code: str, name: str, of: Province) -> Path:
    place.mkdir(parents=True, exist_ok=True)
    for part in ("units", "platforms", "observations"):
        pq.write_table(getattr(of, part), place / f"{part}.parquet")
    spec = place / "source.yml"
    kept = SOURCE.read_text("utf-8").split("  - from: posts.parquet")[0]
    spec.write_text(kept.replace("PROVINCE", code).replace("NAME", name), "utf-8")
    return spec


def _posts(of: Province, code: str, rng: np.random.Generator) -> Iterator[dict[str, pa.RecordBatch]]:
    schema = arrow_schema(all_tables()["post"])
    for ids, platforms, days in dated(of, code=code, each=POSTS / PLATFORMS, rng=rng):
        told = {
            "source": pa.repeat(pa.scalar(f"nation-{code}"), len(ids)),
            "id": ids,
            "platform_id": platforms,
            "posted_on": days.cast(pa.date32()),
        }
        columns = [told[f.name].cast(f.type) if f.name in told else pa.nulls(len(ids), f.type) for f in schema]
        yield {"post": pa.RecordBatch.from_arrays(columns, schema=schema)}
