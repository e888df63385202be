"""Every letter of the sample county with its reply, story by story."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from zouxin.connectors._sample.grammar import Grammar
from zouxin.connectors._sample.makers import MAKERS, traditional
from zouxin.connectors._sample.prose import Scene, Writer

_TRADITIONAL = ("traditional", "echo_simplified")


@dataclass(frozen=True, kw_only=True)
class Version:
    """One wording of a reply."""

    text: str
    replied_on: date
    seen_on: date
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Written:
    """One letter and what came back; `reply` is None where nothing did, `replied_on` None where no day is given."""

    story: str
    nth: int
    platform: str
    kind: str
    title: str
    letter: str
    received_on: date
    reply: str | None
    replied_on: date | None
    versions: tuple[Version, ...] = field(default=())


def tell(grammar: Grammar, seed: int) -> Iterator[Written]:
    """All letters of all stories; a story has its own stream of random numbers, so that one does not move another."""
    for name, story in grammar.stories.items():
        writer = Writer(grammar, Random(f"{seed}/{name}"))
        told = _in_pairs if story.get("group") == 2 else _one_by_one
        yield from told(writer, name, story)


def _one_by_one(writer: Writer, name: str, story: dict[str, Any]) -> Iterator[Written]:
    for nth in range(story["n"]):
        scene = _scene(writer, story, nth)
        yield _write(writer, name, story, nth, scene)


def _in_pairs(writer: Writer, name: str, story: dict[str, Any]) -> Iterator[Written]:
    for nth in range(0, story["n"], 2):
        scene = _scene(writer, story, nth, at=nth // 2)
        first = _write(writer, name, story, nth, scene)
        yield from (_swapped if name == "wrong" else _repeated)(writer, name, story, scene, first)


def _swapped(writer: Writer, name: str, story: dict[str, Any], scene: Scene, first: Written) -> tuple[Written, Written]:
    """Two letters about different matters, each with the other's reply."""
    others = [m for m in writer.grammar.matters_of(scene["platform"]) if m != scene["matter"]]
    lag = (scene["replied_on"] - scene["received_on"]).days
    twin = writer.scene(scene["platform"], received=scene["received_on"], lag=lag, matter=writer.rng.choice(others))
    second = _write(writer, name, story, first.nth + 1, twin)
    return replace(first, reply=second.reply), replace(second, reply=first.reply)


def _repeated(writer: Writer, name: str, story: dict[str, Any], scene: Scene, first: Written) -> tuple[Written, Written]:
    """A letter, and nearly the same letter again once it was answered."""
    received = scene["replied_on"] + timedelta(days=writer.rng.randint(1, 3))
    again = writer.scene(first.platform, received=received, lag=writer.rng.randint(0, 3), matter=scene["matter"])
    parts = writer.reply_parts(scene)
    said = writer.tell(parts[2:4], scene)
    facts = dict(scene) | {k: again[k] for k in ("received_on", "replied_on", "received", "replied")}
    facts |= {"earlier": scene["received"], "earlier_replied": scene["replied"], "said": said}
    text = "我前几天写过信，再反映一次：" + first.letter
    reply = MAKERS["again"](writer, Scene(writer.rng, facts), text, None)
    second = replace(first, nth=first.nth + 1, letter=text, received_on=received, reply=reply, replied_on=again["replied_on"])
    return first, second


def _scene(writer: Writer, story: dict[str, Any], nth: int, *, at: int | None = None) -> Scene:
    platforms = [p for p in story["at"] if p not in story.get("except", ())]
    county = writer.grammar.county
    first, last = story.get("received", (county["from"], county["to"]))
    days = (last - first).days
    into = writer.rng.randint(0, days)
    if story.get("ends"):
        into = {0: 0, story["n"] - 1: days}.get(nth, into)
    received = first + timedelta(days=into)
    lag = writer.rng.randint(*story.get("lag", (0, 5)))
    for bound in (story.get("until"), story.get("replied")):
        if isinstance(bound, date):
            lag = min(lag, (bound - received).days) if bound == story.get("until") else (bound - received).days
    platform = platforms[(nth if at is None else at) % len(platforms)]
    return writer.scene(platform, received=received, lag=lag, one_sentence=bool(story.get("one_sentence")))


def _write(writer: Writer, name: str, story: dict[str, Any], nth: int, scene: Scene) -> Written:
    texts = story.get("texts", [None])
    text = texts[nth % len(texts)]
    if isinstance(text, dict):
        kind, title, letter = text["kind"], writer.say(text["title"], scene), writer.say(text["letter"], scene)
    else:
        kind, title, letter = scene["kind"], scene["title"], writer.letter(scene)
    if name == "refused":
        letter += writer.say(writer.grammar.matters[scene["matter"]]["wish"], scene)
    reply = MAKERS[story.get("text", name)](writer, scene, letter, text)
    if name in _TRADITIONAL:
        title, letter = traditional().convert(title), traditional().convert(letter)
    written = Written(
        story=name, nth=nth, platform=scene["platform"], kind=kind, title=title, letter=letter,
        received_on=scene["received_on"], reply=reply, replied_on=_published(story, scene, reply),
    )  # fmt: skip
    return _versioned(writer, story["versions"], scene, written) if "versions" in story else written


def _published(story: dict[str, Any], scene: Scene, reply: str | None) -> date | None:
    """The day of the reply in public, which is not always the day it was written."""
    how, day = story.get("replied"), scene["replied_on"]
    if reply is None or how == "none":
        return None
    if how == "forwarding":
        day = scene["forwarded_on"]
    if how == "year_early":
        day -= timedelta(days=365)
    assert isinstance(day, date)
    return day


def _versioned(writer: Writer, how: str, scene: Scene, written: Written) -> Written:
    """The reply with an earlier wording: changed in silence, with a note, under a new date, or not at all."""
    day, now = scene["replied_on"], str(written.reply)
    old = now if how == "same" else _earlier(writer, scene)
    new_day = day + timedelta(days=12) if how == "date" else day
    note = "更正：原答复的办理情况有误，现已改正" if how == "note" else ""
    versions = (
        Version(text=old, replied_on=day, seen_on=day + timedelta(days=2)),
        Version(text=now, replied_on=new_day, seen_on=day + timedelta(days=31), note=note),
    )
    return replace(written, replied_on=new_day, versions=versions)


def _earlier(writer: Writer, scene: Scene) -> str:
    """Another finding and another action for the same letter, under the same date."""
    lines = len(writer.grammar.matters[scene["matter"]]["find"])
    return writer.answer(Scene(writer.rng, dict(scene) | {"line": (scene["line"] + 1) % lines}))
