"""What was slipped into a text comes out, and nothing else."""

import pyarrow as pa
import pytest

from zouxin import content
from zouxin.functions import foreign, pages

BY = foreign.instrument(content.post_words("foreign"))
HOST = ["各县（区）人民政府，市政府各部门：", "　　现将2024年防汛工作有关事项通知如下，请认真贯彻执行。", "　　特此通知。"]
SPAM = "澳门新葡京娱乐城官网【www.xpj8868.example】注册送38元彩金，百家乐、老虎机、真人荷官在线发牌！"


def clean(text: str, page: pages.Read | None = None) -> str:
    found = foreign.foreign(pa.array([text], pa.string()), BY, seen={0: page} if page else {})[0]
    return foreign.without(text, found.spans if found else ())


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\n\n"])
@pytest.mark.parametrize("at", range(len(HOST) + 1))
@pytest.mark.parametrize("last", ["", "\n"])
def test_a_line_goes_with_one_break(ends: str, at: int, last: str) -> None:
    assert clean(ends.join([*HOST[:at], SPAM, *HOST[at:]]) + last) == ends.join(HOST) + last


def test_spaced_and_look_alike_words_are_read() -> None:
    odd = "澳·门·新·葡·亰 百 家 乐 ｂｅｔ３６５ 注 册 送 彩 金"
    assert clean("\n".join([*HOST, odd])) == "\n".join(HOST)


def test_who_warns_is_not_the_trade() -> None:
    said = "警方提醒：谨防网络赌博，百家乐、老虎机等都是骗局，如被骗请立即报警。"
    assert clean(said) == said


def test_hidden_links_are_foreign_and_hidden_menus_are_not() -> None:
    page = pages.read(
        '<p>特此通知。</p><div style="display:none"><a href="http://x.example/">友情</a></div><div style="display:none">扫一扫</div>'
    )
    assert page.text == "特此通知。\n友情\n扫一扫"
    assert clean(page.text, page) == "特此通知。\n扫一扫"


def test_an_official_text_stays_as_it_is() -> None:
    assert clean("\n".join(HOST)) == "\n".join(HOST)
