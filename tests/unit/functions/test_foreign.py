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


# notices of police, courts, schools and offices that name what they warn of; written before the rule that spares them was finished
NOTICES = [
    "警方近日打掉一个赌博窝点。所谓“注册送彩金”“时时彩计划”都是后台控制输赢，橘庄新村居民赵某输掉1200元。收到这类短信不要点链接，截图后举报。",
    "反诈提醒：以“无抵押、当天放款、不看征信”为诱饵的贷款短信都是套路，先交保证金的一律挂断，可拨打96110咨询。",
    "近期有人冒充客服，称可以“刷单日结”“轻松赚钱”，我镇已有三位居民损失上万元。凡是要求垫付的兼职都不要做。",
    "辖区派出所破获一起开设赌场案，涉案人员通过“百家乐”“老虎机”网站吸引他人下注，现已移送审查起诉。",
    "税务部门提示：声称“代开各类发票、税点低、验后付款”的，开出来的都是假发票，受票方同样要承担责任。",
    "致家长的一封信：部分网站以“免费小说”“游戏辅助”为名，弹出色情网站和网络赌博广告，请关好路由器的过滤功能。",
    "市场监管局公布一批虚假医疗广告：宣称“祖传秘方”“一次根治”“无效退款”的减肥药、壮阳药，检出禁用成分，已责令下架。",
    "一图看懂校园贷：所谓“零利息、秒到账”，背后是层层加码的服务费。遇到催收威胁请保留聊天记录并报案。",
    "关于清理电线杆上“办证刻章”“开锁公司”小广告的通告：请沿街商户配合，发现张贴的可向城管反映。",
    "法院通报：被告人杨某搭建“六合彩”投注平台，接受下注二百余万元，以开设赌场罪判处有期徒刑三年。",
    "网信办曝光十款违规App：部分以学习为名推送网络赌博和低俗直播内容，已要求应用商店停止下载。",
    "冬训班上，民警给师生讲了三种骗局：游戏币交易、刷单返利、冒充老师收费，并现场演示如何举报。",
    "我县侦破一起制售假药案，嫌疑人在网上兜售所谓壮阳胶囊和减肥茶，涉案金额六百万元。",
    "【提醒】收到“积分兑换现金”“ETC已失效”的短信，请勿点击，里面的网址会骗走银行卡密码。",
    "食品药品检查中，执法人员在一家美容院查获未经注册的玻尿酸、肉毒素三十盒，已依法扣押。",
    "十五名村民参加了禁赌签名，表示不打带彩麻将、不买六合彩，过一个干净的年。",
    "金融办发布风险提示：虚拟货币、外汇保证金、股票配资等活动未经批准，参与者自担损失。",
    "综合执法队清除沿街“疏通下水道”“开锁”“办证”等喷涂小广告四百余处，用了两天时间。",
    "法院公开拍卖公告：被执行人名下位于城南的赌场旧址厂房一处，起拍价八十万元。",
    "检察官进校园：校园贷、裸贷、刷单兼职，哪一个都不要碰，遇到就告诉老师和家长。",
]


@pytest.mark.parametrize("notice", NOTICES)
def test_a_notice_that_names_the_trade_is_not_the_trade(notice: str) -> None:
    assert clean(notice) == notice


def test_quotation_marks_do_not_hide_a_trade_that_says_whom_to_call() -> None:
    assert clean("\n".join([*HOST, "“百家乐”“老虎机”“真人荷官”注册送彩金，加微信vx88wx66领取"])) == "\n".join(HOST)


def test_hidden_links_are_foreign_and_hidden_menus_are_not() -> None:
    page = pages.read(
        '<p>特此通知。</p><div style="display:none"><a href="http://x.example/">友情</a></div><div style="display:none">扫一扫</div>'
    )
    assert page.text == "特此通知。\n友情\n扫一扫"
    assert clean(page.text, page) == "特此通知。\n扫一扫"


def test_an_official_text_stays_as_it_is() -> None:
    assert clean("\n".join(HOST)) == "\n".join(HOST)
