"""Group chats: what is measured, and that nothing that was said and no name is kept anywhere."""

import gc
import json
from datetime import date
from pathlib import Path

import pytest

from zouxin import flow
from zouxin.connectors import chat_export
from zouxin.connectors._chat import measure, role_of
from zouxin.flow.landing import land
from zouxin.lake import Lake
from zouxin.model.errors import SourceError, UsageError

SALT = "只有本县知道的盐"
OPTIONS = {"secrets": {"salt": SALT}, "group": "防汛群"}
TXT = """2024-05-01 08:30:12 王建国(wxid_9x8y7z)
@所有人 请各村今晚八点前填报防汛物资台账，收到请回复
芝麻开门
2024-05-01 21:05:00 李秀英
收到
2024-05-01 21:06:00 李秀英
收到
2024-05-02 下午 9:10 群助手
截至目前以下人员未打卡：张三、李四、欧阳修，请尽快
2024-05-02 22:00 王建国
@赵钱孙 @周吴郑 还没转发朋友圈，抓紧
"""
SECRETS = ("王建国", "李秀英", "张三", "欧阳修", "赵钱孙", "芝麻开门", "wxid_9x8y7z", "防汛物资台账", "不是日期的悄悄话", "第五列泄露")


def rows(path: Path, **more: object) -> list[dict[str, str]]:
    return [row for batch in chat_export.read(path, {**OPTIONS, **more}) for row in batch.rows.to_pylist()]


def test_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TXT, encoding="gb18030")
    first, second, third, robot, last = rows(tmp_path / "a.txt")
    assert (first["是否@所有人"], first["要求类型"], first["点名人数"], first["提到人数"], first["发送时刻分钟数"]) == (
        "true",
        "form",
        "0",
        "0",
        "510",
    )
    assert first["字数"] == str(len("@所有人 请各村今晚八点前填报防汛物资台账，收到请回复\n芝麻开门"))
    assert second["发送人代号"] == third["发送人代号"] != first["发送人代号"] == last["发送人代号"]
    assert second["消息编号"] != third["消息编号"]
    assert (robot["发送人角色"], robot["要求类型"], robot["点名人数"], robot["发送时刻分钟数"]) == ("robot", "checkin", "3", "1270")
    assert (last["要求类型"], last["提到人数"], last["点名人数"]) == ("forward", "2", "2")
    assert len({row["消息编号"] for row in rows(tmp_path / "a.txt")}) == 5


@pytest.mark.parametrize("shift", range(3))
@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_a_long_export_is_read_wherever_its_head_is_cut(tmp_path: Path, codec: str, shift: int) -> None:
    said = "".join(f"2024年5月1日 08:{n // 60 % 60:02d}:{n % 60:02d} 李秀英\n{'收到，马上办' * 9}\n" for n in range(900))
    (tmp_path / "a.txt").write_bytes(("x" * shift + "\n" + said).encode(codec))
    assert len(rows(tmp_path / "a.txt")) == 900


@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning", "error::ResourceWarning")
def test_the_file_is_closed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TXT, encoding="utf-8")
    assert rows(tmp_path / "a.txt")
    gc.collect()


def test_pseudonyms_differ_by_group_and_salt(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TXT, encoding="utf-8")
    one = {row["发送人代号"] for row in rows(tmp_path / "a.txt")}
    assert one.isdisjoint(row["发送人代号"] for row in rows(tmp_path / "a.txt", group="另一个群"))
    assert one.isdisjoint(row["发送人代号"] for row in rows(tmp_path / "a.txt", secrets={"salt": "另一把盐另一把盐"}))
    assert one == {row["发送人代号"] for row in rows(tmp_path / "a.txt")}


def test_roles_by_a_map(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TXT, encoding="utf-8")
    (tmp_path / "roles.yml").write_text("王建国: owner\n李秀英: manager\n", encoding="utf-8")
    assert [r["发送人角色"] for r in rows(tmp_path / "a.txt", roles="roles.yml", folder=tmp_path)] == [
        "owner",
        "manager",
        "manager",
        "robot",
        "owner",
    ]


def test_other_shapes(tmp_path: Path) -> None:
    (tmp_path / "钉钉.csv").write_text(
        "时间,发送人,消息内容\n2024/5/1 8:30,王建国,大家辛苦了\n2024/5/1 9:00,王建国,请投票\n", encoding="gb18030"
    )
    assert [(r["要求类型"], r["发送时刻分钟数"]) for r in rows(tmp_path / "钉钉.csv")] == [("none", "510"), ("vote", "540")]
    said = [
        {"createTime": "2024-05-01 08:30:00", "nickname": "王建国", "content": "请到会议室开会"},
        {"createTime": 1714525200, "nickname": "李", "content": "好"},
    ]
    (tmp_path / "a.json").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    assert [r["要求类型"] for r in rows(tmp_path / "a.json")] == ["meeting", "none"]
    (tmp_path / "b.txt").write_text("王建国 2024-05-01 08:30:12\n辛苦了\n", encoding="utf-8")
    assert len(rows(tmp_path / "b.txt")) == 1


def test_without_salt_or_messages(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TXT, encoding="utf-8")
    with pytest.raises(UsageError, match="salt_env"):
        list(chat_export.read(tmp_path / "a.txt", {}))
    (tmp_path / "b.txt").write_text("王建国说，芝麻开门\n芝麻开门\n", encoding="utf-8")
    with pytest.raises(SourceError) as told:
        rows(tmp_path / "b.txt")
    assert not any(word in told.value.sentence for word in SECRETS)


SOURCE = """source: chenghe-groups
title: 澄禾县工作群（虚构）
reads: chat_export
brings: everything
parts:
{parts}
"""
PART = """  - from: {file}
    options: {{group: 防汛群, salt_env: CHAT_SALT, roles: roles.yml}}
    fills:
      group_message:
        id: 消息编号
        platform_id: 群编号
        sent_on: 发送时间
        minute: 发送时刻分钟数
        role: 发送人角色
        sender: 发送人代号
        at_all: 是否@所有人
        mentions: 提到人数
        demand: 要求类型
        names_silent: 点名人数
        chars: 字数
"""


def test_nothing_said_is_kept_anywhere(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    (tmp_path / "a.txt").write_text(TXT, encoding="gb18030")
    (tmp_path / "b.csv").write_text(
        "时间,发送人,消息内容\n不是日期的悄悄话,王建国,芝麻开门\n2024-05-03 08:00:00,李秀英,芝麻开门,多出来的,第五列泄露\n2024-05-03 09:00:00,李秀英,好\n",
        encoding="utf-8",
    )
    (tmp_path / "roles.yml").write_text("王建国: owner\n", encoding="utf-8")
    (tmp_path / "source.yml").write_text(SOURCE.format(parts=PART.format(file="a.txt") + PART.format(file="b.csv")), encoding="utf-8")
    out = tmp_path / "out"
    question = flow.Question(paths=(), out=out, today=date(2024, 6, 1), spec=tmp_path / "source.yml", environment={"CHAT_SALT": SALT})
    with Lake(out / "lake") as lake:
        told = land(question, lake)
        kept = [row for batch in lake.engine.batches(lake.open("group_message")) for row in batch.to_pylist()]
        looks = [row for batch in lake.engine.batches(lake.open("observation")) for row in batch.to_pylist()]
    [source] = told.sources
    assert (source.read, source.landed, source.quarantined) == (8, 6, 2)
    assert len(kept) == 6
    assert [(o["of"], o["covers"]) for o in looks] == [("messages", "part")]
    import pyarrow.parquet as pq

    everything = repr(told) + caplog.text + "".join(repr(pq.read_table(p).to_pylist()) for p in out.rglob("*.parquet"))
    whole = b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file())
    for word in (*SECRETS, SALT):
        assert word not in everything
        assert word.encode() not in whole
        assert word.encode("gb18030") not in whole


@pytest.mark.parametrize(
    ("text", "demand", "silent"),
    [
        ("请大家接龙", "form", 0), ("收到请回复", "reply", 0), ("收到", "none", 0), ("请把学习强国积分补上", "study", 0), ("明天上午九点参加视频会议", "meeting", 0),
        ("请各村拍照上传", "photo", 0), ("【防汛预警通知】今晚有大雨", "notice", 0), ("以下同志尚未完成学习：王五、赵六", "study", 2), ("今天天气不错", "none", 0),
        ("请转发到朋友圈", "forward", 0), ("大家辛苦了，早点休息", "none", 0),
    ],
)  # fmt: skip
def test_demands(text: str, demand: str, silent: int) -> None:
    found = measure(text)
    assert (found.demand, found.silent) == (demand, silent)


def test_roles_from_names() -> None:
    assert [role_of(n) for n in ("群机器人", "系统消息", "王建国")] == ["robot", "system", "member"]
