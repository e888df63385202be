"""Letters and answers out of the grammar: a scene fixes the facts of one letter, a writer puts them into words."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from zouxin.connectors._sample.grammar import Grammar

_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
_MONEY = (480, 680, 980, 1280, 1980, 2600, 3200, 3980, 4800, 5600, 7200, 8600, 12800, 16500, 23600, 31400)
_MIN_LETTER = 40

#: drawn anew each time they are named, so that two figures of a letter need not be equal
_FRESH: dict[str, Callable[[Random], object]] = {
    "n": lambda rng: rng.randint(2, 9),
    "k": lambda rng: rng.randint(10, 60),
    "fine": lambda rng: 1000 * rng.randint(2, 30),
    "db": lambda rng: rng.randint(61, 79),
}


class Scene(dict[str, Any]):
    """Facts of one letter by slot name; n, k, fine and db are drawn anew at every use."""

    def __init__(self, rng: Random, facts: dict[str, Any]) -> None:
        super().__init__(facts)
        self._rng = rng

    def __missing__(self, slot: str) -> object:
        return _FRESH[slot](self._rng)


class Writer:
    """Writes for one grammar with one stream of random numbers."""

    def __init__(self, grammar: Grammar, rng: Random) -> None:
        self.grammar, self.rng = grammar, rng

    def say(self, template: str, scene: Scene) -> str:
        """A template with its choices drawn and its slots filled."""
        if "[" in template:
            template = _CHOICE.sub(lambda m: self.rng.choice(m[1].split("|")), template)
        return template.format_map(scene)

    def scene(self, platform: str, *, received: date, lag: int, matter: str = "", one_sentence: bool = False) -> Scene:
        """Draw the facts of one letter to a platform, received on a day and answered `lag` days later.

        `one_sentence`: the facts are those that the matter's one-sentence answer fits.
        """
        pick, matters = self.rng.choice, self.grammar.matters
        name = matter or pick(self.grammar.matters_of(platform))
        unit = self.grammar.units[self.grammar.platforms[platform]["unit"]]
        own = matters[name]["unit"] == unit["id"]
        facts: dict[str, Any] = {slot: pick(names) for slot, names in self.grammar.places.items()}
        facts["village"] = pick(self._villages(matters[name]["unit"]))
        facts |= self._days(received, received + timedelta(days=lag))
        facts |= {
            "platform": platform, "matter": name, "kind": matters[name]["kind"], "estate2": pick(self.grammar.places["estate"]),
            "b": self.rng.randint(1, 18), "g": self.rng.randint(1, 12), "age": self.rng.randint(61, 86), "money": pick(_MONEY),
            "unit": unit["name"], "phone": unit["phone"], "desk": unit["desk"], "office": self.grammar.short(unit["id"]),
            "agency": unit["desk"] if own else self.grammar.short(matters[name]["unit"]), "line": self.rng.randrange(len(matters[name]["fact"])),
            "other": self.grammar.short(pick(unit.get("beside") or [matters[name]["unit"]])),
        }  # fmt: skip
        scene = Scene(self.rng, facts)
        # without choices in brackets, so that letter and reply name the matter in the same words
        scene["subject"] = matters[name]["subject"].format_map(scene)
        titles = matters[name]["title"]
        scene["title"] = self.say(titles[scene["line"]] if len(titles) == len(matters[name]["fact"]) else pick(titles), scene)
        return scene

    def letter_parts(self, scene: Scene) -> list[Sequence[str]]:
        """Templates of a letter, a list of alternatives for each of its parts: opening, who, fact … closing."""
        matter, frame = self.grammar.matters[scene["matter"]], self.grammar.letter
        fact = [matter["fact"][scene["line"]]]
        return [frame["opening"], frame["who"][matter["who"]], fact, matter["detail"], frame["history"],
                matter["effect"], matter["demand"], frame["closing"]]  # fmt: skip

    def reply_parts(self, scene: Scene) -> list[Sequence[str]]:
        """Templates of an answer: greeting, receipt, finding, action, basis, next step, contact, closing, signature."""
        matter, frame = self.grammar.matters[scene["matter"]], self.grammar.reply
        unit = self.grammar.units[self.grammar.platforms[scene["platform"]]["unit"]]
        line = scene["line"]
        return [[unit["greeting"]], unit["receipt"], [matter["find"][line]], [matter["act"][line]], matter["basis"], matter["next"],
                frame["contact"], [unit["closing"]], [frame["sign"]]]  # fmt: skip

    def letter(self, scene: Scene) -> str:
        """A letter of 40 to 400 characters: now short, now with everything, now with two details and two demands."""
        parts = self.letter_parts(scene)
        size = self.rng.random()
        if size < 0.25:
            parts = [parts[0], parts[2], parts[6]]
        elif size > 0.75:
            twice = [self.rng.sample(list(parts[i]), 2) for i in (3, 6)]
            parts = [*parts[:3], *([[t] for t in twice[0]]), *parts[4:6], *([[t] for t in twice[1]]), parts[7]]
        text = self.tell(parts, scene)
        if len(text) < _MIN_LETTER:
            text += self.tell([self.letter_parts(scene)[5]], scene)
        return text

    def answer(self, scene: Scene) -> str:
        """An answer: what was found, what was done, mostly by what rule and what comes next."""
        return self.tell(self.reply_parts(scene), scene)

    def framed(self, body: str, scene: Scene) -> str:
        """A body template between the unit's greeting and its contact, closing and signature."""
        parts = self.reply_parts(scene)
        return self.tell([parts[0], [body], *parts[6:]], scene)

    def tell(self, parts: Sequence[Sequence[str]], scene: Scene) -> str:
        """One alternative of each part, filled and joined."""
        return "".join(self.say(self.rng.choice(part), scene) for part in parts)

    def _villages(self, unit: str) -> list[str]:
        """A town hears of its own villages only."""
        every = self.grammar.places["village"]
        return [v for v in every if v.startswith(self.grammar.short(unit))] or every

    def _days(self, received: date, replied: date) -> dict[str, Any]:
        """Days of a scene in their order, as a letter or a reply writes them."""
        rng, lag = self.rng, (replied - received).days
        seen = received - timedelta(days=rng.randint(2, 25))
        called = received - timedelta(days=rng.randint(1, 12))
        visited = received + timedelta(days=rng.randint(0, min(lag, 4)))
        done = visited + timedelta(days=rng.randint(0, (replied - visited).days))
        month = received - timedelta(days=rng.randint(35, 320))
        words = {"seen": seen, "called": called, "visited": visited, "done": done, "due": replied + timedelta(days=rng.randint(7, 60))}
        return {slot: _short(day) for slot, day in words.items()} | {
            "month": f"{month.month}月" if month.year == received.year else f"{month.year}年{month.month}月",
            "received": _short(received), "replied": long_day(replied), "year": received.year,
            "forwarded": long_day(received + timedelta(days=min(lag, 2))),
            "received_on": received, "replied_on": replied, "forwarded_on": received + timedelta(days=min(lag, 2)),
        }  # fmt: skip


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"


def long_day(day: date) -> str:
    """A day as a signature writes it."""
    return f"{day.year}年{day.month}月{day.day}日"
