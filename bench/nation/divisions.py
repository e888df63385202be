"""Division codes of the nation: provinces, cities, counties and towns as published, villages numbered below them.

The codes and names are public facts (GB/T 2260, statistical division codes); divisions.csv.xz holds them as `code,name`. Villages have the
right form (12 digits, serial 201 and on) but are invented: no list of them is at hand.
"""

import csv
import lzma
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("divisions.csv.xz")
LEVELS = {2: "province", 4: "city", 6: "county", 9: "town", 12: "village"}


@dataclass(frozen=True, kw_only=True)
class Division:
    """One division; `code` has 2, 4, 6, 9 or 12 digits."""

    code: str
    name: str

    @property
    def level(self) -> str:
        """province, city, county, town or village."""
        return LEVELS[len(self.code)]


@cache
def divisions() -> dict[str, tuple[Division, ...]]:
    """All divisions down to towns, by province code, parents first."""
    with lzma.open(FILE, "rt", encoding="utf-8") as file:
        rows = [Division(code=code, name=name) for code, name in csv.reader(file)]
    found: dict[str, list[Division]] = {}
    for row in sorted(rows, key=lambda d: (d.code[:2], len(d.code), d.code)):
        found.setdefault(row.code[:2], []).append(row)
    return {code: tuple(some) for code, some in found.items()}
