"""Ways of writing a reply, by name: each takes the writer, the scene, the letter and one text of its story."""

from collections.abc import Callable
from functools import cache
from typing import Any

from opencc import OpenCC

from zouxin.connectors._sample.prose import Scene, Writer

Maker = Callable[[Writer, Scene, str, Any], str | None]
_DROPPED = 0.1  # of the characters of a noisy copy


@cache
def traditional() -> OpenCC:
    """Simplified to traditional."""
    return OpenCC("s2t")


def _answer(writer: Writer, scene: Scene, letter: str, text: Any) -> str:
    return writer.answer(scene)


def _copy(writer: Writer, scene: Scene, letter: str, text: Any) -> str:
    return f"{text or ''}{letter}"


def _noisy(writer: Writer, scene: Scene, letter: str, text: Any) -> str:
    return "".join(c for c in letter if writer.rng.random() > _DROPPED)


def _fixed(writer: Writer, scene: Scene, letter: str, text: Any) -> str:
    return writer.say(text["reply"], scene)


def _fill(writer: Writer, scene: Scene, letter: str, text: Any) -> str:
    return writer.framed(text, scene)


def _plain(writer: Writer, scene: Scene, letter: str, text: Any) -> str:
    return writer.say(text, scene)


def _pasted(writer: Writer, scene: Scene, letter: str, text: Any) -> str:
    return str(text) if writer.rng.random() < 0.7 else f"{scene['surname']}先生/女士：{text}"


def _restated(writer: Writer, scene: Scene, letter: str, text: Any) -> str:
    fixed = writer.grammar.matters[scene["matter"]]["fixed"]
    return writer.tell([[text.replace("{letter}", letter.replace("{", "").rstrip("。"))], [fixed], writer.reply_parts(scene)[7]], scene)


def _short(writer: Writer, scene: Scene, letter: str, text: Any) -> str:
    return writer.say(writer.grammar.matters[scene["matter"]]["fixed"], scene)


def _referred_well(writer: Writer, scene: Scene, letter: str, text: Any) -> str:
    parts = writer.reply_parts(scene)
    return writer.framed(text.replace("{find}", parts[2][0]).replace("{act}", parts[3][0]), scene)


def _staged(writer: Writer, scene: Scene, letter: str, text: Any) -> str:
    receipt = writer.tell(
        [writer.reply_parts(scene)[0], ["您的来信收悉，已转{agency}办理，办理结果将及时回复您。{unit}{forwarded}\n"]], scene
    )
    return receipt + writer.answer(scene)


def _refused(writer: Writer, scene: Scene, letter: str, text: Any) -> str:
    parts = writer.reply_parts(scene)
    return writer.tell([*parts[:2], [writer.grammar.matters[scene["matter"]]["refuse"]], *parts[6:]], scene)


def _asks(writer: Writer, scene: Scene, letter: str, text: Any) -> str:
    return writer.framed(writer.grammar.matters[scene["matter"]]["need"] + "，收到后我们即刻核查。", scene)


def _again(writer: Writer, scene: Scene, letter: str, text: Any) -> str:
    """The second of two letters: what was said to the first stands in the scene."""
    return writer.framed("您{earlier}已就{subject}来信，我们于{earlier_replied}作过答复：{said}本次来信为重复来信，办理情况不变。", scene)


def _none(writer: Writer, scene: Scene, letter: str, text: Any) -> None:
    return None


MAKERS: dict[str, Maker] = {
    "answer": _answer, "edited": _answer, "echo_verbatim": _copy, "echo_greeting": _copy, "echo_noisy": _noisy, "echo_simplified": _copy,
    "restated": _restated, "traditional": _answer, "short": _short, "acknowledged": _plain, "forwarded": _plain, "referred": _plain,
    "referred_well": _referred_well, "fill": _fill, "pasted": _pasted, "fixed": _fixed, "praise": _fixed, "rude": _plain, "wrong": _answer,
    "staged": _staged, "refused": _refused, "asks_information": _asks, "asks": _asks, "duplicate": _answer, "again": _again,
    "unreadable": _plain, "none": _none,
}  # fmt: skip
