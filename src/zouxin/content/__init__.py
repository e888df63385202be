"""The one reader of content: YAML that says what an authority chose, no Python.

An error names file and line and what would be right.
"""

import json
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from zouxin.model.errors import ContentError


class _Loader(yaml.SafeLoader):
    """YAML where a key is text and stands once, and only true and false are booleans."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.value in seen:
                raise ContentError(f"键 {getattr(key, 'value', key)} 重复或不是文字，每个键只能写一次", where=_where(key))
            seen.add(key.value)
        mapping = super().construct_mapping(node, deep=deep)
        return {str(k): v for k, v in mapping.items()}


# YAML 1.1 reads on, off, yes and no as booleans; here a person who writes `on:` means the word
_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))


def _where(node: yaml.Node) -> str:
    return f"{node.start_mark.name}:{node.start_mark.line + 1}"


def root() -> Path:
    """The folder of the content that comes with the package."""
    return Path(str(files("zouxin.content")))


def read(path: Path) -> dict[str, Any]:
    """One content file as a mapping. Raises ContentError with file and line."""
    try:
        with path.open(encoding="utf-8") as stream:
            loader = _Loader(stream)
            loader.name = path.name
            found = loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ContentError(f"不是合法的 YAML（{error.problem}），请检查缩进与冒号", where=f"{path.name}:{line}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(f"打不开（{error}）；内容文件应是 UTF-8 的 YAML", where=str(path)) from error
    if not isinstance(found, dict):
        raise ContentError("应是“键: 值”的形式", where=f"{path.name}:1")
    return found


def lines(path: Path) -> dict[tuple[str | int, ...], int]:
    """The line each value of a content file begins on, by its keys and places from the top; for errors that name it."""
    found: dict[tuple[str | int, ...], int] = {}

    def walk(node: yaml.Node, at: tuple[str | int, ...]) -> None:
        found[at] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                walk(value, (*at, str(key.value)))
                # a value may begin a line below its key, and be written elsewhere (&name)
                found[(*at, str(key.value))] = key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode):
            for nth, value in enumerate(node.value):
                walk(value, (*at, nth))

    node = yaml.compose(path.read_text("utf-8"), Loader=_Loader)
    if node is not None:
        walk(node, ())
    return found


@cache
def words(language: str) -> dict[str, dict[str, str]]:
    """What each check says, by code, in "zh-Hans" or "en"."""
    found = (read(path)["checks"] for path in sorted((root() / "words" / language / "checks").glob("*.yml")))
    return {code: said for checks in found for code, said in checks.items()}


@cache
def questions(language: str) -> dict[str, dict[str, str]]:
    """What only a person can answer, by question, in "zh-Hans" or "en": ask, yes, no, look."""
    return dict(read(root() / "words" / language / "questions.yml")["questions"])


@cache
def limit_words() -> dict[str, Any]:
    """How limits are told in Chinese: `limits` by check and limit, `units` by unit, `values` by what may be chosen."""
    return read(root() / "words" / "zh-Hans" / "limits.yml")


@cache
def reply_acts() -> dict[str, Any]:
    """The grammar of reply clauses."""
    return read(root() / "words" / "reply_acts.yml")


@cache
def bot_answers() -> dict[str, Any]:
    """What a bot's answer is read for: `patterns`, `troubles` with their words, `because`."""
    return read(root() / "words" / "bot_answers.yml")


def bot_questions(path: Path | None = None) -> dict[str, Any]:
    """The questions put to a bot: `version`, `kinds`, `questions`; those that come with the package, or of a file. Raises ContentError."""
    found = read(path or root() / "words" / "bot_questions.yml")
    asked = found.get("questions")
    if not isinstance(asked, list) or not all(
        isinstance(one, dict) and one.get("id") and one.get("text") and one.get("kind") for one in asked
    ):
        raise ContentError("应有 questions，每一问写 id、kind、text", where=f"{(path or root()).name}:1")
    if len({one["id"] for one in asked}) < len(asked):
        raise ContentError("有两问的 id 相同", where=f"{(path or root()).name}:1")
    return found


@cache
def letter_kinds() -> tuple[str, ...]:
    """Words of kinds of messages that no website is held to answer under its questions."""
    return tuple(str(word) for word in read(root() / "words" / "letter_kinds.yml")["apart"])


@cache
def names() -> dict[str, Any]:
    """Words in the names of units, accounts and companies."""
    return read(root() / "words" / "names.yml")


@cache
def post_words(kind: str) -> dict[str, Any]:
    """The words by which posts are read: "foreign" (what was slipped in), "kinds" (what a post is)."""
    return read(root() / "words" / f"post_{kind}.yml")


@cache
def order_bans() -> dict[str, Any]:
    """What a document may not demand: classes of words, and the acts they make."""
    return read(root() / "words" / "order_bans.yml")


@cache
def order_phrases() -> dict[str, Any]:
    """Set phrases of what a document may not demand."""
    return read(root() / "words" / "order_phrases.yml")


@cache
def calendars() -> tuple[dict[str, Any], ...]:
    """All holiday notices, by year."""
    return tuple(read(p) for p in sorted((root() / "calendars").glob("*.yml")))


def read_json(path: Path) -> dict[str, Any]:
    """One JSON file of content. Raises ContentError when it is none."""
    try:
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ContentError(f"不是合法的 JSON（{error}）", where=path.name) from error
    return found


@cache
def incoming() -> dict[str, Any]:
    """How exports of letters name their columns: `who`, `place`, `besides`, a `hotline`'s, and `kinds`."""
    return read(root() / "words" / "incoming.yml")
