"""What a notice demands is told by its own words; what forbids, tells or quotes a demand makes none."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from zouxin import content
from zouxin.derive.order_reading import instruments
from zouxin.functions.order_bans import demands, seen
from zouxin.functions.order_weights import load_weights, plain

READ = instruments()
RULES = Path(__file__).parents[3] / "bench" / "quality" / "orders" / "rules.txt"


def kinds(text):
    return {one.kind for one in demands(text, READ.by, READ.weights)}


@pytest.mark.parametrize(("text", "expected"), [
    ("各单位要组织全体干部职工下载安装“云上清水”APP。", {"install"}),
    ("严禁强制要求干部职工下载安装“云上清水”APP。", set()),
    ("欢迎群众自愿下载“云上清水”APP。", set()),
    ("有群众反映，村里要求每户必须关注公众号，已责令整改。", set()),
    ("驻村干部每天早晚两次在“驻村通”上打卡签到。", {"checkin"}),
    ("防汛值班人员每日签到。", set()),
    ("补贴资金通过一卡通打卡发放。", set()),
    ("现将《关于加强养老服务的通知》转发给你们，请各单位组织学习。", set()),
    ("发生安全事故，事发单位应当在1小时内上报。", set()),
    ("请各村接通知后一小时内上报全部出租房数据。", {"short"}),
    ("各學校應於月底前開通官方視頻號，逾期未開通者通報。", {"opening"}),
    ("从前每天要在群里打卡，现在不用了。", set()),
    ("各村要加强防火宣传，提高群众知晓率。", set()),
])  # fmt: skip
def test_a_sentence(text, expected):
    assert kinds(text) == expected


def test_what_a_heading_forbids_is_forbidden_in_its_items_and_no_further():
    text = "一、严禁下列行为：\n（一）要求每日打卡签到；\n（二）按积分排名通报。\n二、请各单位将截图于今日下班前发至工作群，收到请回复。\n"
    found = demands(text, READ.by, READ.weights)
    assert {one.kind for one in found} == {"traces", "reply"}
    assert all(one.start > text.index("二、请") for one in found)


def test_nothing_is_accused_without_an_act():
    loud = "全体人员务必高度重视，逾期未落实的一律通报批评并扣发绩效。"
    assert seen(plain(loud), READ.by) == {}
    assert demands(loud, READ.by, replace(READ.weights, threshold=-99.0)) == []


def test_a_short_message_is_read_as_a_whole():
    message = "班级激活率百分之百！四班才71%，四班的家长们要追上来。"
    assert kinds(message) == {"quota"}
    assert kinds("以前每天报三张表。现在系统自动出数，一张也不用报了。") == set()


def test_time_grows_with_the_length_of_a_text_and_no_faster():
    long = "各单位认真落实各项任务，下载安装转发点赞打卡签到，" * 2000
    began = time.process_time()
    demands(long, READ.by, READ.weights)
    assert time.process_time() - began < 10


def test_weights_that_are_not_those_described_are_refused():
    folder = content.root() / "weights"
    meta = content.read_json(folder / "orders.json")
    with pytest.raises(ValueError, match="sha256"):
        load_weights(b"other bytes", meta)
    with pytest.raises(ValueError, match="trained for runs"):
        load_weights((folder / "orders.npz").read_bytes(), {**meta, "longest": 5})


def test_spans_are_of_the_raw_text():
    text = "通知如下。\n全体职工务必下载“健康清水”APP，安装率须达90%。"
    by_kind = {one.kind: text[one.start : one.end] for one in demands(text, READ.by, READ.weights)}
    assert "下载" in by_kind["install"]
    assert by_kind["quota"].startswith("安装率")


def test_the_rules_themselves_demand_nothing():
    assert demands(RULES.read_text("utf-8"), READ.by, READ.weights) == []
    for line in RULES.read_text("utf-8").splitlines():
        if not line.startswith("（"):
            assert demands(line, READ.by, READ.weights) == [], line


def test_no_text_however_odd_breaks_it():
    for text in ("", "\n\n", "：：：", "一、" * 500, "要求" * 2000 + "下载", "（一）" * 300, "“" * 999):
        demands(text, READ.by, READ.weights)
