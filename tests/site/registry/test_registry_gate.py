"""The platform gate, orders, contracts."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from zouxin.site.registry import public, queries
from zouxin.site.registry.actions import contracts, openings, orders, platforms, proposals
from zouxin.site.registry.models import Opening, Platform

ANSWERS = {
    "unreached": "外来务工人员",
    "duplicates": "没有",
    "editor": "宣传岗",
    "hours": Decimal(4),
    "funded_until": date(2027, 12, 31),
    "required": "nobody",
    "ends": "三十天内注销",
}


def test_what_is_not_answered_comes_back_as_a_question(people, county) -> None:
    one = openings.ask(county["north"], "清水新号", "wechat", by=people["operator"], **{**ANSWERS, "hours": None, "ends": ""})
    assert (one.state, one.unanswered) == ("asked", ["hours", "ends"])
    with pytest.raises(ValidationError):
        openings.approve(one, by=people["supervisor"], reason="可以")
    one.refresh_from_db()
    assert one.state == "asked"
    one = openings.answer(one, by=people["operator"], hours=Decimal(0), ends="注销")
    assert (one.state, one.unanswered) == ("answered", [])
    made = openings.approve(one, by=people["supervisor"], reason="确有需要")
    assert (made.stage, made.unit, made.name) == ("preparing", county["north"], "清水新号")
    assert Opening.objects.get(pk=one.pk).platform == made


def test_an_order_that_is_said_to_be_there_is_asked_for(people, county) -> None:
    one = openings.ask(county["north"], "清水新号", "wechat", by=people["operator"], **{**ANSWERS, "required": "order"})
    assert one.unanswered == ["order"]
    order = orders.add(county["top"], "关于开通抖音的通知", by=people["supervisor"], number="澄文〔2026〕1号", demands="open")
    assert openings.answer(one, by=people["operator"], order=order).state == "answered"


def test_nobody_decides_their_own_request(people, county) -> None:
    from zouxin.site.people.actions import users

    users.appoint(people["operator"], county["top"], "supervisor", by="tests")
    one = openings.ask(county["north"], "清水新号", "wechat", by=people["operator"], **ANSWERS)
    with pytest.raises(PermissionDenied):
        openings.approve(one, by=people["operator"], reason="我同意")
    with pytest.raises(ValidationError):
        openings.refuse(one, by=people["supervisor"], reason=" ")
    openings.refuse(one, by=people["supervisor"], reason="和县里的号重复")
    with pytest.raises(ValidationError):
        openings.approve(one, by=people["second"], reason="再想想")


@pytest.mark.parametrize("who", ["auditor", "rechecker", "host"])
def test_others_may_not_ask(who, people, county) -> None:
    with pytest.raises(PermissionDenied):
        openings.ask(county["north"], "清水新号", "wechat", by=people[who])


def test_what_it_would_duplicate_is_looked_for(account, people, county) -> None:
    own, above = account("north", "清水发布"), account("top", "澄禾办事通", "mini_program", purpose="社保医保查询办理")
    account("south", "柳林之窗", "weibo")
    shut = account("north", "清水旧号", "wechat")
    Platform.objects.filter(pk=shut.pk).update(stage="closed")
    found = dict(queries.would_duplicate(county["north"], "wechat", "办事通清水", "医保社保查询", people["supervisor"]))
    assert found == {own: ["own_kind"], above: ["name", "purpose"]}
    assert set(dict(queries.would_duplicate(county["north"], "wechat", "办事通清水", "医保社保查询", people["operator"]))) == {own}


def test_what_exists_only_because_of_an_order(account, people, county) -> None:
    order = orders.add(county["top"], "关于开通抖音的通知", by=people["supervisor"])
    one, _else = account(order=order), account(name="别的", kind="weibo")
    gone = account("south", "关掉的", order=order)
    Platform.objects.filter(pk=gone.pk).update(stage="closed")
    assert list(queries.because_of(order, people["supervisor"])) == [one]
    row = queries.with_platforms(queries.orders(people["supervisor"])).get()
    assert (row.opened, row.left) == (2, 1)
    assert not queries.orders(people["head"]).exists()


def test_shares_are_split_and_the_rest_in_equal_parts(account, people, county) -> None:
    one = contracts.add(county["top"], "代运营", by=people["supervisor"], yuan=Decimal(90000))
    a, b, c = account(), account(name="乙", kind="weibo"), account("south", "丙")
    contracts.cover(one, a, by=people["supervisor"], share=Decimal("0.5"))
    for other in (b, c):
        contracts.cover(one, other, by=people["supervisor"])
    assert {part.platform: (yuan, said) for part, yuan, said in queries.split(one)} == {
        a: (Decimal("45000.00"), True), b: (Decimal("22500.00"), False), c: (Decimal("22500.00"), False),
    }  # fmt: skip
    with pytest.raises(ValidationError):
        contracts.cover(one, b, by=people["supervisor"], share=Decimal("0.6"))
    assert queries.costs(a, people["supervisor"])[0][1] == Decimal("45000.00")


def test_an_amount_nobody_said_is_not_zero(account, people, county) -> None:
    one = contracts.add(county["top"], "代运营", by=people["supervisor"])
    contracts.cover(one, account(), by=people["supervisor"])
    assert [yuan for _part, yuan, _said in queries.split(one)] == [None]


@pytest.mark.parametrize("who", ["head", "operator", "auditor", "rechecker", "host"])
def test_others_may_not_write_orders_or_contracts(who, people, county) -> None:
    for act in (lambda: orders.add(county["north"], "文", by=people[who]), lambda: contracts.add(county["north"], "合同", by=people[who])):
        with transaction.atomic(), pytest.raises(PermissionDenied):
            act()


def test_the_public_directory_keeps_the_closed_and_hides_the_rest(account, people) -> None:
    shown, shut = account(), account(name="关掉的", kind="weibo")
    Platform.objects.filter(pk=shut.pk).update(stage="closed")
    account(name="工作群", kind="group")
    account(name="还没开的", stage="preparing")
    assert set(public.platforms()) == {shown, shut}
    platforms.step(shown, "lost", by=people["supervisor"], on=date(2026, 1, 1), reason="密码丢了")
    assert shown in public.platforms()


# ---- what the register knows is not asked; what opens a platform is asked wherever it is proposed ----


def test_what_the_register_knows_is_not_asked_again(account, people, county) -> None:
    bare = {name: value for name, value in ANSWERS.items() if name not in ("duplicates", "required")}
    order = orders.add(
        county["top"], "关于开通抖音的通知", by=people["supervisor"], number="澄文〔2026〕1号", demands="open", kind="short_video"
    )
    one = openings.ask(county["north"], "清水短视频", "short_video", by=people["operator"], **bare)
    assert (one.state, one.unanswered, one.order, one.duplicates) == ("answered", [], order, "")
    assert set(one.known) == {"duplicates", "required"}
    account("north", "清水小视频", "short_video")  # registered since: now it would duplicate
    with pytest.raises(ValidationError):
        openings.approve(one, by=people["supervisor"], reason="可以")
    one.refresh_from_db()
    assert one.state == "answered"
    one = openings.answer(one, by=people["operator"])
    assert one.unanswered == ["duplicates"]


def test_an_alike_platform_out_of_reach_is_asked_about_without_being_named(account, people, county, client_of) -> None:
    account("top", "清水办事通", "mini_program")
    bare = {name: value for name, value in ANSWERS.items() if name != "duplicates"}
    one = openings.ask(county["north"], "清水办事通", "wechat", by=people["operator"], **bare)
    assert one.unanswered == ["duplicates"]
    body = client_of("operator").get(f"/registry/openings/{one.pk}/").content.decode()
    assert "平台闸口：请再看" in body
    assert "澄禾县政府办公室" not in body.split('id="near"')[1]


def test_two_orders_leave_the_question_open(people, county) -> None:
    for nth in (1, 2):
        orders.add(county["top"], f"通知{nth}", by=people["supervisor"], number=f"澄文〔2026〕{nth}号", demands="open", kind="wechat")
    one = openings.ask(county["north"], "清水新号", "wechat", by=people["operator"], **{**ANSWERS, "required": ""})
    assert one.unanswered == ["required"]


def test_a_proposal_that_opens_a_platform_is_asked_and_its_answers_are_shown_to_who_decides(account, people, county, client_of) -> None:
    one = account("north", "清水旧号", "wechat", funded_until=date(2027, 12, 31))
    Platform.objects.filter(pk=one.pk).update(stage="closed")
    page = client_of("operator").get(f"/registry/platforms/{one.pk}/propose/").content.decode()
    assert all(f'name="gate_{name}"' in page for name in ("unreached", "editor", "hours", "required", "ends"))
    assert not any(f'name="gate_{name}"' in page for name in ("duplicates", "funded_until"))  # the register knows
    said = {"name": "清水旧号", "after": "live", "reason": "群众要用", "gate_unreached": "山区老人"}
    told = client_of("operator").post(f"/registry/platforms/{one.pk}/propose/", said)
    made = one.proposals.get()
    assert told.headers["Location"] == f"/registry/proposals/{made.pk}/"
    assert (made.answers, made.unanswered) == ({"unreached": "山区老人"}, ["editor", "hours", "required", "ends"])
    head = client_of("head")
    body = head.get(f"/registry/proposals/{made.pk}/").content.decode()
    assert "请再看" in body
    assert "山区老人" in body
    assert "由哪个岗位编辑" in body
    assert "2027-12-31" in body
    body = head.post(f"/registry/proposals/{made.pk}/", {"accept": "1"}).content.decode()
    assert "还有问题没有答复，不能采纳" in body
    one.refresh_from_db()
    assert one.stage == "closed"
    client_of("operator").post(f"/registry/proposals/{made.pk}/", {"gate": "1", "gate_editor": "宣传岗", "gate_hours": "4", "gate_required": "自己要开", "gate_ends": "并入县号", "gate_name": "x"})  # fmt: skip
    made.refresh_from_db()
    assert (made.unanswered, set(made.answers)) == ([], {"unreached", "editor", "hours", "required", "ends"})
    head.post(f"/registry/proposals/{made.pk}/", {"accept": "1"})
    one.refresh_from_db()
    assert one.stage == "live"
    assert "宣传岗" in head.get(f"/registry/proposals/{made.pk}/").content.decode()


def test_who_was_granted_a_platform_is_asked_nothing_twice(people, county) -> None:
    made = openings.approve(
        openings.ask(county["north"], "清水新号", "wechat", by=people["operator"], **ANSWERS), by=people["supervisor"], reason="确有需要"
    )
    one = proposals.make(made, by=people["operator"], reason="已备案", after="filed")
    assert one.asked
    assert one.unanswered == []
    assert one.known["editor"] == "宣传岗"
    proposals.accept(one, by=people["head"], on=date(2026, 11, 30))
    assert Platform.objects.get(pk=made.pk).stage == "filed"


def test_a_proposal_that_opens_nothing_is_asked_nothing(account, people, client_of) -> None:
    one = account("north", "清水发布", "wechat")
    made = proposals.make(one, by=people["operator"], reason="停更", after="frozen")
    assert (made.asked, made.unanswered) == ([], [])
    assert 'name="gate_' not in client_of("operator").get(f"/registry/platforms/{one.pk}/propose/").content.decode()


def test_only_who_may_propose_answers_the_gate(account, people) -> None:
    one = account("north", "清水旧号", "wechat")
    Platform.objects.filter(pk=one.pk).update(stage="closed")
    one.refresh_from_db()
    made = proposals.make(one, by=people["operator"], reason="群众要用", after="live")
    with pytest.raises(PermissionDenied):
        proposals.answer_gate(made, {"editor": "宣传岗"}, by=people["auditor"])
    proposals.withdraw(made, by=people["operator"])
    with pytest.raises(ValidationError):
        proposals.answer_gate(made, {"editor": "宣传岗"}, by=people["operator"])


def test_registering_a_planned_platform_without_a_request_shows_the_gate_once(people, county, client_of) -> None:
    form = {"unit": county["north"].pk, "kind": "wechat", "name": "清水新号", "stage": "preparing"}
    body = client_of("supervisor").post("/registry/platforms/add/", form).content.decode()
    assert "没有开设申请" in body
    assert "由哪个岗位编辑" in body
    assert not Platform.objects.filter(name="清水新号").exists()
    client_of("supervisor").post("/registry/platforms/add/", {**form, "looked": "1"})
    assert Platform.objects.filter(name="清水新号", stage="preparing").exists()
    body = client_of("supervisor").get(f"/registry/platforms/{Platform.objects.get(name='清水新号').pk}/step/").content.decode()
    assert "就多开一个平台" in body
