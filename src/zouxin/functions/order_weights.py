"""Whether an act is demanded: a linear score over the letters of a passage and over classes of its words.

Letters: every run of one to three characters, numbers written as one sign and Latin words as another, each weighing 1 / √(their number + DAMP), so that
length decides nothing. Classes: the acts the passage speaks of, the classes it has, and each act with each class. One column of weights says whether
anything is demanded, one for each ban which of the acts. Trained by training/orders on sentences written for it; limits: docs/explanation/order-model-card.md.
"""

import hashlib
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from zouxin.functions.folding import table as folds

LONGEST = 3  # characters of the longest run
DAMP = 20  # runs added to the length of a passage, so that a handful of characters seldom decide
CLASS, PAIR = 0.35, 0.25  # what a class weighs, and an act with a class
#: what a set phrase adds to the logit, and its lack takes away; fitted on hands the phrases were not written on, which is why training does not see it
PHRASED = 1.0
_WIDE = str.maketrans(",:;!?()", "，：；！？（）")
_NUMBER = re.compile(r"\d+(?:[.:：]\d+)?|[零一二两三四五六七八九十百千]{2,}|[二两三四五六七八九十]")
_LATIN = re.compile(r"[a-z]+")


@dataclass(frozen=True, eq=False)
class Weights:
    """A trained model: the row of each sign in `table` float32 (signs, 1 + bans); `bias` float32 (1 + bans); `kinds`, the bans in their order; `threshold`
    from which something is demanded; `second`, from which a ban is told beside the likeliest one."""

    rows: Mapping[str, int]
    table: np.ndarray
    bias: np.ndarray
    kinds: tuple[str, ...]
    threshold: float
    second: float


@dataclass(frozen=True)
class Score:
    """Logits: that anything is demanded, and of each ban."""

    demanded: float
    kinds: Mapping[str, float]


def load_weights(npz: bytes, meta: Mapping[str, object]) -> Weights:
    """Weights from the bytes of orders.npz and the content of orders.json.

    Raises ValueError when the bytes are not the ones the description was written for.
    """
    digest = hashlib.sha256(npz).hexdigest()
    if digest != meta.get("sha256"):
        raise ValueError(f"the order weights have sha256 {digest[:12]}…, their description says {str(meta.get('sha256'))[:12]}…")
    if (shape := (meta["longest"], meta["damp"])) != (LONGEST, DAMP):
        raise ValueError(f"the order weights were trained for runs {shape}, this version reads {(LONGEST, DAMP)}")
    with np.load(io.BytesIO(npz), allow_pickle=False) as arrays:
        names = arrays["signs"].tobytes().decode().split("\n")
        kinds = arrays["kinds"].tobytes().decode().split("\n")
        table, bias = arrays["table"].astype(np.float32), arrays["bias"].astype(np.float32)
    if table.shape != (len(names), len(kinds) + 1) or bias.shape != (len(kinds) + 1,):
        raise ValueError(f"the order weights hold {table.shape} numbers for {len(names)} signs and {len(kinds)} bans")
    rows = {name: row for row, name in enumerate(names)}
    return Weights(rows, table, bias, tuple(kinds), float(str(meta["threshold"])), float(str(meta["second"])))


def plain(text: str) -> str:
    """A text as patterns read it, character for character: simplified, lower case, half width letters, full width marks."""
    return text.translate(_letters()).translate(_WIDE)


@cache
def _letters() -> dict[int, int]:
    """Characters that are read as another; marks and space stay."""
    table = folds()
    moved = np.flatnonzero((table != np.arange(len(table))) & (table != 0))
    return dict(zip(moved.tolist(), table[moved].tolist(), strict=True))


def signs(acts: Iterable[str], classes: Iterable[str]) -> set[str]:
    """The signs of acts and classes; none of them can be a run of letters."""
    acts, classes = list(acts), list(classes)
    return {f"#{act}" for act in acts} | {f"#{name}#" for name in classes} | {f"#{act}#{name}#" for act in acts for name in classes}


def weighed(folded: str, marks: Iterable[str]) -> dict[str, float]:
    """What each sign of a passage weighs."""
    text = f"^{_LATIN.sub('a', _NUMBER.sub('0', folded.strip()))}$"
    runs = {text[at : at + size] for size in range(1, LONGEST + 1) for at in range(len(text) - size + 1)}
    each = 1 / float(np.sqrt(len(runs) + DAMP))
    return dict.fromkeys(runs, each) | {mark: PAIR if mark.count("#") == 3 else CLASS for mark in marks}


def score(folded: str, marks: Iterable[str], weights: Weights) -> Score:
    """The logits of a passage."""
    known = [(row, value) for sign, value in weighed(folded, marks).items() if (row := weights.rows.get(sign)) is not None]
    logits = weights.bias.copy()
    if known:
        logits += np.array([value for _, value in known], np.float32) @ weights.table[[row for row, _ in known]]
    return Score(float(logits[0]), dict(zip(weights.kinds, logits[1:].tolist(), strict=True)))
