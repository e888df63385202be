"""Train the rudeness weights: python -m training.rude.train [--shared ../shared/data]

Reads COLD (train split only), the train rows of curt*.yml and polite*.yml and the word classes of classes.yml, widens
the rows by two small seeded grammars, fits one logistic regression over both readings and writes
src/zouxin/content/weights/rude.npz and rude.json. The same inputs and versions give the same weights. Real replies,
COLD's dev split and the test rows are only measured (bench/quality/rude.py).
"""

import argparse
import hashlib
import io
import json
import platform
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import scipy
import scipy.sparse as sp
import sklearn
import yaml
from sklearn.linear_model import LogisticRegression

from training.rude import officialese, speech
from zouxin.functions import rudeness as reading
from zouxin.functions.code_points import flatten
from zouxin.functions.word_classes import Classes, classes

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
WEIGHTS = ROOT / "src/zouxin/content/weights"
COMMAND = "python -m training.rude.train"
SEED = 20190524
BITS = 18
STRENGTH = 8.0  # inverse of the L2 penalty
RUDE, POLITE = (1500, 2000), (3000, 2500)  # weights of the rows written by hand: first, later
FOLDS = 3
# The reply robot of Zigong said these two lines; they are the test nobody may train for, so whatever resembles them is left out.
KEPT_OUT = "面子|哑巴|脸是"
SECOND = 17  # as BITS, for the second reading
# The threshold is the higher of two: false alarms allowed on held-back train rows of COLD and of the first polite rows. The
# polite rows written later were made to be mistaken, so their share would say nothing about ordinary replies.
ALLOWED = {"COLD harmless": 0.04, "polite": 0.02}
MEASURED = ("rude", "rude, later", "polite", "polite, later", "COLD harmless", "COLD offensive")
LOST = 0.005  # of the rude rows found with both readings, how many the gate may lose


@dataclass(frozen=True, kw_only=True)
class Sample:
    """Texts of one label. `runs`: every run of clauses is a row (polite); else the whole text is one (rude). `weight` of the whole sample."""

    name: str
    texts: list[str]
    rude: bool
    runs: bool
    weight: float


def samples(shared: Path) -> list[Sample]:
    """All training texts. Official style outweighs COLD several times on either side."""
    curt, polite = rows("curt"), rows("polite")
    rude = [[row.get("rude", row["text"]) for row in curt if (row["file"] == "curt") == first] for first in (True, False)]
    kind = [[row["text"] for row in polite if (row["file"] == "polite") == first] for first in (True, False)]
    kind[1] += [row["text"].replace(row["rude"], "") for row in curt if "rude" in row]
    offensive, harmless = cold(shared, 1), cold(shared, 0)
    return [
        Sample(name="rude", texts=rude[0], rude=True, runs=False, weight=RUDE[0]),
        Sample(name="rude, later", texts=rude[1], rude=True, runs=False, weight=RUDE[1]),
        Sample(
            name="rude to 您",
            texts=[text.replace("你", "您") for text in [*rude[0], *rude[1]] if "你" in text],
            rude=True,
            runs=False,
            weight=100,
        ),
        Sample(name="rude speech", texts=speech.sentences(True, 20, SEED), rude=True, runs=False, weight=2000),
        Sample(name="polite", texts=kind[0], rude=False, runs=True, weight=POLITE[0]),
        Sample(name="polite, later", texts=kind[1], rude=False, runs=True, weight=POLITE[1]),
        Sample(
            name="polite to 你",
            texts=[text.replace("您", "你") for text in [*kind[0], *kind[1]] if "您" in text],
            rude=False,
            runs=True,
            weight=800,
        ),
        Sample(name="polite speech", texts=speech.sentences(False, 20, SEED + 1), rude=False, runs=True, weight=1200),
        Sample(name="officialese", texts=_officialese(), rude=False, runs=True, weight=6000),
        Sample(name="COLD offensive", texts=offensive, rude=True, runs=False, weight=150),
        Sample(name="COLD harmless", texts=harmless, rude=False, runs=True, weight=1500),
    ]


def _officialese() -> list[str]:
    """Half of it says 您, half 你, which is no rudeness in an official letter."""
    made = officialese.sentences(3000, SEED + 2)
    return [text.replace("您", "你") if i % 2 else text for i, text in enumerate(made)]


def rows(name: str, part: str = "train") -> list[dict[str, str]]:
    """Rows of one split of every file of this name (curt.yml, curt_more.yml …), with the `file` each stands in."""
    found = []
    for path in sorted(HERE.glob(f"{name}*.yml")):
        listed = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
        found += [row | {"file": path.stem} for row in listed if row["split"] == part]
    return found


def word_classes() -> Classes:
    """The classes of classes.yml; raises ValueError where a word stands twice."""
    return classes({name: words.split() for name, words in yaml.safe_load((HERE / "classes.yml").read_text("utf-8")).items()})


def cold(shared: Path, label: int, part: str = "train") -> list[str]:
    """COLD comments of one label and split; of `train`, nothing near the two lines of Zigong."""
    table = pq.read_table(shared / "coldataset/dev.parquet")
    mask = pc.and_(pc.equal(table["split"], part), pc.equal(table["label"], label))
    if part == "train":
        mask = pc.and_(mask, pc.invert(pc.match_substring_regex(table["TEXT"], KEPT_OUT)))
    return table.filter(mask)["TEXT"].to_pylist()


def features(texts: list[str], runs: bool, by: Classes) -> sp.csr_matrix:
    """One row for every run of clauses, or for every whole text, as the score reads it: first reading, then second."""
    empty = reading.Weights(np.zeros(1 << BITS, np.float32), 0.0, 0.0, np.zeros(1 << SECOND, np.float32), by)
    flat = flatten(pa.array(texts, pa.large_string()))
    return sp.hstack(
        [_reading(reading.grams(flat, empty, twice=twice), runs, SECOND if twice else BITS) for twice in (False, True)]
    ).tocsr()


def _reading(found: reading.Grams, runs: bool, bits: int) -> sp.csr_matrix:
    if runs:
        first, last = reading.runs_of(found)
    else:
        first = np.flatnonzero(np.diff(found.text, prepend=-1))
        last = np.append(first[1:], len(found.text)) - 1
    begin, size = found.starts[first], found.starts[last + 1] - found.starts[first]
    ends = np.concatenate([[0], np.cumsum(size)])
    at = np.repeat(begin - ends[:-1], size) + np.arange(ends[-1])
    value = np.repeat(1 / np.sqrt(size + reading.DAMP), size)
    matrix = sp.csr_matrix((value, found.bucket[at].astype(np.int32), ends), shape=(len(size), 1 << bits))
    matrix.sum_duplicates()
    return matrix


def fit(parts: list[Sample], by: Classes) -> reading.Weights:
    """Weights, rounded to half precision as they are stored; no threshold yet, and every run is read twice."""
    blocks, labels, weights = [], [], []
    for part in parts:
        matrix = features(part.texts, part.runs, by)
        blocks.append(matrix)
        labels.append(np.full(matrix.shape[0], part.rude))
        weights.append(np.full(matrix.shape[0], part.weight / matrix.shape[0]))
    model = LogisticRegression(C=STRENGTH, max_iter=500)
    model.fit(sp.vstack(blocks).tocsr(), np.concatenate(labels), np.concatenate(weights))
    found = model.coef_[0].astype(np.float16).astype(np.float32)
    return reading.Weights(found[: 1 << BITS], float(model.intercept_[0]), 0.0, found[1 << BITS :], by, -np.inf)


def held_back(parts: list[Sample], by: Classes) -> dict[str, np.ndarray]:
    """Scores of hand-written and COLD train texts by models that did not see them (FOLDS folds): both readings, then the first alone; float64 (n, 2)."""
    scores: dict[str, list[np.ndarray]] = {name: [] for name in MEASURED}
    for fold in range(FOLDS):
        twice = fit([_fold(part, fold, seen=True) for part in parts], by)
        once = replace(twice, gate=np.inf)
        for part in parts:
            if part.name in scores:
                texts = pa.array(_fold(part, fold, seen=False).texts, pa.large_string())
                both = [reading.rudeness(texts, weights).drop_null().to_numpy() for weights in (twice, once)]
                scores[part.name].append(np.column_stack(both))
    return {name: np.concatenate(found) for name, found in scores.items()}


def _fold(part: Sample, fold: int, *, seen: bool) -> Sample:
    """A text and its 您/你 twin have one digest, so that both stand on one side."""
    side = [int(hashlib.sha256(text.replace("您", "你").encode()).hexdigest(), 16) % FOLDS == fold for text in part.texts]
    kept = [text for text, out in zip(part.texts, side, strict=True) if out != seen]
    share = part.weight * len(kept) / len(part.texts)
    return Sample(name=part.name, texts=kept, rude=part.rude, runs=part.runs, weight=share)


def choose(scores: dict[str, np.ndarray]) -> tuple[float, float]:
    """The lowest threshold that keeps both kinds of false alarm allowed; the highest gate that loses no more than LOST of what is found."""
    threshold = max(float(np.quantile(scores[name][:, 0], 1 - share)) for name, share in ALLOWED.items())
    found = scores["rude"][scores["rude"][:, 0] >= threshold, 1]
    return round(threshold, 3), round(min(float(np.quantile(found, LOST)), threshold), 3)


def write(weights: reading.Weights, scores: dict[str, np.ndarray], parts: list[Sample]) -> None:
    """rude.npz and its description; the figures are added by bench/quality/rude.py."""
    WEIGHTS.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    tables = {"table": weights.table.astype(np.float16), "second": weights.second.astype(np.float16), "bias": np.float64(weights.bias)}
    by = {"words": weights.classes.words, "kinds": weights.classes.kinds, "longest": np.int64(weights.classes.longest)}
    np.savez_compressed(buffer, **tables, **by)
    (WEIGHTS / "rude.npz").write_bytes(buffer.getvalue())
    meta = {
        "sha256": hashlib.sha256(buffer.getvalue()).hexdigest(),
        "command": COMMAND,
        "seed": SEED,
        "versions": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "scipy": scipy.__version__,
            "scikit-learn": sklearn.__version__,
        },
        "bits": BITS,
        "longest": reading.LONGEST,
        "reach": reading.REACH,
        "run": reading.RUN,
        "damp": reading.DAMP,
        "strength": STRENGTH,
        "threshold": weights.threshold,
        "gate": weights.gate,
        "classes": weights.classes.named,
        "trained_on": {part.name: {"texts": len(part.texts), "weight": part.weight} for part in parts},
        "cites": "Deng et al. 2022, COLD: A Benchmark for Chinese Offensive Language Detection, EMNLP 2022; Apache-2.0. All other texts were written for this.",
        "held_back": {name: {"texts": len(found), "rude": int((found[:, 0] >= weights.threshold).sum())} for name, found in scores.items()},
    }
    (WEIGHTS / "rude.json").write_text(json.dumps(meta, ensure_ascii=False, indent=1) + "\n", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared/data")
    shared = parser.parse_args().shared
    parts, by = samples(shared), word_classes()
    scores = held_back(parts, by)
    threshold, gate = choose(scores)
    write(replace(fit(parts, by), threshold=threshold, gate=gate), scores, parts)
    print((WEIGHTS / "rude.json").read_text("utf-8"))


if __name__ == "__main__":
    main()
