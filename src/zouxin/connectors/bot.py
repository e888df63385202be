"""Asking a chat bot over HTTP, and reading a transcript of one.

The bot is sent `{"question": "…"}` (another field's name may be given) and answers JSON, whose text is looked for where bots usually put it, or where `answer`
says. A transcript is a file of JSON lines or a CSV with columns question (or id) and answer.
"""

import csv
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zouxin.connectors._http import Fetcher, is_address
from zouxin.model.errors import SourceError

#: where bots put what they say
USUAL = (
    "answer",
    "reply",
    "text",
    "message",
    "data.answer",
    "data.reply",
    "data.text",
    "result.answer",
    "output.text",
    "choices.0.message.content",
)
#: names of columns and fields of a transcript
_NAMES = {"question": ("question", "问", "问题"), "answer": ("answer", "答", "回答", "答复"), "id": ("id", "编号")}
__all__ = ["Bot", "Line", "is_address", "transcript"]


@dataclass(frozen=True)
class Line:
    """One line of a transcript: the question's id or text, and what was answered."""

    id: str
    question: str
    answer: str


@dataclass(kw_only=True)
class Bot:
    """A bot at an address. `field`: what the question is called; `answer`: path to the text in what comes back; `key`: sent as a bearer."""

    url: str
    field: str = "question"
    answer: str = ""
    key: str = ""
    allow_private: bool = False

    def __post_init__(self) -> None:
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        self._web = Fetcher(allow_private=self.allow_private, most=1 << 20, headers=headers)

    def ask(self, question: str) -> str:
        """What the bot says to a question. Raises SourceError when it does not answer, or not in a form that can be read."""
        said = self._web.post(self.url, {self.field: question})
        for path in (self.answer,) if self.answer else USUAL:
            found = _at(said, path)
            if isinstance(found, str):
                return found
        raise SourceError(
            f"{self.url.split('?')[0]}：回答里没有找到文字（{'、'.join(sorted(said))[:80]}）；请用 --answer 写明在哪一项，如 data.answer"
        )


def _at(said: Any, path: str) -> Any:
    for part in path.split("."):
        if isinstance(said, Mapping):
            said = said.get(part)
        elif isinstance(said, list) and part.isdecimal() and int(part) < len(said):
            said = said[int(part)]
        else:
            return None
    return said


def transcript(path: Path) -> list[Line]:
    """The lines of a transcript. Raises SourceError with file and line."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path.name}：打不开或者不是 UTF-8 文字；应是每行一个 JSON 的 .jsonl，或者有“问题”“回答”两列的 .csv") from error
    rows = _csv_rows(text) if path.suffix.lower() == ".csv" else _json_rows(text, path.name)
    found = []
    for nth, row in rows:
        said = {name: next((row[key] for key in keys if row.get(key) is not None), "") for name, keys in _NAMES.items()}
        if not (said["id"] or said["question"]):
            raise SourceError(f"{path.name} 第 {nth} 行：没有“问题”（question），不知道答的是哪一问")
        found.append(Line(str(said["id"]), str(said["question"]), str(said["answer"])))
    if not found:
        raise SourceError(f"{path.name}：一行也没有")
    return found


def _csv_rows(text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    yield from enumerate(csv.DictReader(text.splitlines()), start=2)


def _json_rows(text: str, name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for nth, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            raise SourceError(f'{name} 第 {nth} 行：不是 JSON；应是 {{"question": …, "answer": …}}') from error
        if not isinstance(row, dict):
            raise SourceError(f"{name} 第 {nth} 行：应是一个 JSON 对象")
        if not row.get("error"):  # a failed try kept from an earlier asking is no answer
            yield nth, row


def append(path: Path, row: Mapping[str, Any]) -> None:
    """Write one line more of a transcript, on disk when this returns."""
    with path.open("ab+") as file:
        if file.tell():
            file.seek(-1, os.SEEK_END)
            cut_off = file.read(1) != b"\n"  # by a kill: the line that follows is a line of its own
        else:
            cut_off = False
        file.write((b"\n" if cut_off else b"") + json.dumps(row, ensure_ascii=False).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
