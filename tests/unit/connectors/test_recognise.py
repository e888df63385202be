"""Headings of real exports, and the doubts that become questions."""

from pathlib import Path

import pyarrow as pa
import pytest

from zouxin.connectors import read_any
from zouxin.connectors.recognise import parse_map, recognise
from zouxin.model.errors import UsageError

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
TARGETS = ["letter.id", "letter.text", "reply.text", "letter.received_on", "reply.replied_on", "letter.unit_id"]
REAL = {
    "shanghai_petitions/dev.parquet": {"id": "letter.id", "title": "letter.title", "question": "letter.text", "reply": "reply.text",
                                       "asked_at": "letter.received_on", "replied_at": "reply.replied_on", "unit": "letter.unit_id"},
    "gov_website_errors/dev.parquet": {"id": "letter.id", "question": "letter.text", "reply": "reply.text", "asked_at": "letter.received_on",
                                       "replied_at": "reply.replied_on", "unit": "letter.unit_id"},
    "tipdm2020c/att4_dev.parquet": {"id": "letter.id", "title": "letter.title", "question": "letter.text", "reply": "reply.text",
                                    "asked_at": "letter.received_on", "replied_at": "reply.replied_on"},
    "nyc311/dev.parquet": {"unique_key": "letter.id", "descriptor": "letter.text", "resolution_description": "reply.text",
                           "created_date": "letter.received_on", "closed_date": "reply.replied_on", "agency": "letter.unit_id",
                           "agency_name": "unit.name", "complaint_type": "letter.kind"},
    "wenzheng_sichuan/dev.parquet": {"id": "letter.id", "title": "letter.title", "content": "letter.text", "created_at": "letter.received_on",
                                     "reply_at": "reply.replied_on"},
}  # fmt: skip


def table(*heads: str) -> pa.RecordBatch:
    cells = {
        "id": [f"A{i}" for i in range(8)], "letter": [f"我家门口的路灯坏了三个月没有人修 {i}" for i in range(8)],
        "reply": [f"您好，路灯已经于昨日修复完毕 {i}" for i in range(8)], "day": [f"2023-07-{i + 1:02d}" for i in range(8)],
        "unit": ["市政局"] * 8, "state": ["已办结", "办理中"] * 4, "words": ["满意"] * 8, "phone": ["13800000000"] * 8,
    }  # fmt: skip
    names, kinds = zip(*(head.split("=") for head in heads), strict=True)
    return pa.RecordBatch.from_arrays([pa.array(cells[kind]) for kind in kinds], names=list(names))


@pytest.mark.parametrize("file", REAL)
def test_real_exports(file: str) -> None:
    if not (DATA / file).exists():
        pytest.skip("shared data absent")
    rows = next(iter(read_any(DATA / file))).rows
    found = recognise(rows.schema.names, rows)
    assert dict(found.mapping) == REAL[file]
    assert set(found.ignored) == set(rows.schema.names) - set(REAL[file])
    assert found.questions == ()


@pytest.mark.parametrize(
    "heads",
    [
        ["编号", "留言内容", "答复意见", "来信时间", "答复时间", "答复单位"],
        ["序号", "市民来信内容（必填）", "办理结果*", "写信日期", "办结日期", "承办部门名称"],
        ["工单号", "诉求描述", "处理情况", "登记时间", "办结时间", "承办单位"],
        ["編號", "來信內容", "回復內容", "來信時間", "回復時間", "承辦單位"],
        ["信件编码", "反映问题", "反馈意见", "提交时间", "反馈时间", "责任单位"],
        ["ID", "Question Text", "Official Reply", "Asked At", "Replied At", "Department"],
        [" 编 号 ", "【来信内容】", "答复内容：", "来信时间", "答复时间(年月日)", "办理单位"],
        ["letterId", "content", "replyContent", "createTime", "replyTime", "dept"],
    ],
)
def test_wordings(heads: list[str]) -> None:
    kinds = ["id", "letter", "reply", "day", "day", "unit"]
    rows = table(*(f"{head}={kind}" for head, kind in zip(heads, kinds, strict=True)))
    found = recognise(heads, rows)
    assert found.questions == ()
    assert dict(found.mapping) == dict(zip(heads, TARGETS, strict=True))


def test_what_is_near_but_not_it() -> None:
    rows = table(
        "信件编号=id", "写信人=words", "联系电话=phone", "来信内容=letter", "受理时间=day", "来信时间=day", "答复=reply", "答复时间=day", "答复状态=state",
        "答复期限=day", "满意度=words", "受理单位=unit", "答复单位=unit", "是否答复=state",
    )  # fmt: skip
    found = recognise(rows.schema.names, rows)
    assert dict(found.mapping) == {
        "信件编号": "letter.id", "来信内容": "letter.text", "来信时间": "letter.received_on", "答复": "reply.text", "答复时间": "reply.replied_on",
        "答复单位": "letter.unit_id",
    }  # fmt: skip
    assert found.questions == ()


def test_a_state_is_no_reply() -> None:
    rows = table("编号=id", "来信内容=letter", "回复=state", "时间=day")
    assert "reply.text" not in dict(map(reversed, recognise(rows.schema.names, rows).mapping))


def test_doubt_is_a_question_and_map_answers_it() -> None:
    rows = table("编号=id", "来信内容=letter", "问题描述=letter", "答复内容=reply")
    found = recognise(rows.schema.names, rows)
    assert "letter.text" not in dict(map(reversed, found.mapping))
    [question] = found.questions
    assert "--map 来信内容=letter.text" in question
    assert "--map 问题描述=letter.text" in question
    answered = recognise(rows.schema.names, rows, given=parse_map(["问题描述=letter.text"]))
    assert answered.questions == ()
    assert ("问题描述", "letter.text") in answered.mapping


def test_unknown_headings_are_asked_about() -> None:
    rows = table("甲=id", "乙=letter", "丙=reply")
    [question] = recognise(rows.schema.names, rows).questions
    assert "--map 乙=letter.text" in question
    rows = table("编号=id", "来信内容=letter", "批示=reply")
    [question] = recognise(rows.schema.names, rows).questions
    assert "--map 批示=reply.text" in question
    assert recognise(rows.schema.names, rows, given=parse_map(["批示=ignore"])).questions == ()


def test_other_families() -> None:
    rows = table("对象表=words", "对象编号=id", "规则编号=words", "结论=words", "依据=letter")
    allowed = rows.set_column(3, "结论", pa.array(["yes"] * 8))
    assert {t.split(".")[0] for _, t in recognise(allowed.schema.names, allowed).mapping} == {"judgement"}


@pytest.mark.parametrize("word", ["列", "=reply.text", "列=reply", "列=nothing.text", "列=reply.nothing"])
def test_wrong_map(word: str) -> None:
    with pytest.raises(UsageError):
        parse_map([word])


def test_map_of_no_column() -> None:
    rows = table("编号=id")
    with pytest.raises(UsageError, match="没有列"):
        recognise(rows.schema.names, rows, given=[("别的", "letter.text")])
