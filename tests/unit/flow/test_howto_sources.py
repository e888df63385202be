"""The source descriptions that the howto pages show are right, and what they describe lands."""

import re
from datetime import date
from pathlib import Path

import pytest
from fake_wechat import APPID, SECRET, FakeWechat
from web_places import pages, serving

from zouxin import flow
from zouxin.content.sources import read_source
from zouxin.flow.landing import Landed, land
from zouxin.lake import Lake

DOCS = Path(__file__).parents[3] / "docs" / "howto"
SHOWN = [
    (page.stem, text)
    for page in sorted(DOCS.glob("*.md"))
    for text in re.findall(r"```yaml\n(source: .*?)```", page.read_text("utf-8"), re.S)
]
RSS = "<rss><channel><title>x</title><item><title>停水通知</title><link>http://a.example/1</link><pubDate>Tue, 05 Mar 2024 08:00:00 +0800</pubDate></item></channel></rss>"
LIST = '<ul class="news"><li><a href="1.html">开会通知</a><span class="date">2024-03-06</span></li></ul>'


@pytest.mark.parametrize(("page", "text"), SHOWN, ids=[page for page, _ in SHOWN])
def test_shown_sources_are_right(tmp_path: Path, page: str, text: str) -> None:
    (tmp_path / "source.yml").write_text(text, encoding="utf-8")
    assert read_source(tmp_path / "source.yml").parts


def landed(tmp_path: Path, page: str, address: str, shown: str) -> tuple[Landed, dict[str, list[dict[str, object]]]]:
    """What the description of a page brings, with its address replaced by one on the loopback."""
    text = dict(SHOWN)[page].replace(shown, address).replace("options: {", "options: {allow_private: 是, ")
    (tmp_path / "source.yml").write_text(text, encoding="utf-8")
    (tmp_path / "tzgg.yml").write_text("column: 通知公告\nitem: ul.news > li\ndate: span.date\n", encoding="utf-8")
    environment = {"WECHAT_APPID": APPID, "WECHAT_SECRET": SECRET}
    question = flow.Question(paths=(), out=tmp_path / "out", today=date(2026, 3, 31), spec=tmp_path / "source.yml", environment=environment)
    with Lake(tmp_path / "out" / "lake") as lake:
        told = land(question, lake)
        names = ("platform", "post", "engagement", "observation")
        return told, {n: [row for b in lake.engine.batches(lake.open(n)) for row in b.to_pylist()] for n in names}


def test_wechat(tmp_path: Path) -> None:
    one = {"ref_date": "2026-03-29", "msgid": "2247480000_1", "title": "甲", "content_url": "u",
           "detail_list": [{"stat_date": f"2026-03-{d}", "read_user": d, "share_user": 0, "like_user": 1, "comment_count": 0} for d in (29, 30)]}  # fmt: skip
    sent = {**one, "msgid": "99_1", "title": "群发的一篇"}
    fake = FakeWechat(articles=[("甲", 1_774_700_000), ("乙", 1_774_800_000)], statistics={"2026-03-29": [one, sent]})
    with serving(fake) as address:
        _, tables = landed(tmp_path, "wechat", address, "https://api.weixin.qq.com")
    assert sorted(str(p["title"]) for p in tables["post"]) == ["乙", "甲", "群发的一篇"]
    assert [p["text"] for p in tables["post"] if p["title"] == "甲"] == ["甲的正文"]
    assert len(tables["engagement"]) == 4
    assert [(p["id"], p["kind"]) for p in tables["platform"]] == [("澄禾发布", "wechat")]
    assert [(o["platform_id"], o["of"], o["covers"]) for o in tables["observation"]] == [("澄禾发布", "posts", "part")]


def test_feed_and_column(tmp_path: Path) -> None:
    with serving(pages({"/rss.xml": RSS, "/tzgg/index.html": LIST})) as address:
        told, tables = landed(tmp_path, "web-sources", address, "https://www.chenghe.example")
    assert {(p["platform_id"], p["title"]) for p in tables["post"]} == {("澄禾县政府网", "停水通知"), ("通知公告", "开会通知")}
    assert {(p["id"], p["kind"]) for p in tables["platform"]} == {("澄禾县政府网", "website"), ("通知公告", "column")}
    assert {o["covers"] for o in tables["observation"]} == {"part"}
    assert told.sources[0].quarantined == 0
