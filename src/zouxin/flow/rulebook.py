"""The rule packs as they stand: which there are, what is wrong with them, where two of them differ."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from zouxin import content, packs


def packs_known(folder: Path | None = None) -> tuple[packs.Pack, ...]:
    """Every pack there is, the nation's first."""
    found = (packs.read(name, folder=folder) for name in packs.available(folder))
    return tuple(sorted(found, key=lambda pack: (packs.LEVELS.index(pack.level), pack.name)))


def packs_wrong(places: Sequence[Path] = ()) -> tuple[packs.Problem, ...]:
    """What is wrong with the packs of files and folders; of those that come with the package where none is given."""
    return tuple(problem for place in places or (packs.shipped(),) for problem in packs.problems(place))


def packs_differ(first: str, second: str, *, moment: date, folder: Path | None = None) -> tuple[packs.Difference, ...]:
    """What the second pack, with those it follows, rules otherwise than the first on a day."""
    layers = [packs.layered([name], folder=folder) for name in (first, second)]
    return tuple(packs.differences(*layers, moment))


def title_of(code: str) -> str:
    """What a check is called on screen."""
    return content.words("zh-Hans").get(code, {}).get("title", code)
