"""A draft in the mailbox is compared with what landed: words that went to many, an answer to another letter; and nobody learns of a letter that is not theirs to see."""

import json
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from zouxin import flow
from zouxin.site.audit import corpora
from zouxin.site.audit.actions import gates
from zouxin.site.jobs import corpus
from zouxin.site.mailbox import landing
from zouxin.site.mailbox.actions import answers, letters, shredding
from zouxin.site.mailbox.models import Letter, MailReply
from zouxin.site.people.access import today

pytestmark = pytest.mark.django_db
STREETS = [a + b for a in "东西南北中长安永和平" for b in ("湖路", "桥街", "山巷", "门里")]
MATTERS = ["夜间施工噪音扰民无法入睡", "下水道堵塞污水横流"]
PASTED = "近年来我们坚持以人民为中心的发展思想，持续推动各项民生工作再上新台阶，不断增强群众的获得感、幸福感、安全感。"
LAMP = (
    "学府路路灯不亮",
    "学府路与青年街路口的路灯已经坏了半个月，晚上接送孩子很不安全，老人摔倒骨折，多次拨打热线无果，请尽快修好。附近的幼儿园、小学都在这一段，"
    "早晚高峰电动车逆行也多，希望交警同时加派警力，并在斑马线两端加装反光标志和减速带。",
)
PUMP = (
    "梧桐小区停水",
    "梧桐小区三号楼连续两天停水，物业说是水泵房的设备故障，居民只好去超市买桶装水做饭，高层住户更困难，请问何时恢复供水？另外物业费每平方米涨到两元五角，"
    "没有开过业主大会，电梯也经常困人，消防栓里没有水，维修基金的账目从来没有公示过。",
)
LAMP_ANSWER = "您反映的学府路与青年街路口路灯一事，经查系电缆老化损坏，已更换电缆，学府路路灯恢复照明，晚上接送孩子可以放心。"
PUMP_ANSWER = (
    "您2026年3月9日反映的梧桐小区三号楼连续两天停水一事，经核实系水泵房的设备故障，现已更换水泵，梧桐小区三号楼恢复供水，高层住户的加压设备一并检修，"
    "停水期间买桶装水做饭的居民可向物业登记补偿。物业费每平方米涨到两元五角没有开过业主大会，已责令退回；电梯经常困人、消防栓里没有水的问题月底前修好，"
    "维修基金的账目已在公告栏公示。"
)


def sent(letter, text):
    now = timezone.now()
    MailReply.objects.create(letter=letter, unit=letter.unit, text=text, state="released", released_by="某人", released_at=now)


@pytest.fixture
def town(county, people):
    """Eighty letters of two towns, six of which got the same words; two that wait, one of each town."""
    for nth, (street, matter) in enumerate((street, matter) for street in STREETS for matter in MATTERS):
        one = letters.receive(street, f"{street}一带{matter}，请派人查看。", unit=county["north" if nth % 2 else "south"], kind="complaint")
        if nth % 4:
            sent(one, PASTED if nth % 12 == 1 else f"您反映的{street}一带{matter}一事，{street}社区已到现场处理完毕。")
    lamp = letters.receive(*LAMP, unit=county["north"], kind="complaint")
    pump = letters.receive(*PUMP, unit=county["south"], kind="complaint")
    Letter.objects.filter(pk=pump.pk).update(received_on=date(2026, 3, 9))  # a day the answer to it names
    return lamp, pump


def land(settings):
    flow.land_tables(settings.DATA / "lake", landing.SOURCE, landing.batches())
    corpus.keep.call()


def codes(told):
    return {row.check for row in told.rows}


def test_until_a_corpus_is_kept_the_gate_says_that_it_has_nothing_to_compare_with(town, people, settings, client_of):
    lamp, _pump = town
    draft = answers.draft(lamp, PASTED, by=people["operator"])
    assert dict(answers.told(draft).left) == {"RPL004": flow.NOT_READY, "RPL005": flow.NOT_READY}
    assert "还没有备好" in client_of("operator").get(f"/mailbox/replies/{draft.pk}/").content.decode()
    corpus.keep.call()  # nothing has landed yet: nothing is kept, and nothing fails
    assert corpora.beside(landing.SOURCE).standing is None


def test_words_that_went_to_many_letters_are_held_up(town, people, settings, client_of):
    lamp, _pump = town
    land(settings)
    draft = answers.draft(lamp, PASTED, by=people["operator"])
    told = answers.told(draft)
    [row] = [one for one in told.rows if one.check == "RPL004"]
    assert (told.corpus, draft.decision.decision) == (corpora.beside(landing.SOURCE).id, "REVIEW")
    assert len(row.others) == 3
    assert "8 封不同的来信" in row.sentence  # seven that got it, and this one
    page = client_of("operator").get(f"/mailbox/replies/{draft.pk}/").content.decode()
    assert "同一段答复用于不同来信" in page
    assert codes(answers.told(answers.change(draft, LAMP_ANSWER, by=people["operator"]))) & {"RPL004", "RPL005"} == set()


def test_an_answer_to_another_letter_is_held_up_and_who_may_not_see_that_letter_is_not_told_which(town, people, settings, client_of):
    lamp, pump = town
    land(settings)
    draft = answers.draft(lamp, PUMP_ANSWER, by=people["operator"])
    [row] = [one for one in answers.told(draft).rows if one.check == "RPL005"]
    assert row.others == (pump.number,)
    assert pump.number not in row.sentence
    page = f"/mailbox/replies/{draft.pk}/"
    theirs = client_of("operator").get(page).content.decode()
    assert "答复与来信对不上" in theirs
    assert pump.number not in theirs
    assert "不在您能看的范围内" in theirs
    assert f"/mailbox/letters/{pump.pk}/" in client_of("supervisor").get(page).content.decode()


def test_a_third_party_hears_that_another_letter_fits_and_nothing_of_it(town, people, county, settings):
    _lamp, pump = town
    land(settings)
    _key, secret = gates.make_key(county["north"], "某公司", today() + timedelta(days=30), by=people["head"])
    asked = {"text": PUMP_ANSWER, "title": "路灯", "letter": LAMP[1].replace("半个月", "二十天"), "unit": county["north"].key}
    said = Client().post(
        "/api/gate/reply", json.dumps(asked), content_type="application/json", headers={"Authorization": f"Bearer {secret}"}
    )
    [row] = [one for one in said.json()["rows"] if one["check"] == "RPL005"]
    assert row["sentence"] == "答复与来信对不上"
    assert pump.number not in said.content.decode()
    assert PUMP[1] not in said.content.decode()
    assert said.json()["not_asked"] == []


def test_a_correction_is_no_copy_of_what_it_corrects(town, people, settings):
    lamp, _pump = town
    sent(lamp, LAMP_ANSWER)
    land(settings)
    told = answers.told(answers.draft(lamp, LAMP_ANSWER + "今后每月巡查。", by=people["operator"]))
    assert codes(told) & {"RPL004", "RPL005"} == set()


def test_what_was_destroyed_is_compared_with_no_longer(town, people, settings):
    _lamp, pump = town
    land(settings)
    assert corpora.beside(landing.SOURCE).standing is not None
    shredding.shred(pump, "来信人要求删除", by=people["supervisor"])
    assert corpora.beside(landing.SOURCE).standing is None
    assert not list((settings.DATA / "lake" / "derived" / "standing").iterdir())
    land(settings)
    assert corpora.beside(landing.SOURCE).standing is not None


def test_the_newest_landing_takes_the_place_of_the_one_before(town, people, county, settings):
    land(settings)
    first = corpora.beside(landing.SOURCE)
    land(settings)
    assert corpora.beside(landing.SOURCE) is first  # the same letters again are the same corpus
    sent(letters.receive("又一封", "石桥村口的公交站牌褪色看不清。", unit=county["north"], kind="help"), "站牌已更换。")
    land(settings)
    assert corpora.beside(landing.SOURCE).id != first.id
    assert len(list((settings.DATA / "lake" / "derived" / "standing").iterdir())) == 1
