"""A reply belongs where its particular words and days are; a general one accuses nobody."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zouxin.functions import matching, reply_days
from zouxin.functions.code_points import arranged, to_strings
from zouxin.functions.folding import fold

LETTERS = [
    "学府路路灯不亮\n学府路与青年街路口的路灯已经坏了半个月，晚上接送孩子很不安全，请尽快维修。",
    "梧桐小区停水\n梧桐小区三号楼连续两天停水，物业说是水泵房的设备故障，请问何时恢复供水？",
    "医保异地备案\n我父亲长住外省，想办理医保异地就医备案，需要带哪些材料，能不能网上办理？",
    "垃圾站异味\n菜市场后面的垃圾中转站夏天异味很大，居民不敢开窗，希望增加清运次数。",
    "公交五路延误\n五路公交车早高峰经常延误二十分钟以上，上班的人都在等，建议加密班次。",
    "宅基地审批\n我家房屋是危房，去年申请宅基地翻建，村里说还没有审批，请问进度如何？",
]
REPLIES = [
    "您好！经查，学府路与青年街路口的路灯因电缆老化损坏，市政部门已更换电缆，路灯恢复照明。感谢您的来信。",
    "您好！经核实，梧桐小区三号楼停水系水泵房设备故障所致，现已更换水泵，恢复供水。感谢您的来信。",
    "您好！办理医保异地就医备案可在网上提交身份证和居住证明，材料齐全的当日办结。感谢您的来信。",
    "您好！垃圾中转站已增加清运次数，并安装除臭设备，减轻异味。感谢您的来信。",
    "您好！五路公交车早高峰已加密班次，间隔缩短至八分钟。感谢您的来信。",
    "您好！您家危房翻建的宅基地申请已通过镇里审批，请到村委会领取批复。感谢您的来信。",
]
#: a town's other letters, without which no word is rare
STREETS = [a + b for a in "东西南北中长安永和平福寿康宁" for b in ("湖路", "桥街", "山巷", "门里", "塘弄", "岭道", "园村", "河湾")]
MATTERS = ["夜间施工噪音扰民无法入睡", "消防通道被私家车堵住", "下水道堵塞污水横流", "楼道堆放杂物有火灾隐患"]
TOWN = [f"{street}{matter}\n{street}一带{matter}，请派人查看。" for street in STREETS for matter in MATTERS]


def flat(texts):
    return fold(pa.array(texts, pa.large_string())).flat


def ask(replies, letters=LETTERS, *, own=None, twin=None, **known):
    n = len(replies)
    letters = [*letters, *TOWN]
    twin = None if twin is None else [*twin, *range(len(twin), len(letters))]
    if "received" in known:
        known["received"] = np.append(known["received"], np.full(len(TOWN), reply_days.NONE))
    return matching.match(matching.hold(flat(replies), flat(letters)), np.arange(n) if own is None else np.array(own),
                          np.arange(len(letters)) if twin is None else np.array(twin), np.arange(n), **known)  # fmt: skip


def test_replies_in_their_places_are_left_alone():
    found = ask(REPLIES)
    assert (found.odds < 3).all()
    assert (found.own > found.best).all()


def test_two_that_changed_places_point_at_each_other():
    found = ask([REPLIES[1], REPLIES[0], *REPLIES[2:]])
    assert (found.odds[:2] > 0).all()
    assert found.best_letter[:2].tolist() == [1, 0]
    assert (found.odds[2:] < 0).all()


def test_a_long_reply_under_a_strange_letter_is_found_at_twenty_to_one():
    full = [f"您反映的“{letter}”一事收悉。{reply}" for letter, reply in zip(LETTERS, REPLIES, strict=True)]
    found = ask([full[1], full[0], *full[2:]])
    assert (found.odds[:2] > 3.5).all()
    assert found.telling.all()


def test_a_general_reply_accuses_nobody_and_is_not_telling():
    found = ask(["您好！已修改，谢谢。", *REPLIES[1:]])
    assert found.odds[0] < 3
    assert not found.telling[0]


def test_a_general_reply_is_found_by_the_one_that_took_its_place():
    full = [f"您反映的“{letter}”一事收悉。{reply}" for letter, reply in zip(LETTERS, REPLIES, strict=True)]
    found = ask(["您好！已修改，谢谢。", full[0], *full[2:]])
    assert found.best_letter[0] == 1
    assert found.best[0] < 1 < found.back[0]
    assert found.odds[0] > 3


def test_the_one_that_took_its_place_must_mean_this_letter_and_no_third():
    full = [f"您反映的“{letter}”一事收悉。{reply}" for letter, reply in zip(LETTERS, REPLIES, strict=True)]
    near_by = "梧桐小区停水\n梧桐小区六号楼停水了。"
    alone = ask(["您好！已修改，谢谢。", full[0], *full[2:]], own=[1, 3, 2, 4, 5, 0])
    found = ask(["您好！已修改，谢谢。", full[1], *full[2:]], [*LETTERS, near_by], own=[6, 0, 2, 3, 4, 5])
    assert alone.odds[0] <= 3.7
    assert found.odds[0] <= 3.7


def test_two_replies_that_say_the_same_may_change_places():
    asked = ["梧桐小区三号楼停水，水泵房设备故障\n何时恢复供水？", "梧桐小区三号楼又停水\n请派人看看。"]
    answer = "您好！经核实，梧桐小区三号楼停水系水泵房设备故障所致，现已更换水泵，恢复供水。"
    found = ask([answer + "感谢来信。", "王同志：" + answer], [*LETTERS, *asked], own=[7, 6])
    assert found.best_letter[0] != 6
    assert found.best_letter[1] != 7


def test_twin_letters_are_no_other_letter():
    letters = [*LETTERS, LETTERS[0]]
    replies = [REPLIES[5], *REPLIES[1:5], REPLIES[5], REPLIES[0]]
    found = ask(replies, letters, twin=[0, 1, 2, 3, 4, 5, 0])
    assert found.best_letter[6] != 0
    assert found.odds[6] < 3


def test_a_letter_that_is_answered_where_it_stands_attracts_less():
    lone = ask([REPLIES[0]], own=[3]).odds[0]
    answered = ask([REPLIES[0], REPLIES[0]], own=[3, 0]).odds[0]
    assert answered < lone


@pytest.mark.parametrize(("signed", "sign"), [("2023年3月1日", 1), ("2023年7月20日", -1)])
def test_a_reply_signed_before_its_letter_came_is_suspect(signed, sign):
    day = int(np.datetime64("2023-07-06").astype(np.int64))
    received = np.full(len(LETTERS), day)
    received[1] = int(np.datetime64("2023-02-20").astype(np.int64))
    plain = ask(REPLIES).odds[0]
    dated = ask([REPLIES[0] + signed, *REPLIES[1:]], received=received).odds[0]
    assert (dated - plain) * sign > 0


def test_a_reply_without_a_letter_and_no_letters_at_all():
    found = ask(REPLIES[:1], own=[-1])
    assert found.best_letter[0] == 0
    assert found.own[0] == 0
    none = matching.match(matching.hold(flat([""]), flat([""])), np.array([0]), np.array([0]), np.array([0]))
    assert none.best_letter[0] == -1
    assert none.odds[0] == -np.inf


def test_days_are_read_as_written():
    texts = flat(["您于2023年7月6日来信，现回复。2023年8月2日", "无日期", "2023年13月1日"])
    days, at, signed = reply_days.dates(texts.points, texts.starts)
    assert days.astype("datetime64[D]").astype(str).tolist() == ["2023-07-06", "2023-08-02"]
    assert at.tolist() == [0, 2, 2, 2]
    assert signed[1:].tolist() == [reply_days.NONE, reply_days.NONE]


def test_the_same_twice_is_the_same():
    one, two = ask(REPLIES[::-1]), ask(REPLIES[::-1])
    assert (one.odds == two.odds).all()
    assert (one.best_letter == two.best_letter).all()


def test_what_a_reply_takes_up_of_its_letter():
    n = len(REPLIES)
    held = matching.hold(flat([*REPLIES[:-1], REPLIES[0]]), flat([*LETTERS, *TOWN]))
    taken = matching.takes_up(held, np.array([*range(n - 1), n - 1]), np.arange(n + len(TOWN)), np.arange(n))
    assert taken.fit[0] > taken.fit[-1]
    assert np.isnan(taken.kin).all()  # no reply stands under two letters
    alone = matching.takes_up(matching.hold(flat(REPLIES[:1]), flat(LETTERS)), np.array([-1]), np.arange(n), np.arange(1))
    assert np.isnan(alone.fit).all()


def test_letters_about_one_matter_are_kin_and_strangers_are_not():
    one_matter = [f"柚华庭小区{n}栋的不动产权证一直办不下来，开发商没有做竣工验收，请问什么时候能办" for n in range(6)]
    letters = [*one_matter, *LETTERS, *TOWN]
    own = np.array([*range(6), *range(6, 6 + len(LETTERS))])
    same = np.array([0] * 6 + [1] * len(LETTERS))
    held = matching.hold(flat([REPLIES[0]] * 6 + [REPLIES[1]] * len(LETTERS)), flat(letters))
    taken = matching.takes_up(held, own, np.arange(len(letters)), same)
    assert len(set(taken.kin[:6])) == len(set(taken.kin[6:])) == 1
    assert taken.kin[0] > 5 > taken.kin[-1]


def test_a_reply_that_names_its_unit_fits_there_but_takes_nothing_up():
    names, named = flat(["青石镇人民政府", "白鹭街道办事处"]), np.array([0, 1, *[-1] * (len(LETTERS) - 2 + len(TOWN))])
    replies, letters, own = flat(["已收到。青石镇人民政府", REPLIES[1]]), flat([*LETTERS, *TOWN]), np.arange(2)
    twin = np.arange(len(letters))
    bare, beside = matching.hold(replies, letters), matching.hold(replies, letters, names, named)
    assert matching.match(bare, own, twin, own).own[0] == 0 < matching.match(beside, own, twin, own).own[0]
    assert matching.takes_up(beside, own, twin, own).fit.tolist() == matching.takes_up(bare, own, twin, own).fit.tolist()


@given(st.lists(st.lists(st.text("甲乙丙丁", max_size=6), max_size=4), max_size=4), st.randoms())
def test_texts_arranged_are_the_same_texts_in_another_order(batches, chance):
    texts = [text for batch in batches for text in batch]
    order = chance.sample(range(len(texts)), len(texts))
    got = arranged([flat(batch) for batch in batches], np.array(order, np.int64))
    assert to_strings(got).to_pylist() == [texts[k] for k in order]
