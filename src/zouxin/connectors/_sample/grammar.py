"""Vocabulary, matters and stories of the sample county, read from content/sources/sample-county/."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

SOURCE = "sample-county"


@dataclass(frozen=True, kw_only=True)
class Grammar:
    """What the county is made of; each field is one mapping of the YAML files under its own name."""

    county: dict[str, Any]
    places: dict[str, list[str]]
    units: dict[str, dict[str, Any]]
    platforms: dict[str, dict[str, Any]]
    letter: dict[str, Any]
    reply: dict[str, Any]
    matters: dict[str, dict[str, Any]]
    stories: dict[str, dict[str, Any]]
    checks: list[str]
    judgements: list[dict[str, Any]]
    looks: dict[str, Any]

    def matters_of(self, platform: str) -> list[str]:
        """Names of the matters people write about to a platform; the county head hears all of the county."""
        unit = self.platforms[platform]["unit"]
        own = [name for name, matter in self.matters.items() if matter["unit"] == unit]
        return own or [name for name, matter in self.matters.items() if "find" in matter]

    def short(self, unit: str) -> str:
        """What people of the county call a unit."""
        name = str(self.units[unit]["name"])
        if self.units[unit]["level"] == "town":
            return name.removeprefix(self.county["name"]).removesuffix("人民政府")
        return name.replace(self.county["name"], "县")


@cache
def grammar() -> Grammar:
    """The one grammar, read once."""
    frames, plan = read_part("grammar"), read_part("stories")
    return Grammar(
        county=frames["county"], places=frames["places"], letter=frames["letter"], reply=frames["reply"],
        units={u["id"]: u for u in frames["units"]}, platforms={p["id"]: p for p in frames["platforms"]},
        matters=read_part("matters") | read_part("bureau"),
        stories=plan["stories"], checks=plan["checks"], judgements=plan["judgements"], looks=plan["looks"],
    )  # fmt: skip


def read_part(name: str) -> dict[str, Any]:
    """One YAML file of the county."""
    text = files("zouxin.content").joinpath("sources", SOURCE, f"{name}.yml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return found
