"""Texts of invented official posts, drawn in columns: whole pools are written once, rows pick from them."""

from functools import cache
from itertools import product
from pathlib import Path
from random import Random

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import yaml

POOL = 4_000  # sentences of each kind; three of them and four numbers make more texts than there are posts
SERIES = np.arange(100_000)


@cache
def words() -> dict:
    """The sentences and what fills them."""
    found: dict = yaml.safe_load(Path(__file__).with_name("words.yml").read_text("utf-8"))
    return found


@cache
def pool(kind: str, seed: int) -> pa.Array:
    """Sentences of a kind (`first`, `second`, `third`, `common`), string (POOL), the same for the same seed."""
    random = Random(f"{seed}/{kind}")
    templates, slots = words()[kind], words()["slots"]
    if kind == "common":
        made = [
            t.replace("{thing}", a).replace("{what}", b).replace("{place}", b)
            for t, a, b in product(templates, slots["thing"], slots["what"])
        ]
        return pa.array(sorted(set(made)))
    return pa.array([_filled(random.choice(templates), slots, random) for _ in range(POOL)])


def _filled(template: str, slots: dict, random: Random) -> str:
    for name, choices in slots.items():
        while f"{{{name}}}" in template:
            template = template.replace(f"{{{name}}}", random.choice(choices), 1)
    return template


@cache
def numbers() -> pa.Array:
    """The whole numbers below 100,000 as text."""
    return pa.array(SERIES).cast(pa.string())


def texts(places: pa.Array, days: pa.Array, rng: np.random.Generator, *, seed: int, common: np.ndarray) -> pa.Array:
    """One text a row, some 120 characters: who and when, two or three sentences, a count. Rows of `common` (bool) say one of what many say."""
    n = len(places)

    def some(kind: str) -> pa.Array:
        return pool(kind, seed).take(pa.array(rng.integers(0, len(pool(kind, seed)), n)))

    counted = [numbers().take(pa.array(rng.integers(10, top, n))) for top in (3_000, 900)]
    own = pc.binary_join_element_wise(
        days, "，", places, some("first"), "共出动", counted[0], "人次，", some("second"), "累计办理", counted[1], "件。", some("third"), ""
    )
    shared = pc.binary_join_element_wise(some("common"), some("common"), "（来源：", _agency(n, rng), "）", "")
    return pc.if_else(pa.array(common), shared, own)


def _agency(n: int, rng: np.random.Generator) -> pa.Array:
    return pa.array(["应急管理部门", "气象部门", "卫生健康部门", "公安部门"]).take(pa.array(rng.integers(0, 4, n)))


def coded(kind: str, n: int, rng: np.random.Generator) -> pa.Array:
    """Planted sentences of a kind (`foreign`, `advert`, `private`) with a made-up number in each, string (n)."""
    templates = words()[kind]
    made = [
        templates[k % len(templates)].replace("{code}", f"{code:08d}").replace("{idcard}", identity(code))
        for k, code in zip(rng.integers(0, len(templates), n).tolist(), rng.integers(0, 10**8, n).tolist(), strict=True)
    ]
    return pa.array(made, pa.string())


def identity(code: int) -> str:
    """A number in the form of an identity card (GB 11643) of a division that does not exist (19), with its check digit."""
    digits = f"1900001950{1 + code % 12:02d}{1 + code // 12 % 28:02d}{code % 1000:03d}"
    total = sum(int(d) * w for d, w in zip(digits, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    return digits + "10X98765432"[total % 11]
