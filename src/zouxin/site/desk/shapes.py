"""A map without land: each unit a tile of one size, in the order of the tree, shaded by how many findings stand. No unit stands above another."""

from dataclasses import dataclass
from typing import Any

WIDE, HIGH, GAP = 190, 92, 10
#: least findings for each shade, the palest first
SHADES = (0, 1, 6, 21, 101)


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A unit with what is counted for it and below it. `link` leads on; `x`, `y` are where its tile stands."""

    unit: Any
    name: tuple[str, ...]
    platforms: int
    findings: int
    vetoes: int
    shade: int
    link: str
    x: int = 0
    y: int = 0


def shade(findings: int) -> int:
    """Which shade a number of findings has."""
    return max(nth for nth, least in enumerate(SHADES) if findings >= least)


def lines(name: str, most: int = 10) -> tuple[str, ...]:
    """A name on two lines at most."""
    if len(name) <= most:
        return (name,)
    rest = name[most:]
    return name[:most], rest if len(rest) <= most else rest[: most - 1] + "…"


def place(nth: int, columns: int) -> dict[str, int]:
    """Where the nth tile stands."""
    return {"x": (nth % columns) * (WIDE + GAP), "y": (nth // columns) * (HIGH + GAP)}


def size(count: int, columns: int) -> tuple[int, int]:
    """Width and height of so many tiles."""
    rows = -(-count // columns)
    return columns * (WIDE + GAP) - GAP, max(rows * (HIGH + GAP) - GAP, 1)
