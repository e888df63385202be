"""Scenes of a chunk, each sentence put into words once, so that a million rows are chosen and joined, not written."""

from datetime import date, timedelta
from itertools import permutations
from random import Random

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zouxin.connectors._sample.grammar import Grammar
from zouxin.connectors._sample.prose import Scene, Writer

_FIGURES = 3  # wordings of one sentence that differ only in their figures
_FOUND_AND_DONE = (2, 3)
_LATE = (110, 240)
_PROMPT = (0, 5)
_HEAD_OF_COUNTY = "box-xianzhang"


class Fragments:
    """Alternatives of one part of a text for every scene: a flat list and where each scene's stretch begins."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._starts = [0]

    def add(self, texts: list[str]) -> None:
        """The alternatives of the next scene, one at least."""
        self._texts += texts
        self._starts.append(len(self._texts))

    def draw(self, scenes: np.ndarray, rng: np.random.Generator) -> pa.Array:
        """One alternative for each row, string (n); `scenes` int64 (n) is the scene of each row."""
        starts = np.array(self._starts)
        size = np.diff(starts)[scenes]
        return pa.array(self._texts).take(pa.array(starts[scenes] + (rng.random(len(scenes)) * size).astype(np.int64)))


class Pool:
    """Scenes of one chunk: `prompt` and `late` hold their numbers; texts and facts are drawn by scene number."""

    def __init__(self, grammar: Grammar, *, scenes: int, seed: str) -> None:
        self._writer = Writer(grammar, Random(seed))
        self._letter = [Fragments() for _ in range(8)]
        self._reply = [Fragments() for _ in range(9)]
        self._other = {"only_acknowledged": Fragments(), "handed_off": Fragments()}
        self._facts: list[tuple[str, str, str, str]] = []
        names = [name for name, matter in grammar.matters.items() if "find" in matter]
        late = [number % 5 == 0 for number in range(scenes)]
        for number in range(scenes):
            self._add(names[number % len(names)], late=late[number])
        self.late = np.flatnonzero(late)
        self.prompt = np.flatnonzero(~np.array(late))

    def _add(self, matter: str, *, late: bool) -> None:
        writer = self._writer
        grammar, rng = writer.grammar, writer.rng
        own = [p["id"] for p in grammar.platforms.values() if p["unit"] == grammar.matters[matter]["unit"] and p["kind"] == "信箱"]
        platform = _HEAD_OF_COUNTY if rng.random() < 0.2 else own[0]
        received = date(2018, 1, 2) + timedelta(days=rng.randint(0, 480))
        scene = writer.scene(platform, received=received, lag=rng.randint(*(_LATE if late else _PROMPT)), matter=matter)
        for fragments, texts in zip(self._letter, self._letter_texts(scene), strict=True):
            fragments.add(texts)
        for number, (fragments, part) in enumerate(zip(self._reply, writer.reply_parts(scene), strict=True)):
            fragments.add([writer.say(text, scene) for text in list(part) * (_FIGURES if number in _FOUND_AND_DONE else 1)])
        stories = grammar.stories
        hand_offs = stories["forwarded"]["texts"] + stories["referred"]["texts"]
        self._other["only_acknowledged"].add([writer.say(text, scene) for text in stories["acknowledged"]["texts"]])
        self._other["handed_off"].add([writer.say(text, scene) for text in hand_offs])
        self._facts.append((scene["title"], str(received), str(scene["replied_on"]), scene["unit"]))

    def _letter_texts(self, scene: Scene) -> list[list[str]]:
        """All wordings of each part; details and demands come in pairs, for letters of some 180 characters."""
        say, parts = self._writer.say, self._writer.letter_parts(scene)
        texts = [[say(text, scene) for text in part] for part in parts]
        texts[2] = [say(parts[2][0], scene) for _ in range(_FIGURES)]
        for pair in (3, 6):
            texts[pair] = ["".join(two) for two in permutations(texts[pair], 2)]
        return texts

    def letters(self, scenes: np.ndarray, rng: np.random.Generator) -> pa.Array:
        """A letter for each row, string (n)."""
        return _join([part.draw(scenes, rng) for part in self._letter])

    def answers(self, scenes: np.ndarray, rng: np.random.Generator) -> pa.Array:
        """A real answer for each row, string (n)."""
        return _join([part.draw(scenes, rng) for part in self._reply])

    def others(self, kind: str, scenes: np.ndarray, rng: np.random.Generator) -> pa.Array:
        """A reply for each row that only acknowledges or only hands off, string (n)."""
        return self._other[kind].draw(scenes, rng)

    def facts(self, scenes: np.ndarray) -> tuple[pa.Array, ...]:
        """Title, day received, day replied and unit of each row, string (n) each."""
        rows = pa.array(scenes)
        return tuple(pa.array(column).take(rows) for column in zip(*self._facts, strict=True))


def _join(parts: list[pa.Array]) -> pa.Array:
    return pc.binary_join_element_wise(*parts, "")
