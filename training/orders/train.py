"""Train the order weights: python -m training.orders.train

Reads sentences written for it: the rows beside this file, those of bench/quality/orders that were there to be looked at (tuning, the even half of the
others; the odd half is never read), and fits one logistic regression for "anything demanded" and one for each ban. The threshold is the lowest at which rows
held back in turn, of hands the set phrases were not written on, reach the precision wanted. Writes src/zouxin/content/weights/orders.npz and orders.json. The same inputs and
versions give the same weights. With --hands it prints how well each hand is judged by weights that never saw it, and writes nothing.
"""

import argparse
import hashlib
import io
import json
import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.sparse as sp
import sklearn
from sklearn.linear_model import LogisticRegression

from zouxin import content
from zouxin.functions import order_weights as reading
from zouxin.functions.order_bans import Grammar, grammar, marked, seen
from zouxin.functions.order_phrases import phrased

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
WRITTEN = ROOT / "bench" / "quality" / "orders"
WEIGHTS = ROOT / "src" / "zouxin" / "content" / "weights"
COMMAND = "python -m training.orders.train"
STRENGTH = 20.0  # inverse of the L2 penalty
SEEN_IN = 2  # rows a sign must stand in
FOLDS = 8
PRECISION = 0.96  # wanted of held-back rows: a little above the goal, for a hand nobody has seen is judged less well
NEW = ("third_tuning", "third_more", "own")  # hands the set phrases were not written on
SECOND = 0.0  # logit from which a ban is told beside the likeliest one
LOOKED_AT = {
    "tuning.tsv": False,
    "third_tuning.tsv": False,
    "third_more.tsv": False,
    "sentences.tsv": True,
    "independent.tsv": True,
}  # whether only the even half was


@dataclass(frozen=True, eq=False)
class Row:
    """A sentence, by which hand, what it demands, the acts it speaks of, whether in a set phrase, and what its signs weigh."""

    hand: str
    sentence: str
    wanted: frozenset[str]
    acts: frozenset[str]
    phrased: bool
    weighed: Mapping[str, float]


def rows(by: Grammar) -> list[Row]:
    """Every row that may be looked at, in a fixed order."""
    files = [(WRITTEN / name, half) for name, half in LOOKED_AT.items()] + [(path, False) for path in sorted(HERE.glob("*.tsv"))]
    found = []
    for path, half in files:
        for line in path.read_text("utf-8").splitlines():
            label, sentence = line.split("\t")
            if not half or int(hashlib.sha256(sentence.encode()).hexdigest(), 16) % 2 == 0:
                hand = path.stem if path.parent == WRITTEN else "own"
                found.append(_row(hand, sentence, frozenset(label.split(",")) - {"-"}, by))
    return found


def _row(hand: str, sentence: str, wanted: frozenset[str], by: Grammar) -> Row:
    folded = reading.plain(sentence)
    said = phrased(folded, by.phrases)
    acts = seen(folded, by) or said
    return Row(hand, sentence, wanted, frozenset(acts), bool(said), reading.weighed(folded, marked(folded, by, acts) if acts else ()))


def fit(some: Sequence[Row], kinds: Sequence[str]) -> reading.Weights:
    """Weights, rounded to half precision as they are stored; no threshold yet."""
    counted = Counter(sign for row in some for sign in row.weighed)
    known = {sign: at for at, sign in enumerate(sorted(sign for sign, times in counted.items() if times >= SEEN_IN))}
    cells = [(i, known[sign], value) for i, row in enumerate(some) for sign, value in row.weighed.items() if sign in known]
    at, of, value = zip(*cells, strict=True)
    matrix = sp.csr_matrix((value, (at, of)), shape=(len(some), len(known)))
    columns, bias = [], []
    for kind in [None, *kinds]:
        truth = [bool(row.wanted) if kind is None else kind in row.wanted for row in some]
        model = LogisticRegression(C=STRENGTH, max_iter=3000).fit(matrix, truth)
        columns.append(model.coef_[0])
        bias.append(model.intercept_[0])
    table = np.column_stack(columns).astype(np.float16).astype(np.float32)
    return reading.Weights(known, table, np.array(bias, np.float32), tuple(kinds), 0.0, SECOND)


def logit(row: Row, weights: reading.Weights) -> float:
    """How much a row sounds of a demand; far below any threshold where it speaks of no act."""
    if not row.acts:
        return -9.0
    known = [(weights.rows[sign], value) for sign, value in row.weighed.items() if sign in weights.rows]
    return float(weights.bias[0] + sum(weights.table[at, 0] * value for at, value in known)) + (
        reading.PHRASED if row.phrased else -reading.PHRASED
    )


def held_back(some: Sequence[Row], kinds: Sequence[str]) -> np.ndarray:
    """Each row's logit by weights fitted without its fold."""
    fold = np.array([int(hashlib.sha256(f"fold {row.sentence}".encode()).hexdigest(), 16) % FOLDS for row in some])
    scores = np.zeros(len(some))
    for one in range(FOLDS):
        weights = fit([row for row, at in zip(some, fold, strict=True) if at != one], kinds[:0])
        scores[fold == one] = [logit(row, weights) for row, at in zip(some, fold, strict=True) if at == one]
    return scores


def figures(scores: np.ndarray, guilty: np.ndarray, threshold: float) -> dict[str, float | int]:
    """Precision and recall of accusing at a threshold."""
    told = scores >= threshold
    hit = int((told & guilty).sum())
    return {"rows": len(guilty), "precision": round(hit / max(int(told.sum()), 1), 3), "recall": round(hit / max(int(guilty.sum()), 1), 3)}


def choose(scores: np.ndarray, guilty: np.ndarray) -> float:
    """The lowest threshold from which on the precision wanted is kept."""
    steps = np.arange(0, 3, 0.05)
    kept = [figures(scores, guilty, step)["precision"] >= PRECISION for step in steps]
    return round(float(steps[next(at for at in range(len(steps)) if all(kept[at : at + 4]))]), 2)


def by_hand(some: Sequence[Row], scores: np.ndarray, threshold: float) -> dict[str, dict[str, float | int]]:
    """The figures of each hand."""
    guilty, hands = np.array([bool(row.wanted) for row in some]), np.array([row.hand for row in some])
    return {hand: figures(scores[hands == hand], guilty[hands == hand], threshold) for hand in dict.fromkeys(hands.tolist())}


def other_hands(some: Sequence[Row], threshold: float) -> None:
    """Print how each hand is judged by weights that saw only the others."""
    for hand in dict.fromkeys(row.hand for row in some):
        weights = fit([row for row in some if row.hand != hand], ())
        mine = [row for row in some if row.hand == hand]
        print(hand, by_hand(mine, np.array([logit(row, weights) for row in mine]), threshold)[hand])


def write(weights: reading.Weights, threshold: float, some: Sequence[Row], scores: np.ndarray) -> None:
    """orders.npz and its description."""
    buffer = io.BytesIO()
    names = np.frombuffer("\n".join(weights.rows).encode(), np.uint8)
    kinds = np.frombuffer("\n".join(weights.kinds).encode(), np.uint8)
    np.savez_compressed(buffer, signs=names, kinds=kinds, table=weights.table.astype(np.float16), bias=weights.bias)
    (WEIGHTS / "orders.npz").write_bytes(buffer.getvalue())
    meta = {
        "sha256": hashlib.sha256(buffer.getvalue()).hexdigest(), "command": COMMAND,
        "versions": {"python": platform.python_version(), "numpy": np.__version__, "scikit-learn": sklearn.__version__},
        "longest": reading.LONGEST, "damp": reading.DAMP, "strength": STRENGTH, "threshold": threshold, "second": weights.second, "signs": len(weights.rows),
        "trained_on": {hand: {"rows": n, "demanding": sum(bool(row.wanted) for row in some if row.hand == hand)} for hand, n in Counter(row.hand for row in some).items()},
        "held_back": by_hand(some, scores, threshold),
    }  # fmt: skip
    (WEIGHTS / "orders.json").write_text(json.dumps(meta, ensure_ascii=False, indent=1) + "\n", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hands", action="store_true", help="only print how each hand is judged by weights of the others")
    by = grammar(content.order_bans(), content.order_phrases())
    some = rows(by)
    if parser.parse_args().hands:
        return other_hands(some, float(json.loads((WEIGHTS / "orders.json").read_text("utf-8"))["threshold"]))
    scores = held_back(some, tuple(by.acts))
    new = np.array([row.hand in NEW for row in some])
    threshold = choose(scores[new], np.array([bool(row.wanted) for row in some])[new])
    write(fit(some, tuple(by.acts)), threshold, some, scores)
    print((WEIGHTS / "orders.json").read_text("utf-8"))
    return None


if __name__ == "__main__":
    main()
