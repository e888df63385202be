"""Probe: a set of questions put to a chat bot, or found answered in a transcript, and what the answers do. A question without an answer is no finding."""

import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

import zouxin
from zouxin import content
from zouxin.bulletins.document import Block, Document, write_docx, write_html
from zouxin.bulletins.tables import write_csv
from zouxin.connectors.bot import Bot, Line, append
from zouxin.flow.asked import Say, quiet
from zouxin.flow.drafts import Draft
from zouxin.flow.gating import gate
from zouxin.functions.bot_answers import Asked, Told, grammar, read
from zouxin.model.errors import SourceError

#: what a rude sentence is called by the gate
_RUDE = "RPL006"


@dataclass(frozen=True, kw_only=True)
class Probed:
    """One question: its answer (None where there was none, and `why`), and every trouble of it: found, not found, or not to be told."""

    id: str
    kind: str
    question: str
    answer: str | None
    why: str
    told: tuple[Told, ...]


@dataclass(frozen=True, kw_only=True)
class ProbeReport:
    """What was asked of a bot and what came back; `version` of the questions, `kinds` what their kinds are called; `wrong`: rows of a transcript that
    could not be read."""

    target: str
    version: str
    kinds: Mapping[str, str]
    moment: date
    rows: tuple[Probed, ...]
    wrong: tuple[str, ...] = ()

    @property
    def answered(self) -> int:
        """How many questions were answered."""
        return sum(row.answer is not None for row in self.rows)

    def counts(self) -> dict[str, tuple[int, int, int]]:
        """Of each trouble: found, asked about, not to be told. What was not answered is not asked about."""
        told = [one for row in self.rows for one in row.told]
        return {name: (sum(one.found is True for one in told if one.trouble == name), sum(one.found is not None for one in told if one.trouble == name),
                       sum(one.found is None for one in told if one.trouble == name)) for name in content.bot_answers()["troubles"]}  # fmt: skip

    def same(self) -> tuple[str, int, int]:
        """The answer given most often, how often, and how many different answers there were."""
        said = Counter(row.answer.strip() for row in self.rows if row.answer is not None)
        text, times = said.most_common(1)[0] if said else ("", 0)
        return text, times, len(said)


def asked_of(bot: Bot, questions: Sequence[Mapping[str, Any]], kept: Path, *, every: float, say: Say = quiet) -> list[Line]:
    """Put every question that has no answer in `kept` yet; what is answered is kept there at once, so that a stopped probe goes on where it was."""
    known = _answered(kept)
    for nth, one in enumerate(questions):
        say("probe", nth, len(questions))
        if one["id"] in known:
            continue
        row = {"id": one["id"], "question": one["text"], "at": f"{datetime.now():%Y-%m-%dT%H:%M:%S}"}
        try:
            answer = bot.ask(one["text"])
        except SourceError as error:
            append(kept, row | {"error": error.sentence})
        else:
            append(kept, row | {"answer": answer})
            known[one["id"]] = Line(one["id"], one["text"], answer)
        time.sleep(every)
    return list(known.values())


def _answered(kept: Path) -> dict[str, Line]:
    """What an earlier asking got; a line cut off by its end is asked again."""
    found = {}
    for line in kept.read_text("utf-8").splitlines() if kept.exists() else ():
        row = _row_of(line)
        if "answer" in row:
            found[row["id"]] = Line(row["id"], row["question"], row["answer"])
    return found


def _row_of(line: str) -> dict[str, Any]:
    try:
        return dict(json.loads(line))
    except (json.JSONDecodeError, TypeError, ValueError):
        return {}


def probe(
    target: str,
    lines: Sequence[Line],
    *,
    moment: date,
    questions: Path | None = None,
    failed: Mapping[str, str] | None = None,
    wrong: Sequence[str] = (),
) -> ProbeReport:
    """What the answers of a bot do. Lines are matched with the questions by id, else by text; other lines are read as plain questions."""
    asked = content.bot_questions(questions)
    by = grammar(content.bot_answers()["patterns"])
    given = {line.id or line.question.strip(): line.answer for line in lines}
    rows = []
    for one in asked["questions"]:
        what = Asked(one["kind"], one["text"], bool(one.get("human")), str(one.get("trap") or ""))
        answer = given.get(one["id"], given.get(one["text"]))
        rows.append(_row(one["id"], what, answer, (failed or {}).get(one["id"], ""), by, moment))
    known = {one["id"] for one in asked["questions"]} | {one["text"] for one in asked["questions"]}
    for nth, line in enumerate((line for line in lines if line.id not in known and line.question.strip() not in known), start=1):
        rows.append(_row(line.id or f"line-{nth:03d}", Asked("other", line.question), line.answer, "", by, moment))
    return ProbeReport(
        target=target, version=str(asked["version"]), kinds=asked["kinds"], moment=moment, rows=tuple(rows), wrong=tuple(wrong)
    )


def _row(id: str, what: Asked, answer: str | None, why: str, by: Mapping[str, Any], moment: date) -> Probed:
    if answer is None:
        return Probed(id=id, kind=what.kind, question=what.text, answer=None, why=why or "没有得到回答", told=())
    told = gate("reply", Draft(text=answer), moment=moment)
    rude = next((row for row in told.rows if row.check == _RUDE), None)
    insult = Told("insulting", rude is not None, tuple((a, b) for a, b, _ in rude.places) if rude else ())
    return Probed(id=id, kind=what.kind, question=what.text, answer=answer, why="", told=(insult, *read(what, answer, by)))


def failures(kept: Path) -> dict[str, str]:
    """Of each question that got no answer, the last reason."""
    found: dict[str, str] = {}
    for line in kept.read_text("utf-8").splitlines() if kept.exists() else ():
        row = _row_of(line)
        if row.get("error"):
            found[row["id"]] = row["error"]
        elif "id" in row:
            found.pop(row["id"], None)
    return found


def probe_lines(told: ProbeReport) -> list[tuple[str, int, int, int]]:
    """(what is looked for, found, asked about, not to be told) of a probe."""
    titles = {name: one["title"] for name, one in content.bot_answers()["troubles"].items()}
    return [(titles[name], *three) for name, three in told.counts().items()]


def write_probe(told: ProbeReport, out: Path) -> None:
    """The report as a page, as docx, and every answer as a table and as JSON."""
    document = _document(told)
    write_html(document, out / "probe.html")
    write_docx(document, out / "probe.docx")
    write_csv([_table(told)], out / "answers.csv")
    rows = [{"id": r.id, "kind": r.kind, "question": r.question, "answer": r.answer, "why": r.why,
             "troubles": {one.trouble: {"found": one.found, "places": [list(place) for place in one.places]} for one in r.told}} for r in told.rows]  # fmt: skip
    whole = {"target": told.target, "questions": told.version, "moment": str(told.moment), "version": zouxin.__version__, "not_read": list(told.wrong), "because": content.bot_answers()["because"],
             "counts": {name: dict(zip(("found", "asked", "cannot_tell"), three, strict=True)) for name, three in told.counts().items()}, "rows": rows}  # fmt: skip
    (out / "probe.json").write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _table(told: ProbeReport) -> pa.RecordBatch:
    names = {key: one["title"] for key, one in content.bot_answers()["troubles"].items()}
    kinds = told.kinds
    said = {None: "看不出", True: "是", False: "否"}
    rows = [
        {"编号": r.id, "类别": kinds.get(r.kind, r.kind), "问": r.question, "答": r.answer, "没有回答的原因": r.why}
        | {title: next((said[one.found] for one in r.told if one.trouble == key), None) for key, title in names.items()}
        for r in told.rows
    ]
    return pa.RecordBatch.from_pylist(rows, schema=pa.schema([(name, pa.string()) for name in rows[0]]))


def _document(told: ProbeReport) -> Document:
    words = content.bot_answers()
    because = words["because"]
    text, times, different = told.same()
    silent = [row for row in told.rows if row.answer is None]
    blocks = [Block(kind="title", text="机器人回答检验"), Block(kind="text", text=f"对 {told.target} 提问 {len(told.rows)} 个（题目 {told.version} 版），得到回答 {told.answered} 个，没有得到回答 {len(silent)} 个。没有得到回答的不计入下表任何一项。")]  # fmt: skip
    if times > 1:
        blocks.append(
            Block(kind="text", text=f"{told.answered} 个回答里有 {different} 种不同的说法；说得最多的一种出现 {times} 次：“{text[:120]}”")
        )
    head = ("看什么", "有", "问了多少个回答", "看不出或不适用", "怎样改")
    rows = tuple(
        (words["troubles"][name]["title"], str(a), str(b), str(c), words["troubles"][name]["put_right"])
        for name, (a, b, c) in told.counts().items()
    )
    blocks.append(Block(kind="table", text="一览", rows=(head, *rows)))
    blocks += _found(told, words["troubles"])
    if silent:
        blocks += [
            Block(kind="heading", text=f"没有得到回答（{len(silent)} 个）"),
            Block(kind="table", rows=(("编号", "问", "原因"), *((r.id, r.question, r.why) for r in silent))),
        ]
    if told.wrong:
        blocks.append(Block(kind="note", text=f"对话记录里有 {len(told.wrong)} 行没有读成：{'；'.join(told.wrong)}"))
    cited = f"{because['title']}（{because['number']}）{because['clause']}；等级 {because['grade']}"
    blocks.append(
        Block(
            kind="note",
            text=f"依据：{cited}。由程序提示，由人认定。伤人的话由统计模型读出，其余按词句判断；词句和题目都在 content 里，可以核对。",
        )
    )
    return Document(
        title="机器人回答检验",
        blocks=tuple(blocks),
        foot=f"走心 {zouxin.__version__}；题目 {told.version} 版；{told.moment}；{told.target}",
    )


def _found(told: ProbeReport, troubles: Mapping[str, Mapping[str, str]]) -> list[Block]:
    """Every answer in which something was found, by what it is."""
    blocks = []
    for name, one in troubles.items():
        hit = [(r, t) for r in told.rows for t in r.told if t.trouble == name and t.found]
        if hit:
            table = tuple((r.id, told.kinds.get(r.kind, r.kind), r.question, r.answer or "（空）", _quoted(r, t)) for r, t in hit)
            blocks += [
                Block(kind="heading", text=f"{one['title']}（{len(hit)} 个）"),
                Block(kind="table", rows=(("编号", "类别", "问", "答", "在哪里"), *table)),
            ]
    return blocks


def _quoted(row: Probed, told: Told) -> str:
    return "；".join((row.answer or "")[start:end] for start, end in told.places) or "整个回答"
