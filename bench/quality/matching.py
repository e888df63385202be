"""Figures of matching, pasting and near-equality on the real sets: python -m bench.quality.matching [shared data folder] [seed]

Swaps: 500 replies a trial change places within their unit, or within the source where the unit has one row. Pastes: one
reply stands, beside its own place, under 5 to 50 random letters no two of which say the same. Jaccard: every pair of replies of a source, exactly. Nothing here is asserted.
"""

import json
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from scipy.sparse import csr_matrix

from zouxin import content
from zouxin.functions import acts, matching, near, reading, reply_days
from zouxin.functions.code_points import Flat
from zouxin.functions.folding import fold
from zouxin.functions.hashing import stretch_hashes
from zouxin.functions.pasted import Pasted, group_letters

ROOT = Path(__file__).parents[2]
REAL = ("shanghai_petitions/dev", "gov_website_errors/dev", "tipdm2020c/att4_dev")
TRIALS, SWAPPED, PASTES = 4, 500, 25
LEAST, MOST = 5, 50  # different letters one reply is pasted under
ODDS, LETTERS, SHARE, TEXT, KIN = 3.7, 4, 50, 20, 5  # default limits of RPL005 and RPL004


@dataclass(eq=False)
class Corpus:
    """One set: texts of replies and letters (n), units uint64 (n), days int64 (n), letter twins int64 (n)."""

    replies: list[str]
    letters: pa.Array
    replied: Flat
    asked: Flat
    names: Flat
    unit: np.ndarray
    received: np.ndarray
    twin: np.ndarray
    text: np.ndarray


def measure(shared: Path, seed: int) -> dict:
    """Per set `swap`, `paste` and `jaccard` figures, each with its denominators."""
    found = {}
    for name in REAL:
        corpus = _read(shared / f"{name}.parquet")
        rng = np.random.default_rng(seed)
        found[name] = {"swap": _swaps(corpus, rng), "paste": {scope: _pastes(corpus, rng, scope) for scope in ("unit", "source")},
                       "jaccard": _jaccard(corpus.replied)}  # fmt: skip
    return found


def _read(path: Path) -> Corpus:
    table = pq.read_table(path)
    blank = [""] * len(table)
    title, unit = (table[c].to_pylist() if c in table.column_names else blank for c in ("title", "unit"))
    body = table["question"].to_pylist()
    replies = [r or "" for r in table["reply"].to_pylist()]
    letters = pa.array([f"{t or ''}\n{b or ''}" for t, b in zip(title, body, strict=True)], pa.large_string())
    asked = fold(letters).flat
    names, crowd = np.unique(np.array([u or "" for u in unit]), return_inverse=True)
    read = reading.read(pa.array(replies, pa.large_string()), letters, grammar=acts.grammar(content.reply_acts()),
                        scope=np.zeros(len(replies), np.uint64), phrases=np.zeros(0, np.uint64))  # fmt: skip
    counts = reading.counts(read)
    received = np.array([np.datetime64(str(d)[:10]).astype(np.int64) if d else reply_days.NONE for d in table["asked_at"].to_pylist()])
    return Corpus(
        replies,
        letters,
        _fold(replies),
        asked,
        _fold(names.tolist()),
        crowd.astype(np.uint64),
        received,
        _groups(asked),
        counts["chars"] - counts["formal"],
    )


def _fold(texts: list[str]) -> Flat:
    return fold(pa.array(texts, pa.large_string())).flat


def _groups(flat: Flat, scope: np.ndarray | None = None) -> np.ndarray:
    scope = np.zeros(len(flat), np.uint64) if scope is None else scope
    return near.groups(near.signatures(flat), scope, stretch_hashes(flat.points, flat.starts))


def _swaps(c: Corpus, rng: np.random.Generator) -> dict:
    """Rows found among swapped and unswapped ones over all trials, and the same among telling replies."""
    total = dict.fromkeys(("swapped", "found", "swapped_telling", "found_telling", "unswapped", "false_alarms", "telling"), 0)
    for _ in range(TRIALS):
        order, moved = _exchange(c.unit, rng)
        flat = _fold([c.replies[k] for k in order])
        same = np.unique(stretch_hashes(flat.points, flat.starts), return_inverse=True)[1]
        held = matching.hold(flat, c.asked, c.names, c.unit.astype(np.int64))
        m = matching.match(held, np.arange(len(flat)), c.twin, same, unit=c.unit, received=c.received)
        hit = m.odds >= ODDS
        figures = (moved, moved & hit, moved & m.telling, moved & m.telling & hit, ~moved, ~moved & hit, m.telling)
        total = {k: v + int(mask.sum()) for (k, v), mask in zip(total.items(), figures, strict=True)}
    total |= {"trials": TRIALS, "recall": round(total["found"] / total["swapped"], 4),
              "recall_telling": round(total["found_telling"] / total["swapped_telling"], 4),
              "false_alarm_share": round(total["false_alarms"] / total["unswapped"], 6)}  # fmt: skip
    return total


def _exchange(unit: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Which reply stands in each row, and which rows changed: pairs of one unit; rows of one-row units in a ring."""
    order, moved, lonely = np.arange(len(unit)), np.zeros(len(unit), bool), []
    size = np.bincount(unit.astype(np.int64))
    for row in rng.permutation(len(unit)):
        if moved.sum() + len(lonely) >= SWAPPED:
            break
        mates = np.flatnonzero((unit == unit[row]) & ~moved)
        mates = mates[mates != row]
        if size[int(unit[row])] == 1:
            lonely.append(row)
        elif not moved[row] and len(mates):
            other = rng.choice(mates)
            order[row], order[other] = other, row
            moved[[row, other]] = True
    if len(lonely) > 1:
        order[lonely] = np.roll(lonely, 1)
        moved[lonely] = True
    return order, moved


def _counted(c: Corpus, texts: list[str], scope: np.ndarray | None) -> Pasted:
    flat = _fold(texts)
    fit = matching.takes_up(matching.hold(flat, c.asked), np.arange(len(flat)), c.twin, _groups(flat))
    found = group_letters(_groups(flat, scope), c.twin, fit.fit)
    kin = np.nan_to_num(fit.kin) >= KIN
    # one matter: what the check leaves alone
    return replace(found, strangers=np.where(kin, 0, found.strangers))


def _hit(p: Pasted) -> np.ndarray:
    return (p.strangers >= LETTERS) & (p.stranger | (p.strangers * 100 >= p.letters * SHARE))


def _pastes(c: Corpus, rng: np.random.Generator, scope: str) -> dict:
    """Planted rows found, of replies whose text is not a mere confirmation; and what is found with nothing planted."""
    within = c.unit if scope == "unit" else None
    real = _hit(_counted(c, c.replies, within)) & (c.text >= TEXT)
    planted = found = 0
    # letters that say the same are one letter, which stands for them here
    one_each = np.flatnonzero(c.twin == np.arange(len(c.twin)))
    roomy = np.flatnonzero(np.bincount(c.unit[one_each].astype(np.int64)) > LEAST)
    for _ in range(PASTES):
        pool = one_each[c.unit[one_each] == rng.choice(roomy)] if scope == "unit" else one_each
        model, *others = rng.permutation(pool)
        rows = np.array(others[: int(rng.integers(LEAST, MOST + 1))])
        if c.text[model] < TEXT:
            continue
        texts = list(c.replies)
        for row in rows:
            texts[row] = c.replies[model]
        planted += len(rows)
        found += int(_hit(_counted(c, texts, within))[rows].sum())
    return {
        "planted": planted,
        "found": found,
        "recall": round(found / max(planted, 1), 4),
        "rows": len(real),
        "real_findings": int(real.sum()),
    }


def _jaccard(flat: Flat) -> dict:
    """Pairs of exact Jaccard 0.8 in one group; pairs of a group's least member and another below 0.6."""
    hashes, at = near.gram_hashes(flat, near.GRAM)
    names, column = np.unique(hashes, return_inverse=True)
    row = np.repeat(np.arange(len(flat)), np.diff(at))
    grams = csr_matrix((np.ones(len(row), np.int32), (row, column)), (len(flat), len(names)))
    grams.sum_duplicates()
    grams.data[:] = 1
    size = np.asarray(grams.sum(axis=1)).ravel()
    shared = (grams @ grams.T).tocoo()
    upper = shared.row < shared.col
    i, j, both = shared.row[upper], shared.col[upper], shared.data[upper]
    alike = both / (size[i] + size[j] - both)
    group = _groups(flat)
    together, high = group[i] == group[j], alike >= 0.8
    star = together & (group[i] == i)
    return {"pairs_of_0.8": int(high.sum()), "in_one_group": int((high & together).sum()),
            "recall": round(float(together[high].mean()), 4), "star_pairs": int(star.sum()), "star_pairs_below_0.6": int((alike[star] < 0.6).sum())}  # fmt: skip


def main() -> None:
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared/data"
    started = time.perf_counter()
    figures = measure(shared, int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    print(json.dumps(figures | {"seconds": round(time.perf_counter() - started)}, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
