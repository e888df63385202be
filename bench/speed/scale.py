"""`zouxin audit` of synthetic pairs from ten thousand to a million rows, and of up to 200,000 copies of one reply: seconds and memory.

python -m bench.speed.scale --rows 10000 --rows 100000 --rows 1000000 [--copies 50000 --copies 200000] [--folder /big/disk]

Seconds are those of the one command, from nothing to report; memory is the greatest sum of resident memory over its process tree.
The exponent is the slope, by least squares, of log cost over log rows, with the fixed cost of starting (an audit of 100 rows) taken off. Cost is
processor seconds of all processes: small runs use one process and large ones two, so that seconds on the clock would flatter the growth.
"""

import argparse
import shutil
import tempfile
from pathlib import Path

import duckdb
import numpy as np

from bench.lines import Line, share
from bench.results_io import save
from bench.running import audit
from bench.simulate.pairs import SHARES, chunks, write

# both sizes of copies are read by the process pool: its start would count as growth between one that is and one that is not
ROWS, COPIES, START = (10_000, 100_000, 1_000_000), (50_000, 200_000), 100
SEED, LIMIT = 1, 6.0
ECHO = ("echoed", "RPL001")


def measure(
    *, rows: tuple[int, ...] = ROWS, copies: tuple[int, ...] = COPIES, seed: int = SEED, folder: Path | None = None, memory: float = 2.0
) -> dict:
    """`start`, `pairs` and `copies`: for each size seconds, peak GiB and what was found; `exponent` of each series, with and without the start."""
    _one(START, seed, False, folder, memory)  # compiles what is not compiled yet
    found: dict = {"memory_option_gib": memory, "start": _one(START, seed, False, folder, memory)}
    for name, sizes in (("pairs", rows), ("copies", copies)):
        found[name] = [_told(_one(size, seed, name == "copies", folder, memory)) for size in sorted(sizes)]
        for measure in ("cpu", "seconds"):
            found[f"{name}_exponent_{measure}"] = exponent(found[name], found["start"][measure], measure)
            found[f"{name}_exponent_{measure}_with_start"] = exponent(found[name], 0.0, measure)
    return found


def _told(one: dict) -> dict:
    print(f"  {one['rows']:,} rows: {one['seconds']:,.1f} s, {one['cpu']:,.1f} s of processor, {one['peak_gib']:.2f} GiB", flush=True)
    return one


def _one(rows: int, seed: int, copies: bool, folder: Path | None, memory: float) -> dict:
    place = Path(tempfile.mkdtemp(prefix="zouxin-scale-", dir=folder))
    try:
        box = place / "box.parquet"
        write(box, chunks(rows=rows, seed=seed, shares=SHARES, copies=copies))
        ran = audit(box, "--out", place / "out", "--source", "scale", "--memory", memory)
        return {
            "rows": rows,
            "seconds": round(ran.seconds, 2),
            "cpu": round(ran.cpu, 2),
            "peak_gib": round(ran.peak, 3),
            **_texts(box),
            **_truth(place, box),
        }
    finally:
        shutil.rmtree(place)


def _texts(box: Path) -> dict:
    """How many texts are distinct: letters, replies, and pairs of both."""
    names = ("letters", "replies", "pairs")
    ask = "SELECT count(DISTINCT hash(来信内容)), count(DISTINCT hash(答复内容)), count(DISTINCT hash(来信内容, 答复内容)) FROM read_parquet(?)"
    with duckdb.connect() as connection:
        counted = connection.execute(ask, [str(box)]).fetchone()
    return {f"distinct_{name}": count for name, count in zip(names, counted or (), strict=True)}


def _truth(place: Path, box: Path) -> dict:
    """Findings by check, and how many of the planted echoes are among them, so that speed is not bought by finding nothing."""
    with duckdb.connect() as connection:
        findings = connection.execute(
            'SELECT "check", count(*) FROM read_parquet(?) GROUP BY 1 ORDER BY 1', [str(place / "out/findings.parquet")]
        ).fetchall()
        ask = 'SELECT count(*), count(f.subject_id) FROM read_parquet(?) t LEFT JOIN (SELECT DISTINCT subject_id FROM read_parquet(?) WHERE "check" = ?) f ON f.subject_id = t.编号 WHERE t.story = ?'
        planted = connection.execute(
            ask, [str(box.with_suffix(".truth.parquet")), str(place / "out/findings.parquet"), ECHO[1], ECHO[0]]
        ).fetchone()
    return {"findings": dict(findings), "echoes_planted": planted[0], "echoes_found": planted[1]} if planted else {}


def exponent(series: list[dict], start: float, measure: str) -> float | None:
    """Slope of log (measure - start) over log rows, measure "cpu" or "seconds"; None for fewer than two sizes."""
    if len(series) < 2:
        return None
    took = np.log([max(one[measure] - start, 0.01) for one in series])
    return round(float(np.polyfit(np.log([one["rows"] for one in series]), took, 1)[0]), 3)


def lines(found: dict, *, rows: int = ROWS[-1], copies: int = COPIES[-1]) -> list[Line]:
    """Goals are those of the largest sizes: one that was not run counts as not measured."""
    largest = {
        name: next((one for one in found[name] if one["rows"] == size), None) for name, size in (("pairs", rows), ("copies", copies))
    }
    sizes = {
        name: ", ".join(f"{one['rows']:,} in {one['seconds']:,.1f} s ({one['cpu']:,.1f} of processor)" for one in found[name])
        for name in ("pairs", "copies")
    }
    start, big, same = f"start {found['start']['cpu']} s taken off", largest["pairs"], largest["copies"]
    distinct = share(big["distinct_letters"] + big["distinct_replies"], 2 * rows) if big else None
    return [
        Line(f"{rows:,} pairs: peak memory of the process tree, GiB", big and big["peak_gib"], f"{rows:,} rows", f"<= {LIMIT:g}"),
        Line(f"{rows:,} pairs: distinct texts", distinct, f"{2 * rows:,} letters and replies", ">= 0.6"),
        Line(f"{rows:,} pairs: seconds", big and big["seconds"], f"{rows:,} rows, one command"),
        Line(f"{rows:,} pairs: planted echoes found", share(big["echoes_found"], big["echoes_planted"]) if big else None, f"{big['echoes_planted']:,} planted" if big else "none", ">= 0.99"),
        Line(f"exponent of processor seconds over rows up to {rows:,}", found["pairs_exponent_cpu"] if big else None, f"{sizes['pairs']}; {start}", "<= 1.1"),
        Line(f"exponent over copies of one reply up to {copies:,}", found["copies_exponent_cpu"] if same else None, f"{sizes['copies']}; {start}", "<= 1.1"),
        Line("exponent of processor seconds over rows, start included", found["pairs_exponent_cpu_with_start"], sizes["pairs"] or "none"),
        Line("exponent of seconds on the clock over rows, start taken off", found["pairs_exponent_seconds"], sizes["pairs"] or "none"),
        Line(f"{copies:,} copies: peak memory, GiB", same and same["peak_gib"], f"{copies:,} rows", f"<= {LIMIT:g}"),
    ]  # fmt: skip


def parser(about: str | None = __doc__) -> argparse.ArgumentParser:
    asked = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rows", type=int, action="append", help="sizes of the pairs; 10,000, 100,000 and 1,000,000 where not said")
    asked.add_argument("--copies", type=int, action="append", help="sizes of the copies; 50,000 and 200,000 where not said")
    asked.add_argument("--memory", type=float, default=2.0, help="the --memory of zouxin audit, GiB")
    asked.add_argument("--folder", type=Path, help="where the files are put; some 6 GB for a million rows")
    asked.add_argument("--seed", type=int, default=SEED)
    return asked


def asked_for(words: argparse.Namespace) -> dict:
    return measure(
        rows=tuple(words.rows or ROWS), copies=tuple(words.copies or COPIES), seed=words.seed, folder=words.folder, memory=words.memory
    )


if __name__ == "__main__":
    words = parser().parse_args()
    measured = asked_for(words)
    print(*lines(measured), sep="\n")
    save("scale", {"figures": measured}, seed=words.seed)
