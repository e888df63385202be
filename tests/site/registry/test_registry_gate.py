"""The platform gate, orders, contracts."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from zouxin.site.registry import public, queries
from zouxin.site.registry.actions import contracts, openings, orders, platforms
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
