"""A small census of groups with planted troubles and their innocent twins, landed, derived, checked."""

from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from zouxin import flow

MOMENT = date(2026, 3, 31)
SOURCE = """source: groups
brings: everything
parts:
  - {from: units.csv, fills: {unit: {id: 单位编号, name: 单位名称}}}
  - from: groups.csv
    fills:
      platform: {id: 群编号, name: 群名称, kind: 类别, unit_id: 建群单位, status: 状态, campaign: 是否专项工作, purpose: 用途, task_ends_on: 任务截止日期, members: 群人数}
  - {from: members.csv, fills: {membership: {holder_id: 岗位编号, platform_id: 群编号, kind: 使用方式}}}
  - from: messages.csv
    fills:
      group_message: {id: 消息编号, platform_id: 群编号, sent_on: 日期, minute: 分钟, role: 角色, demand: 要求类型, names_silent: 点名人数}
  - {from: looks.csv, fills: {observation: {platform_id: 群编号, of: 查看内容, seen_on: 查看日期, outcome: 结果, covers: 范围}}}
"""
#: id, name, unit, purpose, campaign, end, members as letters; last day, minute, demand and named of each message
GROUPS = {
    "idle": ("旧工作群", "town", "临时沟通", "否", "", "abc", [(120, 600, "none", 0)]),
    "flood": ("防汛值守群", "town", "防汛", "否", "", "abcdefghij", [(200, 120, "checkin", 4)]),
    "task": ("人口普查群", "bureau", "普查", "是", "2026-01-31", "kl", [(5, 600, "none", 0)]),
    "twin1": ("扶贫一群", "hall", "扶贫", "否", "", "mnopq", [(5, 600, "notice", 0)]),
    "twin2": ("扶贫二群", "hall", "扶贫", "否", "", "mnopq", [(5, 600, "none", 0)]),
    "night": ("河东干部群", "village", "日常", "否", "", "rstuv", [(n, 1290, "form", 0) for n in range(3, 9)]),
    "named": ("河西干部群", "west", "日常", "否", "", "rstuv", [(4, 600, "checkin", 3)]),
    "fine": ("机关工作群", "east", "日常", "否", "", "rst", [(4, 600, "form", 0), (4, 1290, "notice", 0)]),
}
FOUND = {
    ("GRP001", "idle"),
    ("GRP002", "task"),
    ("GRP003", "twin1"),
    ("GRP003", "twin2"),
    ("GRP004", "hall"),
    ("GRP005", "night"),
    ("GRP006", "named"),
}


def written(folder: Path) -> None:
    tables = {
        "units": ["单位编号,单位名称", *(f"{unit},{unit}" for unit in sorted({g[1] for g in GROUPS.values()}))],
        "groups": ["群编号,群名称,类别,建群单位,状态,是否专项工作,用途,任务截止日期,群人数",
                   *(f"{key},{g[0]},工作群,{g[1]},正常,{g[3]},{g[2]},{g[4]},{len(g[5])}" for key, g in GROUPS.items())],
        "members": ["岗位编号,群编号,使用方式", *(f"{who},{key},加入" for key, g in GROUPS.items() for who in g[5])],
        "messages": ["消息编号,群编号,日期,分钟,角色,要求类型,点名人数", *(f"{key}{n},{key},{MOMENT - timedelta(days=ago)},{minute},owner,{demand},{named}"
                     for key, g in GROUPS.items() for n, (ago, minute, demand, named) in enumerate(g[6]))],
        "looks": ["群编号,查看内容,查看日期,结果,范围", *(f"{key},messages,{MOMENT},read,all" for key in GROUPS)],
    }  # fmt: skip
    for name, lines in tables.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "source.yml").write_text(SOURCE, "utf-8")


@pytest.mark.slow
def test_planted_troubles_are_found_and_their_innocent_twins_are_not(tmp_path: Path) -> None:
    written(tmp_path)
    question = flow.Question(
        paths=(),
        out=tmp_path / "out",
        today=date.today(),
        as_of=MOMENT,
        spec=tmp_path / "source.yml",
        packs=("xiangzhou-groups",),
        everything=True,
    )
    told = flow.audit(question)
    assert [(view.read, view.quarantined) for view in told.sources] == [
        (sum(len(p.read_text("utf-8").splitlines()) - 1 for p in tmp_path.glob("*.csv")), 0)
    ]
    rows = [row for path in (tmp_path / "out" / "lake" / "runs").glob("*/*.parquet") for row in pq.read_table(path).to_pylist()]
    assert {(row["check"], row["subject_id"]) for row in rows if row["found"] and row["check"].startswith("GRP")} == FOUND
    assert [row for row in rows if row["found"] is None and row["check"].startswith("GRP")] == []
    [night] = [row["sentence"] for row in rows if row["check"] == "GRP005" and row["found"]]
    assert "6 条发在下班时间或休息日" in night
