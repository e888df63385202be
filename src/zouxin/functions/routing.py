"""Who a letter is for: learnt from letters that were handed out before, explained by the words that decided.

Bags of two and three neighbouring characters weighed by rarity, a linear model of one class against the others (logistic regression). What was learnt is
numbers and a list of words: it is kept as .npz and JSON, and read without the library it was learnt with.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

GRAMS = (2, 3)
LEAST = 2  # letters a stretch must stand in to be learnt from
MOST = 60_000  # stretches learnt from: those in most letters


@dataclass(frozen=True, eq=False)
class Model:
    """`words` (w) in their order; `rarity` float64 (w); `names` (c) of the classes; `weights` float32 (c, w) and `bias` float64 (c); `letters` learnt from."""

    words: dict[str, int]
    rarity: np.ndarray
    names: tuple[str, ...]
    weights: np.ndarray
    bias: np.ndarray
    letters: int


@dataclass(frozen=True)
class Guess:
    """A class, how sure (0 to 1), and the words that spoke for it most."""

    name: str
    sure: float
    words: tuple[str, ...]


def learn(texts: Sequence[str], names: Sequence[str]) -> Model:
    """A model of n texts and the class of each. Raises ValueError for fewer than two classes, ImportError without scikit-learn."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    classes = tuple(sorted(set(names)))
    if len(classes) < 2:
        raise ValueError("至少要有两个不同的承办单位，才学得出怎样分办")
    seen: dict[str, int] = {}
    for text in texts:
        for word in set(_grams(text)):
            seen[word] = seen.get(word, 0) + 1
    kept = sorted(sorted((word for word, n in seen.items() if n >= LEAST), key=lambda word: (-seen[word], word))[:MOST])
    words = {word: at for at, word in enumerate(kept)}
    rarity = np.log((1 + len(texts)) / (1 + np.array([seen[word] for word in kept]))) + 1
    place = {name: at for at, name in enumerate(classes)}
    fitted = LogisticRegression(C=20.0, max_iter=300, class_weight="balanced").fit(
        _bags(texts, words, rarity), [place[name] for name in names]
    )
    weights, bias = fitted.coef_, fitted.intercept_
    if len(classes) == 2:
        weights, bias = np.concatenate([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
    return Model(words, rarity, classes, weights.astype(np.float32), bias, len(texts))


def guess(model: Model, texts: Sequence[str], *, told: int = 5) -> list[Guess]:
    """The likeliest class of each of n texts, and up to `told` words that spoke for it."""
    bags = _bags(texts, model.words, model.rarity)
    scores = bags @ model.weights.T + model.bias
    scores -= scores.max(axis=1, keepdims=True)
    odds = np.exp(scores)
    odds /= odds.sum(axis=1, keepdims=True)
    best = odds.argmax(axis=1)
    spelled = list(model.words)
    return [Guess(model.names[c], float(odds[row, c]), _said(bags[row], model.weights[c], spelled, told)) for row, c in enumerate(best)]


def _said(bag: csr_matrix, weights: np.ndarray, spelled: Sequence[str], told: int) -> tuple[str, ...]:
    """The words of one text that weigh most for a class; what stands inside another of them is left out."""
    push = bag.data * weights[bag.indices]
    found: list[str] = []
    for at in np.argsort(-push, kind="stable"):
        word = spelled[bag.indices[at]]
        if push[at] <= 0 or len(found) == told:
            break
        if not any(word in other or other in word or word[0] == other[-1] or word[-1] == other[0] for other in found):
            found.append(word)
    return tuple(found)


def _grams(text: str) -> list[str]:
    plain = "".join(sign if sign.isalnum() else " " for sign in text.lower())
    return [plain[at : at + n] for n in GRAMS for at in range(len(plain) - n + 1) if " " not in plain[at : at + n]]


def _bags(texts: Sequence[str], words: dict[str, int], rarity: np.ndarray) -> csr_matrix:
    columns: list[int] = []
    begins = [0]
    for text in texts:
        columns += [words[word] for word in _grams(text) if word in words]
        begins.append(len(columns))
    bags = csr_matrix((np.ones(len(columns)), np.array(columns, np.int64), np.array(begins)), shape=(len(texts), max(len(words), 1)))
    bags.sum_duplicates()
    bags.data = 1 + np.log(bags.data)
    bags = bags.multiply(rarity).tocsr() if len(words) else bags
    size = np.sqrt(np.asarray(bags.multiply(bags).sum(axis=1)).ravel())
    return bags.multiply(1 / np.where(size > 0, size, 1)[:, None]).tocsr()
