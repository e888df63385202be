"""Asking a chat bot over HTTP, and reading a transcript of one.

The bot is sent `{"question": "…"}` (another field's name may be given) and answers JSON, whose text is looked for where bots usually put it, or where `answer`
says. A transcript is a table in a file of any kind that can be read, with columns question (or id) and answer.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zouxin.connectors import read_any
from zouxin.connectors._http import Fetcher, is_address, name_of
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
__all__ = ["Bot", "Line", "append", "is_address", "name_of", "transcript"]


@dataclass(frozen=True)
class Line:
    """One line of a transcript: the question's id or text, and what was answered; None where nothing was."""

    id: str
    question: str
    answer: str | None


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
            f"{name_of(self.url)}：回答里没有找到文字（{'、'.join(sorted(said))[:80]}）；请用 --answer 写明在哪一项，如 data.answer"
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


def transcript(path: Path) -> tuple[list[Line], list[str]]:
    """The lines of a transcript, and a sentence for each row that could not be read; a row without an answer was not answered.

    Raises SourceError where no column holds the questions, or none the answers.
    """
    lines, wrong = list[Line](), list[str]()
    for batch in read_any(path):
        wrong += [f"{batch.file} 第 {row.row} 行：{row.reason}；{row.remedy}" for row in batch.broken]
        found = {name: next((key for key in keys if key in batch.rows.schema.names), None) for name, keys in _NAMES.items()}
        if batch.rows.num_rows and not (found["answer"] and (found["question"] or found["id"])):
            raise SourceError(f"{path.name}：要有“问题”“回答”两列（question、answer），现在有 {'、'.join(batch.rows.schema.names)[:80]}")
        for nth, row in enumerate(batch.rows.to_pylist()):
            said = {name: row[key] if key else None for name, key in found.items()}
            if said["id"] or said["question"]:
                lines.append(Line(said["id"] or "", said["question"] or "", said["answer"]))
            else:
                wrong.append(
                    f"{batch.file} 第 {batch.numbers[nth].as_py() if batch.numbers else batch.first_row + nth} 行：没有问题，不知道答的是哪一问"
                )
    if not lines and not wrong:
        raise SourceError(f"{path.name}：一行也没有")
    return lines, wrong


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
