"""What is asked of an audit, and how progress is told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

Say = Callable[[str, int, int], None]


def quiet(stage: str, done: int, total: int) -> None:
    """Say nothing of progress."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What to look at and how: the arguments of an audit, as a person gives them.

    `given`: pairs (column of the file, "table.column") that settle doubts; `values`: what holds in every row (table ->
    column -> value); `sample`: the county that comes with the
    package instead of `paths`; `seen_on`: day of the export, which is the day of the look; `today` is the only clock there is; `memory` in GiB.
    `environment`: variables a source may name where its secrets are. `as_` "post" takes each file as one post.
    """

    paths: tuple[Path, ...]
    out: Path
    today: date
    source: str = ""
    given: tuple[tuple[str, str], ...] = ()
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    as_of: date | None = None
    seen_on: date | None = None
    packs: tuple[str, ...] = ("national",)
    packs_folder: Path | None = None
    engine: str = "duckdb"
    memory: float = 2.0
    everything: bool = False
    spec: Path | None = None
    environment: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    as_: str = "auto"
    say: Say = field(default=quiet, compare=False)
