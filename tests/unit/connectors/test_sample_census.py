"""The sample county's census: the report's figures, row by row."""

from collections import Counter
from datetime import date
from functools import cache

import pytest

from zouxin.connectors import sample
from zouxin.connectors._sample.registry import registry

DAY = "2019-05-20"
Row = dict[str, str | None]


@cache
def rows(place: str) -> list[Row]:
    return [row for batch in sample.read(place, {}) for row in batch.rows.to_pylist()]


@cache
def platforms() -> dict[str, Row]:
    return {str(row["平台编号"]): row for row in rows("platforms")}


@cache
def truth(trouble: str) -> dict[str, tuple[str | None, str]]:
    return {row["subject_id"]: (row["expect"], row["story"]) for row in sample.truth().to_pylist() if row["trouble"] == trouble}


def last_posts() -> dict[str, str]:
    last: dict[str, str] = {}
    for row in rows("posts"):
        if row["发布时间"]:
            last[str(row["平台编号"])] = max(last.get(str(row["平台编号"]), ""), row["发布时间"])
    return last


def carried(holder: str) -> Counter[str]:
    return Counter(str(row["使用方式"]) for row in rows("memberships") if row["岗位编号"] == holder)


def test_row_3_the_clerk_carries_11_apps_22_groups_and_23_accounts_and_edits_two():
    assert carried("post-dipu-clerk") == {"安装": 11, "加入": 22, "关注": 23, "编辑": 2}
    edits = {row["平台编号"] for row in rows("memberships") if row["岗位编号"] == "post-dipu-clerk" and row["使用方式"] == "编辑"}
    assert edits == {"wx-ch-dipu", "wb-ch-dipu"}


def test_row_5_the_secretarys_groups_ring_from_morning_to_night_and_name_the_silent():
    groups = {row["平台编号"] for row in rows("memberships") if row["岗位编号"] == "post-village-secretary" and row["使用方式"] == "加入"}
    assert len(groups) == 12
    rung = [row for row in rows("messages") if row["群编号"] in groups and str(row["发送时间"]) > "2019-05-13"]
    hours = {str(row["发送时间"])[11:13] for row in rung}
    assert {"06", "22"} <= hours
    assert sum(int(str(row["未回复人数"])) for row in rung) > 0


def test_row_6_accounts_off_their_duty():
    stories = {row["平台编号"] for row in rows("posts") if "-entertainment-yes-" in str(row["文章编号"])}
    assert stories == {"sv-ch-rongmei", "sv-ch-zhaoshang", "sv-ch-tiyu"}


def test_row_7_comments_that_nobody_answers():
    ignoring = {own_id for own_id, (expect, _) in truth("ignores_comments").items() if expect == "yes"}
    answered = {row["留言编号"] for row in rows("comment_replies")}
    below = [row for row in rows("comments") if row["平台编号"] in ignoring]
    assert len(ignoring) == 4
    assert len(below) == 48
    assert not [row for row in below if row["留言编号"] in answered]


def test_row_8_five_wechat_and_two_weibo_accounts_sleep():
    zombies = [own_id for own_id, (expect, story) in truth("dormant").items() if story == "zombie" and expect == "yes"]
    assert Counter(platforms()[own_id]["类别"] for own_id in zombies) == {"微信": 5, "微博": 2}
    assert all(last_posts()[own_id] < "2019-03-01" for own_id in zombies)


def test_row_8_its_innocents():
    assert {last_posts()[own_id] for own_id, (_, story) in truth("dormant").items() if story == "posted_last_day"} == {"2019-05-06"}
    looks = {
        str(row["平台编号"]): (row["结果"], row["范围"])
        for row in rows("observations")
        if row["查看日期"] == DAY and row["查看内容"] == "发布"
    }
    expects = {own_id: expect for own_id, (expect, story) in truth("dormant").items() if story in ("look_failed", "look_part")}
    assert set(expects.values()) == {None}
    assert {looks[own_id] for own_id in expects} == {("失败", "部分"), ("已读取", "部分")}


def test_row_11_a_company_runs_the_robot():
    robot = platforms()["bot-huanjing"]
    assert (robot["类别"], robot["运营方式"]) == ("机器人", "委托运营")
    contract = next(row["合同编号"] for row in rows("contract_platforms") if row["平台编号"] == "bot-huanjing")
    assert next(row for row in rows("contracts") if row["合同编号"] == contract)["供应商"] == robot["运营单位"]


def test_row_12_an_app_never_upgraded_in_many_places_one_of_them_strange():
    offered = [row for row in rows("channels") if row["应用编号"] == "app-ch-fuban"]
    assert Counter(row["是否官方渠道"] for row in offered) == {"是": 4, "否": 1}
    assert {row["版本号"] for row in rows("releases") if row["应用编号"] == "app-ch-fuban"} == {"1.0.0"}


def test_row_14_an_order_that_asks_only_whether_accounts_were_opened():
    order = next(row for row in rows("orders") if row["文件编号"] == "ord-open")
    assert (order["要求平台类型"], order["考核内容"]) == ("微信、微博", "是否开通")
    made = [row for row in platforms().values() if row["要求文件"] == "ord-open"]
    assert len(made) == 11
    assert all(str(order["发文日期"]) <= str(row["开通日期"]) <= str(order["完成时限"]) for row in made)
    assert sum(last_posts()[str(row["平台编号"])] < "2016-12-01" for row in made) == 8


def test_row_18_59_accounts_for_2_895_000_yuan_a_year():
    contract = next(row for row in rows("contracts") if row["合同金额"] == "2895000")
    start, end = (date.fromisoformat(str(contract[name])) for name in ("合同开始日期", "合同结束日期"))
    assert (end - start).days == 364
    paid = [row for row in rows("contract_platforms") if row["合同编号"] == contract["合同编号"]]
    assert len(paid) == 59
    assert sum(float(str(row["分摊比例"])) for row in paid) == pytest.approx(1, abs=1e-6)
    assert {platforms()[str(row["平台编号"])]["运营单位"] for row in paid} == {contract["供应商"]}


def test_row_19_two_accounts_of_a_town_post_twice_or_thrice_a_week_and_few_read():
    reads = {row["文章编号"]: int(str(row["阅读数"])) for row in rows("engagement") if row["阅读数"]}
    for own_id in ("wx-ch-dipu", "wb-ch-dipu"):
        ordinary = [
            row for row in rows("posts") if row["平台编号"] == own_id and str(row["文章编号"]).removeprefix(own_id + "-").isdecimal()
        ]
        days = sorted(date.fromisoformat(str(row["发布时间"])) for row in ordinary)
        assert 2 <= 7 * (len(days) - 1) / (days[-1] - days[0]).days <= 3
        assert all(200 <= reads[row["文章编号"]] < 500 for row in ordinary)


def test_row_21_237_groups_most_of_them_of_no_use():
    groups = {own_id for own_id, row in platforms().items() if row["类别"] == "工作群"}
    assert len(groups) == 237
    useless = {
        own_id for trouble in ("idle", "outlived_task", "duplicated") for own_id, (expect, _) in truth(trouble).items() if expect == "yes"
    }
    assert useless <= groups
    assert len(useless) > len(groups) / 2


def test_row_23_units_of_the_development_zone_have_one_group_each():
    owned = Counter(row["主办单位"] for row in platforms().values() if row["类别"] == "工作群" and row["状态"])
    assert [owned[unit] for unit in ("ch-kaifa", "ch-kaishe", "ch-kaijing", "ch-kaijian")] == [1, 1, 1, 1]
    assert truth("above_unit_limit")["ch-kaifa"][0] == "no"


def test_messages_bear_no_text_and_demand_points_and_check_ins():
    assert not {"内容", "正文", "文本"} & set(rows("messages")[0])
    demands = Counter(row["要求类型"] for row in rows("messages"))
    assert demands["study"] > 100
    assert demands["checkin"] > 100


def test_villages_hang_below_their_towns():
    units = {row["单位编号"]: row for row in rows("units")}
    villages = [row for row in units.values() if row["层级"] == "村"]
    assert len(villages) == len(registry().words.places["village"])
    assert all(units[row["上级单位"]]["层级"] == "乡镇" for row in villages)


def test_nothing_happens_after_the_last_look():
    days = [(place, str(row[column])[:10]) for place, column in (("posts", "发布时间"), ("messages", "发送时间"), ("visits", "访问时间"), ("comments", "留言时间"))
            for row in rows(place) if row[column]]  # fmt: skip
    assert max(day for _, day in days) <= DAY
    assert max(str(row["查看日期"]) for row in rows("observations")) == DAY


def test_everything_named_is_there():
    known, units = set(platforms()), {row["单位编号"] for row in rows("units")}
    for place, column in (
        ("posts", "平台编号"),
        ("observations", "平台编号"),
        ("memberships", "平台编号"),
        ("contract_platforms", "平台编号"),
        ("comments", "平台编号"),
        ("aliases", "平台编号"),
    ):
        assert {row[column] for row in rows(place)} <= known, place
    assert {row["主办单位"] for row in platforms().values()} - {None} <= units
    judged = {row["对象编号"] for row in rows("judgements") if row["对象表"] == "platform"}
    assert judged <= known


def test_no_slot_and_no_choice_is_left_open():
    texts = [
        row[column] or ""
        for place, column in (("posts", "正文"), ("posts", "文章标题"), ("comments", "留言内容"), ("comment_replies", "答复内容"))
        for row in rows(place)
    ]
    assert not [text for text in texts if {"{", "}", "|"} & set(text)]


def test_ordinary_posts_are_each_of_their_own():
    ordinary = [row["正文"] for row in rows("posts") if str(row["文章编号"])[-3:].isdecimal() and "-copied-" not in str(row["文章编号"])]
    assert len(set(ordinary)) > 0.99 * len(ordinary)
