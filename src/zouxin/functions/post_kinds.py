"""What a post is, by weighted words: it sells, it greets, it passes the time, it serves; each word counts once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from zouxin.functions.spotting import Spotter, spot, spotter

KINDS = ("advert", "public", "filler", "leisure", "duty", "facts")


@dataclass(frozen=True, eq=False)
class Kinds:
    """A word list of several kinds: `weight` float64 (kinds, words)."""

    spotter: Spotter
    weight: np.ndarray


def kinds(content: Mapping[str, Any]) -> Kinds:
    """The instrument of content/words/post_kinds.yml; a word may speak for several kinds."""
    words = [word for word in dict.fromkeys(str(w) for kind in KINDS for w in content["kinds"][kind]) if any(c.isalnum() for c in word)]
    at = {word: k for k, word in enumerate(words)}
    weight = np.zeros((len(KINDS), len(words)))
    for row, kind in enumerate(KINDS):
        for word, points in content["kinds"][kind].items():
            if str(word) in at:
                weight[row, at[str(word)]] = float(points)
    return Kinds(spotter(tuple(words), content["alike"]), weight)


def scores(texts: pa.Array, by: Kinds) -> tuple[dict[str, np.ndarray], list[list[int] | None]]:
    """Points of each text (n) for every kind, int64, and the spans of its advertising words, None where there are none."""
    hits = spot(texts, by.spotter)
    rows = np.repeat(np.arange(len(texts)), np.diff(hits.starts))
    # the first time a word stands in a text
    _, first = np.unique(rows * len(by.spotter.words) + hits.word, return_index=True)
    found = {}
    for kind, weight in zip(KINDS, by.weight, strict=True):
        found[kind] = np.bincount(rows[first], weight[hits.word[first]], minlength=len(texts)).astype(np.int64)
    spans: list[list[int] | None] = [None] * len(texts)
    for at in np.flatnonzero(by.weight[0][hits.word] > 0):
        row = int(rows[at])
        spans[row] = [*(spans[row] or []), int(hits.start[at]), int(hits.end[at])]
    return found, spans
