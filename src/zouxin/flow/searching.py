"""What a name is found by: its own text in one shape, its pinyin and its initials."""

from collections.abc import Sequence

import pyarrow as pa

from zouxin.functions.folding import fold_strings
from zouxin.functions.pinyin import spelled

BETWEEN = " "


def search_keys(names: Sequence[str]) -> list[str]:
    """For each name: folded text, pinyin without tones and initials, each kept apart by a space (n)."""
    folded = fold_strings(pa.array(names, pa.string())).to_pylist()
    return [BETWEEN.join(dict.fromkeys(filter(None, (text or "", *spelled(text or ""))))) for text in folded]


def search_key(name: str) -> str:
    """What one name is found by."""
    return search_keys([name])[0]


def sought(asked: str) -> str:
    """What a person typed, in the shape of a search key; blank where nothing is left of it."""
    return fold_strings(pa.array([asked], pa.string())).to_pylist()[0] or ""
