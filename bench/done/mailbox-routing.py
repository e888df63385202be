#!/usr/bin/env python3
"""Routing: macro F1 over first-level categories on a seeded split of a public set of letters, and the learning curve. Nothing learnt here ships."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
import pyarrow.parquet as pq
from bench.lines import Line, finish, shared
from sklearn.metrics import f1_score

from zouxin.functions.routing import guess, learn

SEED, SHARES = 1, (0.05, 0.1, 0.25, 0.5, 1.0)


def main() -> None:
    """The command."""
    table = pq.read_table(shared() / "data/tipdm2020c/att2subset_dev.parquet").to_pandas().astype(str)
    texts, names = [f"{a}\n{b}" for a, b in zip(table["title"], table["question"], strict=True)], list(table["label"])
    order = np.random.default_rng(SEED).permutation(len(texts))
    test, train = order[: len(order) // 5], order[len(order) // 5 :]
    lines = []
    for share in SHARES:
        some = train[: max(60, round(len(train) * share))]
        model = learn([texts[k] for k in some], [names[k] for k in some])
        told = guess(model, [texts[k] for k in test])
        figure = f1_score([names[k] for k in test], [one.name for one in told], average="macro")
        lines.append(
            Line(
                f"macro F1, learnt from {len(some):,} letters",
                round(float(figure), 3),
                f"{len(test):,} letters of {len(set(names))} categories",
            )
        )
    explained = sum(bool(one.words) for one in told)
    lines.append(
        Line("suggestions that name the words that decided", round(explained / len(told), 3), f"{len(told):,} suggestions", ">= 0.95")
    )
    for one, k in list(zip(told, test, strict=True))[:8]:
        print(f"{names[k]} | {one.name} {one.sure:.2f} | {'、'.join(one.words)} | {texts[k][:30]!r}")
    finish("mailbox-routing", lines, seed=SEED)


if __name__ == "__main__":
    main()
