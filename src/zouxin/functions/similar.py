"""Which of many short texts are about the same: bags of neighbouring characters, rare ones weighing more, cosine.

Source: vector space model with inverse document frequency (Salton and Buckley 1988); hashed features (Weinberger et al. 2009).
"""

import numpy as np
from scipy.sparse import csr_matrix

from zouxin.functions.code_points import Flat
from zouxin.functions.hashing import mix
from zouxin.functions.near import gram_hashes

WIDTH = 1 << 20  # features: a collision in ten thousand texts of a hundred pairs is rare enough
GRAM = 2


class Index:
    """`n` folded texts to be searched; memory: about 12 bytes for each pair of characters."""

    def __init__(self, texts: Flat) -> None:
        bags = _bags(texts)
        seen = np.asarray((bags > 0).sum(axis=0)).ravel()
        self.rarity = np.log((1 + len(texts)) / (1 + seen)) + 1
        self.rows = _unit(bags, self.rarity)

    def nearest(self, text: Flat, most: int) -> list[tuple[int, float]]:
        """The places of the texts most like the first of `text`, with their cosine, the best first, ties by place."""
        if not self.rows.shape[0]:
            return []
        scores = np.asarray((self.rows @ _unit(_bags(text), self.rarity)[:1].T).todense()).ravel()
        order = np.lexsort((np.arange(len(scores)), -scores))[:most]
        return [(int(at), float(scores[at])) for at in order if scores[at] > 0]


def _bags(texts: Flat) -> csr_matrix:
    if len(texts.points) < GRAM:
        return csr_matrix((len(texts), WIDTH), dtype=np.float64)
    grams, begins = gram_hashes(texts, GRAM)
    rows = np.repeat(np.arange(len(texts)), np.diff(begins))
    columns = (mix(grams, np.zeros(len(grams), np.uint64)) % np.uint64(WIDTH)).astype(np.int64)
    return csr_matrix((np.ones(len(grams)), (rows, columns)), shape=(len(texts), WIDTH))


def _unit(bags: csr_matrix, rarity: np.ndarray) -> csr_matrix:
    weighed = bags.multiply(rarity).tocsr()
    size = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    return weighed.multiply(1 / np.where(size > 0, size, 1)[:, None]).tocsr()
