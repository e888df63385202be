"""A census, exports of posts and what stands beside them: recognised without a source.yml, completed, kept out with a reason."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from zouxin import flow
from zouxin.flow.landing import Landed, land
from zouxin.lake import Lake
from zouxin.model.errors import UsageError

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
CENSUS = """澄禾县政务新媒体清单,,,,,,,,,
序号,账号名称,平台类型,主办单位,运营单位,运营方式,状态,开通日期,备案编号,认证主体,曾用名
1,澄禾发布,微信公众号,县政府办公室,县融媒体中心,其他单位,正常,2016-03-01,A001,县政府办公室,
2,澄禾发布,抖音,县政府办公室,,自行运营,正常,2019/5/1,A002,县政府办公室,澄禾视频、澄禾拍客
3,澄禾发布,快手,县政府办公室,,,正常,2019/5/2,A003,,
4,澄禾水利,微博,县水利局,某某传媒有限公司,托管,冻结,2017年8月2日,,某某传媒有限公司,
5,澄禾水利,微博,县水利局,某某传媒有限公司,托管,冻结,2017年8月2日,,某某传媒有限公司,
6,,微博,县水利局,,,正常,,,,
7,澄禾信访,火星网,县信访局,,,正常,,,,
"""
POSTS = """账号,平台,标题,正文,发布时间,阅读数,点赞数,评论数,转发数
澄禾发布,微信公众号,今日停水通知,因管网检修今日停水,2024-05-01 08:30:00,1200,3,0,4
澄禾发布,抖音,停水了请大家储水,停水视频,2024-05-02 09:00:00,"3,200",31,2,4
澄禾林业,微信公众号,植树节到了,大家一起来植树,2024-03-12 09:00:00,,,,
澄禾发布,快手,停水了请大家储水,停水视频,去年,,,,
"""
Rows = Callable[[str], list[dict[str, Any]]]


def landed(tmp: Path, *paths: Path, **more: Any) -> tuple[Landed, Rows]:
    """The paths landed in a lake of its own; its rows by table."""
    question = flow.Question(paths=paths, out=tmp / "out", today=date(2026, 3, 31), **more)
    with Lake(tmp / "out" / "lake") as lake:
        told = land(question, lake)
        names = ("platform", "platform_alias", "unit", "post", "engagement", "observation", "reach", "contract", "contract_platform",
                 "app_release", "membership", "post_holder", "order", "letter")  # fmt: skip
        kept = {name: [row for batch in lake.engine.batches(lake.open(name)) for row in batch.to_pylist()] for name in names}
    return told, lambda name: [{k: v for k, v in row.items() if v is not None and k != "source"} for row in kept[name]]


def saved(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(text.encode("gb18030"))
    return path


def test_census(tmp_path: Path) -> None:
    told, rows = landed(tmp_path, saved(tmp_path, "清单.csv", CENSUS))
    [source] = told.sources
    assert (source.read, source.landed, source.quarantined) == (7, 4, 3)
    assert dict(source.mapping)["主办单位"] == "platform.unit_id"
    assert source.ignored == ("序号",)
    assert sorted(p["id"] for p in rows("platform")) == [
        "short_video:澄禾发布@快手",
        "short_video:澄禾发布@抖音",
        "wechat:澄禾发布",
        "weibo:澄禾水利",
    ]
    [weibo] = [p for p in rows("platform") if p["kind"] == "weibo"]
    assert (weibo["operator_kind"], weibo["status"], weibo["opened_on"]) == ("company", "frozen", date(2017, 8, 2))
    assert [(u["id"], u["name"]) for u in rows("unit")] == [("县政府办公室", "县政府办公室"), ("县水利局", "县水利局")]
    assert {a["name"] for a in rows("platform_alias")} == {"澄禾视频", "澄禾拍客"}
    assert rows("observation") == []  # a register is not a look
    kept_out = (tmp_path / "out" / source.quarantine_file).read_text("utf-8-sig")
    assert all(word in kept_out for word in ("重复行", "没有平台名称", "火星网"))
    assert told.last is None


def test_census_as_a_workbook_is_the_same(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "清单.xlsx")
    sheet = book.add_worksheet("名单")
    for r, line in enumerate(CENSUS.splitlines()):
        for c, cell in enumerate(line.split(",")):
            sheet.write(r, c, cell)
    book.close()
    assert landed(tmp_path / "a", tmp_path / "清单.xlsx")[1]("platform") == landed(tmp_path / "b", saved(tmp_path, "清单.csv", CENSUS))[1](
        "platform"
    )


def test_ids_do_not_hang_on_the_order_of_rows(tmp_path: Path) -> None:
    title, heads, *lines = CENSUS.splitlines()
    turned = "\n".join([title, heads, *reversed(lines)]) + "\n"
    ids = [
        sorted(p["id"] for p in landed(tmp_path / n, saved(tmp_path, f"{n}.csv", text))[1]("platform"))
        for n, text in (("a", CENSUS), ("b", turned))
    ]
    assert ids[0] == ids[1]


def test_posts_and_their_census(tmp_path: Path) -> None:
    saved(tmp_path / "in", "b清单.csv", CENSUS)
    saved(tmp_path / "in", "a后台导出.csv", POSTS)  # read before the census by its name, and yet resolved by it
    told, rows = landed(tmp_path, tmp_path / "in")
    [source] = told.sources
    assert (source.read, source.landed, source.quarantined) == (11, 7, 4)
    posts = {p["platform_id"]: p for p in rows("post")}
    assert set(posts) == {"wechat:澄禾发布", "short_video:澄禾发布@抖音", "wechat:澄禾林业"}
    assert all(p["id"].startswith("~") for p in rows("post"))
    assert [e["reads"] for e in rows("engagement")] == [1200, 3200]
    assert {e["seen_on"] for e in rows("engagement")} == {date(2024, 5, 2)}
    looks = {o["platform_id"]: o["covers"] for o in rows("observation")}
    # the account one of whose rows was kept out was not looked at whole
    assert looks == {
        "wechat:澄禾发布": "all",
        "short_video:澄禾发布@抖音": "all",
        "wechat:澄禾林业": "all",
        "short_video:澄禾发布@快手": "part",
    }
    [stranger] = [p for p in rows("platform") if p["name"] == "澄禾林业"]
    assert "status" not in stranger  # a register is there and does not list it: nobody called it live
    assert "澄禾林业 不在平台清单里" in source.stated
    assert told.last == date(2024, 5, 2)


NUMBERED = "文章编号,账号,平台,文章标题,正文,发布时间,阅读数\n"


def month(nth: int, *, first: int = 1) -> str:
    """Two posts of a month, numbered from `first`."""
    rows = (f"{n},澄禾发布,微信,{nth} 月的第 {n} 篇,{nth} 月第 {n} 篇正文,2024-0{nth}-0{n},{nth}{n}\n" for n in (first, first + 1))
    return NUMBERED + "".join(rows)


def test_two_files_that_number_from_one_lose_no_post_in_silence(tmp_path: Path) -> None:
    saved(tmp_path / "in", "1.csv", month(1))
    saved(tmp_path / "in", "2.csv", month(2))
    told, rows = landed(tmp_path, tmp_path / "in")
    [source] = told.sources
    assert (source.read, source.landed, source.quarantined) == (4, 2, 2)
    assert [p["title"] for p in rows("post")] == ["1 月的第 1 篇", "1 月的第 2 篇"]
    assert [e["reads"] for e in rows("engagement")] == [11, 12]
    assert "编号重复" in (tmp_path / "out" / source.quarantine_file).read_text("utf-8-sig")
    assert [o["covers"] for o in rows("observation")] == ["part"]


def test_two_files_that_overlap_bring_a_post_once(tmp_path: Path) -> None:
    saved(tmp_path / "in", "1.csv", month(1))
    saved(tmp_path / "in", "2.csv", month(1, first=2).replace("12\n", "40\n"))
    told, rows = landed(tmp_path, tmp_path / "in")
    [source] = told.sources
    assert (source.read, source.landed, source.quarantined) == (4, 4, 0)
    assert [p["id"] for p in rows("post")] == ["1", "2", "3"]
    assert [e["reads"] for e in rows("engagement")] == [11, 40, 13]  # the later file's counts hold
    assert [o["covers"] for o in rows("observation")] == ["all"]


HEADS = {
    "contract": "合同编号,合同名称,采购单位,供应商,合同金额（元）,服务开始日期,服务结束日期,账号名称\n",
    "letter": "编号,来信内容,来信时间,答复内容,答复时间,答复单位\n",
    "platform": "平台编号,账号名称,平台类型,主办单位,状态\n",
}


@pytest.mark.parametrize(
    ("table", "one", "other"),
    [
        (
            "contract",
            "H1,新媒体托管服务,县水利局,某某传媒有限公司,98000,2023-01-01,2023-12-31,澄禾水利\n",
            "H1,网站运维服务,县林业局,另一家有限公司,5000,2023-01-01,2023-12-31,澄禾林业\n",
        ),
        (
            "letter",
            "1,路灯坏了三个月没人修,2024-01-01,已经派人修好了路灯,2024-01-03,市政局\n",
            "1,学校门口太堵了怎么办,2024-02-01,已安排交警疏导,2024-02-03,交警队\n",
        ),
        ("platform", "1,澄禾发布,微信公众号,县政府,正常\n", "1,澄禾水利,微信公众号,县水利局,正常\n"),
    ],
    ids=["contract", "letter", "platform"],
)
def test_one_id_for_two_things_in_two_files(tmp_path: Path, table: str, one: str, other: str) -> None:
    for folder, second, counts in (("a", other, (2, 1, 1)), ("b", one, (2, 2, 0))):
        for name, text in (("1.csv", one), ("2.csv", second)):
            saved(tmp_path / folder, name, HEADS[table] + text)
        told, rows = landed(tmp_path / f"out-{folder}", tmp_path / folder)
        [source] = told.sources
        assert (source.read, source.landed, source.quarantined) == counts
        assert len(rows(table)) == 1


def test_posts_alone(tmp_path: Path) -> None:
    _, rows = landed(
        tmp_path,
        saved(tmp_path, "微博.csv", "微博内容,发布时间,转发数\n今天大风请注意防范,2024-05-01,3\n明天降温请注意保暖,2024-05-03,\n"),
        source="发布",
    )
    assert rows("platform") == [{"id": "weibo:发布", "name": "发布", "kind": "weibo", "status": "live"}]
    assert rows("observation") == [
        {"platform_id": "weibo:发布", "of": "posts", "seen_on": date(2024, 5, 3), "outcome": "read", "covers": "all"}
    ]
    assert len(rows("engagement")) == 1  # blank counts are unknown: no row says none


def test_a_mailbox_stays_one_though_it_counts_clicks(tmp_path: Path) -> None:
    text = "标题,内容,发布时间,阅读数,点赞数,评论数,转发数,账号,答复内容,答复时间\n路灯坏了,小区门口路灯坏了,2024-05-01,1,2,3,4,信箱,已经派人修好了路灯,2024-05-03\n"
    _, rows = landed(tmp_path, saved(tmp_path, "信箱.csv", text))
    assert len(rows("letter")) == 1
    assert rows("post") == []


def test_what_stands_beside(tmp_path: Path) -> None:
    saved(tmp_path / "in", "1.csv", CENSUS)
    saved(
        tmp_path / "in",
        "2.csv",
        "合同编号,合同名称,采购单位,供应商,合同金额（元）,服务开始日期,服务结束日期,账号名称\n"
        "H1,新媒体托管服务,县水利局,某某传媒有限公司,98000,2023-01-01,2023-12-31,澄禾水利\nH1,新媒体托管服务,县水利局,某某传媒有限公司,98000,2023-01-01,2023-12-31,澄禾节水\n",
    )
    saved(
        tmp_path / "in",
        "3.csv",
        "应用名称,操作系统,版本号,更新时间,目标系统版本\n澄禾通,安卓,1.0.2,2018-05-01,23\n澄禾通,iOS,1.0.2,2018-05-01,9\n",
    )
    saved(
        tmp_path / "in",
        "4.csv",
        "文号,文件标题,发文单位,发文日期,完成时限,要求事项\n澄办发〔2019〕3号,关于开设政务微博的通知,县政府办公室,2019-01-02,2019-02-01,开设账号\n",
    )
    saved(
        tmp_path / "in",
        "5.csv",
        "岗位编号,岗位,平台名称,平台类型,使用方式,要求文件\np1,乡镇文书,澄禾通,APP,安装,澄办发〔2019〕3号\np1,乡镇文书,防汛群,工作群,加入,\n",
    )
    saved(tmp_path / "in", "6.csv", "公众号名称,统计日期,粉丝数,总阅读量\n澄禾发布,2024-05-01,1200,33\n澄禾发布,2024-06-01,1210,32\n")
    saved(tmp_path / "in", "7.csv", "群名称,群主单位,建群时间,群人数,建群事由,状态\n防汛群,县水利局,2023-06-01,120,防汛,正常\n")
    _, rows = landed(tmp_path, tmp_path / "in")
    assert [c["id"] for c in rows("contract")] == ["H1"]
    assert [c["platform_id"] for c in rows("contract_platform")] == ["weibo:澄禾水利", "澄禾节水"]
    assert [(a["platform_id"], a["system"]) for a in rows("app_release")] == [("app:澄禾通", "android"), ("app:澄禾通", "ios")]
    assert [o["id"] for o in rows("order")] == ["澄办发〔2019〕3号"]
    assert {(m["platform_id"], m["kind"]) for m in rows("membership")} == {("app:澄禾通", "installed"), ("group:防汛群", "joined")}
    assert rows("post_holder") == [{"id": "p1", "role": "乡镇文书"}]
    assert {r["platform_id"] for r in rows("reach")} == {"wechat:澄禾发布"}
    assert {p["id"]: p.get("status") for p in rows("platform") if p["kind"] in ("app", "group")} == {
        "app:澄禾通": None,
        "group:防汛群": "live",
    }
    assert len({u["id"] for u in rows("unit")}) == len(rows("unit"))


def test_ten_thousands_of_yuan_are_not_yuan(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        landed(tmp_path, saved(tmp_path, "合同.csv", "合同编号,合同名称,供应商,合同金额（万元）\nH1,新媒体托管服务,某某传媒有限公司,9.8\n"))


def test_kind_is_asked_for_or_given(tmp_path: Path) -> None:
    file = saved(tmp_path, "x.csv", "平台名称,主办单位,状态\n澄禾发布,县政府办公室,正常\n")
    with pytest.raises(UsageError, match=r"--set platform\.kind"):
        landed(tmp_path / "a", file)
    _, rows = landed(tmp_path / "b", file, values=flow.parse_set(["platform.kind=公众号"]))
    assert rows("platform")[0]["id"] == "wechat:澄禾发布"
    with pytest.raises(UsageError, match="应是其中之一"):
        flow.parse_set(["platform.kind=火星网"])


@pytest.mark.parametrize(
    ("file", "more", "table", "count"),
    [
        ("official_weibo/dev.parquet", {"values": {"platform": {"kind": "weibo"}}}, "post", 2778),
        ("official_accounts_us/usdr_commerce_dev.parquet", {"given": (("organization", "platform.name"),)}, "platform", 208),
        (
            "china_gov_sites/national_websites.csv",
            {"given": (("Organ", "platform.name"),), "values": {"platform": {"kind": "website"}}},
            "platform",
            82,
        ),
    ],
)
def test_real_exports(tmp_path: Path, file: str, more: dict[str, Any], table: str, count: int) -> None:
    if not (DATA / file).exists():
        pytest.skip("shared data absent")
    told, rows = landed(tmp_path, DATA / file, **more)
    assert len(rows(table)) == count == told.sources[0].read
