"""The rule packs as they stand: which there are, what is wrong with them, where two of them differ."""

import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from zouxin import content, packs
from zouxin.checks import all_checks


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


def write_local(name: str, said: Mapping[str, Any], entries: Sequence[Mapping[str, Any]], folder: Path) -> Path:
    """Write an office's own pack: `said` is its head (title, level, place, follows), `entries` its rules as a pack file has them.

    Which way each rule moves what stands above it is worked out here. The file stands whole or not at all. Raises ContentError with what is wrong.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".new-") as place:
        for other in folder.glob("*.yml"):
            if other.stem != name:
                shutil.copy(other, place)
        path = Path(place) / f"{name}.yml"
        _dump(path, {"pack": name, **said, "rules": list(entries)})
        above = packs.layered([str(said["follows"])], folder=Path(place))
        moved = [_moved(rule, entry, above) for rule, entry in zip(packs.read(name, folder=Path(place)).rules, entries, strict=True)]
        _dump(path, {"pack": name, **said, "rules": moved})
        if wrong := [one for one in packs.problems(path) if one.file == path.name]:
            raise wrong[0].error
        os.replace(path, folder / path.name)
    return folder / path.name


def _moved(rule: packs.Rule, entry: Mapping[str, Any], above: Sequence[packs.Pack]) -> dict[str, Any]:
    ways = [strict for one in packs.over(rule, above) for _what, strict in packs.moves(rule, one)]
    return {**entry, **({"overrides": "tighten" if all(ways) else "loosen"} if ways else {})}


def _dump(path: Path, told: Mapping[str, Any]) -> None:
    path.write_text(yaml.safe_dump(dict(told), allow_unicode=True, sort_keys=False, width=1000), "utf-8")


def respond_within(asked: Sequence[str], folder: Path | None, moment: date) -> Mapping[str, int]:
    """Working days to answer a finding, by check, where a rule that stands on a day says them as working days."""
    stands = packs.rules(packs.layered(asked, folder=folder), moment)
    return {rule.check.code: int(rule.respond_within.split()[0]) for rule in stands if rule.respond_within.endswith("working days")}


@dataclass(frozen=True, kw_only=True)
class LimitAsked:
    """A limit a local rule may change: its name and meaning, its unit, what stands now, and what may be chosen where it is a choice."""

    name: str
    means: str
    unit: str
    now: object
    choices: tuple[tuple[str, str], ...]


def limits_of(code: str, asked: Sequence[str], folder: Path | None, moment: date) -> tuple[LimitAsked, ...]:
    """Every limit of a check as the office's packs have it on a day."""
    rule = next((one for one in packs.rules(packs.layered(asked, folder=folder), moment) if one.check.code == code), None)
    told: dict[str, Any] = content.limit_words()
    check = all_checks()[code]
    return tuple(
        LimitAsked(
            name=name, means=told["limits"][code][name], unit=str(told["units"].get(limit.unit, limit.unit)), now=(rule.limits if rule else {}).get(name, limit.default),
            choices=tuple((value, str(told["values"].get(value, value))) for value in limit.choices),
        )
        for name, limit in check.limits.items()
    )  # fmt: skip


def severity_of(code: str, asked: Sequence[str], folder: Path | None, moment: date) -> str:
    """How grave a check's finding is by the office's packs on a day."""
    return next((one.severity for one in packs.rules(packs.layered(asked, folder=folder), moment) if one.check.code == code), "advice")
