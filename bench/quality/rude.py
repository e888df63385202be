"""Figures of the rudeness score on data it was not trained on: python -m bench.quality.rude [shared data folder] [--write]

With --write they are added to src/zouxin/content/weights/rude.json. Nothing here is asserted.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import yaml

from zouxin.functions.rudeness import Weights, load_weights, rude_spans, rudeness

ROOT = Path(__file__).parents[2]
META = ROOT / "src/zouxin/content/weights/rude.json"
REAL = ("shanghai_petitions/dev", "gov_website_errors/dev", "tipdm2020c/att4_dev")
ZIGONG = ["不说话没人把你当哑巴", "面子是别人给的，脸是自己丢的"]  # Zigong, 2018; see docs of the mission


def measure(shared: Path) -> dict[str, dict[str, object]]:
    """Per test set: `rows` scored, `rude` found, `share`; for real replies also `hits` (text, score, reasons) and speed."""
    weights = load_weights(META.with_suffix(".npz").read_bytes(), json.loads(META.read_text("utf-8")))
    figures = {name: _count(texts, weights) for name, texts in _sets(shared).items()}
    figures["real replies"] = _real(shared, weights)
    figures["Zigong lines"] = _count(ZIGONG, weights) | {"scores": _scores(ZIGONG, weights).round(2).tolist()}
    return figures


def _sets(shared: Path) -> dict[str, list[str]]:
    cold = pq.read_table(shared / "coldataset/dev.parquet")
    cold = cold.filter(pc.not_equal(cold["split"], "train"))
    return {
        "curt replies, test": _written("curt"),
        "polite colloquial replies, test": _written("polite"),
        "COLD harmless, held out": cold.filter(pc.equal(cold["label"], 0))["TEXT"].to_pylist(),
        "COLD offensive, held out": cold.filter(pc.equal(cold["label"], 1))["TEXT"].to_pylist(),
    }


def _written(name: str) -> list[str]:
    found = yaml.safe_load((ROOT / f"training/rude/{name}.yml").read_text("utf-8"))
    return [row["text"] for row in found if row["split"] == "test"]


def _real(shared: Path, weights: Weights) -> dict[str, object]:
    texts = [text for name in REAL for text in pq.read_table(shared / f"{name}.parquet")["reply"].to_pylist() if text]
    started = time.perf_counter()
    scores = _scores(texts, weights)
    speed = len(texts) / (time.perf_counter() - started)
    order = np.argsort(-scores)[:12]
    near = [{"score": round(float(scores[i]), 2), "why": _why(texts[i], weights)} for i in order]
    counted = _count(texts, weights)
    return counted | {"replies_per_second": round(speed), "threshold": weights.threshold, "highest": near}


def _why(text: str, weights: Weights) -> str:
    spans = rude_spans(text, weights)
    low, high = min(s[0] for s in spans), max(s[1] for s in spans)
    return text[max(low - 8, 0) : high + 8].replace("\n", " ")


def _scores(texts: list[str], weights: Weights) -> np.ndarray:
    return rudeness(pa.array(texts, pa.large_string()), weights).to_numpy(zero_copy_only=False)


def _count(texts: list[str], weights: Weights) -> dict[str, object]:
    scores = _scores(texts, weights)
    rude = int((scores >= weights.threshold).sum())
    return {"rows": len(texts), "rude": rude, "share": round(rude / len(texts), 5)}


def main() -> None:
    places = [Path(word) for word in sys.argv[1:] if not word.startswith("--")]
    figures = measure(places[0] if places else ROOT.parent / "shared/data")
    print(json.dumps(figures, ensure_ascii=False, indent=1))
    if "--write" in sys.argv:
        meta = json.loads(META.read_text("utf-8"))
        kept = {name: {key: found[key] for key in ("rows", "rude", "share")} for name, found in figures.items()}
        META.write_text(json.dumps(meta | {"figures": kept}, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
