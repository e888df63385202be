"""A source that drops: nothing lands, the alarm is told, the last good snapshot stays, other sources go on."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from zouxin import flow
from zouxin.cli import main
from zouxin.content.sources import read_source
from zouxin.flow.alarming import alarms
from zouxin.lake import Lake
from zouxin.model.errors import ContentError, SourceAlarm

HEADS = "账号,平台,文章标题,正文,发布时间,阅读数\n"
SOURCE = """source: posts
reads: csv
from: posts.csv
brings: everything
fills:
  platform: {name: 账号, kind: {column: 平台, map: {微信: wechat}}}
  post: {title: 文章标题, text: 正文, posted_on: 发布时间}
  engagement: {reads: 阅读数}
promises:
  post: {at_least: 1, at_most_drop: 50 %}
"""


def posts(folder: Path, count: int) -> Path:
    path = folder / "posts.csv"
    path.write_text(
        HEADS + "".join(f"澄禾发布,微信,第 {n} 篇通知,这是第 {n} 篇正文,2024-05-{n + 1:02d},9\n" for n in range(count)), encoding="utf-8"
    )
    return path


def counted(out: Path) -> int:
    with Lake(out / "lake") as lake:
        return sum(len(batch) for batch in lake.engine.batches(lake.open("post")))


def asked(tmp_path: Path, **more: object) -> flow.Question:
    return replace(flow.Question(paths=(tmp_path / "posts.csv",), out=tmp_path / "out", today=date(2024, 6, 1)), **more)  # type: ignore[arg-type]


def test_drop_to_zero_of_a_file(tmp_path: Path) -> None:
    posts(tmp_path, 8)
    before = flow.audit(asked(tmp_path))
    posts(tmp_path, 0)
    told = flow.audit(asked(tmp_path))
    [source] = told.sources
    assert len(source.alarms) == 1
    assert (source.read, source.landed, source.quarantined) == (0, 0, 0)
    assert counted(tmp_path / "out") == 8
    assert (told.snapshot, told.moment, told.totals) == (before.snapshot, before.moment, before.totals)
    assert source.alarms[0] in (tmp_path / "out" / "report.html").read_text("utf-8")


def test_a_table_that_is_gone(tmp_path: Path) -> None:
    path = posts(tmp_path, 8)
    flow.audit(asked(tmp_path))
    path.write_text(path.read_text("utf-8").replace(",9\n", ",\n"), encoding="utf-8")
    [source] = flow.audit(asked(tmp_path)).sources
    assert source.alarms == ()  # the column is blank: it fills nothing, and reads are unknown, not gone
    path.write_text("信件编号,来信内容,来信时间,答复内容\nL1,路灯坏了三个月没人修,2024-05-01,已经派人修好了路灯\n", encoding="utf-8")
    [source] = flow.audit(asked(tmp_path, source="box")).sources
    path.write_text("信件编号,来信内容,来信时间,答复内容\nL1,路灯坏了三个月没人修,2024-05-01,\n", encoding="utf-8")
    [source] = flow.audit(asked(tmp_path, source="box", given=(("答复内容", "reply.text"),))).sources
    assert "reply 上次有 1 行" in source.alarms[0]


@pytest.mark.parametrize(("count", "alarmed"), [(8, False), (4, False), (3, True), (0, True)])
def test_promise(tmp_path: Path, count: int, alarmed: bool) -> None:
    (tmp_path / "source.yml").write_text(SOURCE, encoding="utf-8")
    question = asked(tmp_path, paths=(), spec=tmp_path / "source.yml")
    posts(tmp_path, 8)
    flow.audit(question)
    posts(tmp_path, count)
    [source] = flow.audit(question).sources
    assert bool(source.alarms) is alarmed
    assert counted(tmp_path / "out") == 8


def test_what_an_alarm_holds_back_is_counted_and_its_quarantine_named(tmp_path: Path) -> None:
    (tmp_path / "source.yml").write_text(SOURCE, encoding="utf-8")
    question = asked(tmp_path, paths=(), spec=tmp_path / "source.yml")
    posts(tmp_path, 8)
    flow.audit(question)
    path = posts(tmp_path, 3)
    path.write_text(path.read_text("utf-8").replace("2024-05-02", "去年"), encoding="utf-8")
    ran = CliRunner().invoke(main, ["audit", "--source-file", str(tmp_path / "source.yml"), "--out", str(tmp_path / "out")])
    assert "读到 3 行 = 载入 0 + 隔离 1 + 因警报没有载入 2" in ran.output
    [source] = flow.audit(question).sources
    assert (source.read, source.landed, source.quarantined, source.held) == (3, 0, 1, 2)
    assert "去年" in (tmp_path / "out" / source.quarantine_file).read_text("utf-8-sig")
    assert source.quarantine_file in ran.output
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert source.quarantine_file in page
    assert "另有 2 行因警报没有入库" in page


def test_nothing_to_fall_back_on(tmp_path: Path) -> None:
    (tmp_path / "source.yml").write_text(SOURCE, encoding="utf-8")
    posts(tmp_path, 0)
    with pytest.raises(SourceAlarm, match="没有可看的"):
        flow.audit(asked(tmp_path, paths=(), spec=tmp_path / "source.yml"))


def test_other_sources_go_on(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    path, other = posts(tmp_path, 8), posts(tmp_path / "b", 3)
    words = ["audit", str(path), str(other), "--out", str(tmp_path / "out")]
    assert CliRunner().invoke(main, words).exit_code == 0
    posts(tmp_path, 0)
    posts(tmp_path / "b", 5)
    ran = CliRunner().invoke(main, words)
    assert ran.exit_code == 0
    assert "警报" in ran.output
    assert counted(tmp_path / "out") == 13


def test_additions_may_be_none() -> None:
    assert alarms({}, {"post": 5}, drops={}, brings="additions") == ()
    assert len(alarms({}, {"post": 5}, drops={}, brings="everything")) == 1
    assert alarms({"post": 5}, {"post": 5}, drops={"post": 0.0}, brings="everything") == ()
    assert len(alarms({"post": 4}, {"post": 5}, drops={"post": 0.0}, brings="everything")) == 1


@pytest.mark.parametrize("share", ["50", "half %", "150 %"])
def test_wrong_shares_are_named(tmp_path: Path, share: str) -> None:
    (tmp_path / "source.yml").write_text(SOURCE.replace("50 %", share), encoding="utf-8")
    with pytest.raises(ContentError, match=r"source\.yml:\d+.*at_most_drop"):
        read_source(tmp_path / "source.yml")
