"""What the mailbox asks of the text functions: a public copy, letters that are alike, the routing learnt from the office's own letters."""

from collections.abc import Sequence

import pyarrow as pa

from zouxin.functions.folding import fold
from zouxin.functions.public_copy import public_copy
from zouxin.functions.similar import Index

__all__ = ["alike", "index", "public_copy"]


def index(texts: Sequence[str]) -> Index:
    """Texts made ready to be searched for what is like another."""
    return Index(fold(pa.array(list(texts), pa.string())).flat)


def alike(held: Index, text: str, *, most: int = 3, least: float = 0.25) -> list[tuple[int, float]]:
    """Places of the held texts most like one, with their likeness from `least` to 1, the best first."""
    return [one for one in held.nearest(fold(pa.array([text], pa.string())).flat, most) if one[1] >= least]
