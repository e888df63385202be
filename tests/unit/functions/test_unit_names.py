"""Names of units and accounts: what agrees, what is a company, which government, which network."""

import pyarrow as pa
import pytest

from zouxin import content
from zouxin.functions.names import fits, folded, government, is_company, name_words, network, plain, shortened

WORDS = name_words(content.names())


def short(name: str) -> str:
    return plain(folded(pa.array([name]))[0], WORDS)


@pytest.mark.parametrize(("unit", "shown", "fit"), [
    ("澄河县教育局", "澄河县教育局", "same"),
    ("澄河县人民政府办公室", "澄河县政府办", "same"),
    ("澄河县委宣传部", "中国共产党澄河县委员会宣传部", "same"),
    ("澄河縣教育局", "澄河县教育局", "same"),
    ("云岭省临川市澄河县教育局", "澄河县教育局", "same"),
    ("澄河县卫健局", "澄河县卫生健康局", "part"),
    ("澄河县公安局交通警察大队", "澄河县公安局", "part"),
    ("澄河县交警大队", "澄河县公安局交通警察大队", "part"),
    ("澄河县教育局", "汉溪县教育局", "other"),
    ("澄河县教育局", "澄河云上传媒有限公司", "other"),
    ("澄河县教育局", "澄河县水利局", "other"),
])  # fmt: skip
def test_two_names_of_one_unit_agree(unit: str, shown: str, fit: str) -> None:
    assert fits(short(unit), short(shown)) == fit


def test_nothing_agrees_with_nothing() -> None:
    assert fits(None, "a") is None
    assert folded(pa.array([None, "…", "Ａ"])) == [None, None, "a"]


@pytest.mark.parametrize(("name", "company"), [
    ("澄河文化传播有限公司", True), ("澄河县广电集团", True), ("云上传媒", True), ("小李工作室", True), ("澄河县融媒体中心", False), ("澄河县教育局", False),
    ("澄河县传媒中心", False), ("澄河县集团军", False),
])  # fmt: skip
def test_companies(name: str, company: bool) -> None:
    assert is_company(name, WORDS) is company


@pytest.mark.parametrize(("name", "seat"), [
    ("澄河县人民政府", "澄河县"), ("澄河县人民政府办公室", "澄河县"), ("云岭省人民政府办公厅", "云岭省"), ("临川市人民政府", "临川市"), ("临川市东湖区政府", "临川市东湖区"), ("长春市绿园区人民政府", "长春市绿园区"),
    ("澄河县城关镇人民政府", None), ("澄河县教育局", None), ("东湖区和平街道办事处", None), ("澄河经济开发区政府", None),
])  # fmt: skip
def test_governments_of_county_level_and_above(name: str, seat: str | None) -> None:
    assert government(shortened(folded(pa.array([name]))[0], WORDS)) == seat


@pytest.mark.parametrize(("kind", "url", "on"), [
    ("wechat", None, "wechat"), ("short_video", "https://www.douyin.com/user/x", "douyin"), ("short_video", "v.kuaishou.com/x", "kuaishou"),
    ("short_video", None, None), ("other", "https://example.org/douyin.com", None), ("app", None, "app"), ("short_video", "http://[x", None),
])  # fmt: skip
def test_networks(kind: str, url: str | None, on: str | None) -> None:
    assert network(kind, url, WORDS) == on


def test_no_character_stands_in_two_groups() -> None:
    every = [char for group in WORDS.glyphs for char in group]
    assert len(every) == len(set(every))
