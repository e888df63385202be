"""A platform's life: which step may follow which, who may take it, what it has to say; a government keeps its only account."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zouxin.site.people.access import today
from zouxin.site.people.actions import users
from zouxin.site.people.models import Event
from zouxin.site.registry import queries
from zouxin.site.registry.actions import platforms, proposals
from zouxin.site.registry.life import STAGES, STEPS
from zouxin.site.registry.models import Alias, Platform, Step

DAY = date(2026, 3, 1)


def test_every_stage_can_be_reached_and_only_the_archive_is_the_end() -> None:
    assert set(STEPS) == {"", *STAGES}
    assert {name for name, after in STEPS.items() if not after} == {"archived"}
    assert {after for name, some in STEPS.items() if name for after in some} | {"preparing"} == set(STAGES)


@pytest.mark.parametrize("before", STAGES)
@pytest.mark.parametrize("after", STAGES)
def test_a_step_follows_the_table(before, after, account, people) -> None:
    one, other = account(), account(name="另一个", kind="weibo")
    Platform.objects.filter(pk=one.pk).update(stage=before)
    said = {"by": people["supervisor"], "on": DAY, "reason": "因为", "number": "文〔2026〕1号", "successor": other}
    if after in STEPS[before]:
        made = platforms.step(one, after, **said)
        assert (made.before, made.after, made.number) == (before, after, "文〔2026〕1号")
        assert Platform.objects.get(pk=one.pk).stage == after
    else:
        with pytest.raises(ValidationError):
            platforms.step(one, after, **said)
        assert Platform.objects.get(pk=one.pk).stage == before


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(STAGES), max_size=12))
def test_any_walk_keeps_stage_and_steps_together(steps, account, people) -> None:
    from django.db import transaction

    with transaction.atomic():
        one, other = account(), account(name="另一个", kind="weibo")
        for after in steps:
            try:
                platforms.step(one, after, by=people["supervisor"], on=DAY, reason="因为", successor=other)
            except ValidationError:
                continue
        one.refresh_from_db()
        taken = list(one.steps.order_by("pk").values_list("before", "after"))
        assert taken[-1][1] == one.stage
        assert all(first[1] == second[0] for first, second in pairwise(taken))
        assert all(after in STEPS[before] for before, after in taken[1:])
        transaction.set_rollback(True)


def test_dates_come_with_the_steps(account, people) -> None:
    one = account(stage="preparing")
    for after in ("filed", "live", "closing", "closed"):
        platforms.step(one, after, by=people["supervisor"], on=DAY, number="备2026001", reason="停办")
    one.refresh_from_db()
    assert (one.filed_on, one.filing_number, one.opened_on, one.closure_notice_on, one.closed_on) == (DAY, "备2026001", DAY, DAY, DAY)


def test_a_step_says_why_and_not_before_its_day(account, people) -> None:
    one = account()
    with pytest.raises(ValidationError):
        platforms.step(one, "frozen", by=people["supervisor"], on=DAY)
    with pytest.raises(ValidationError):
        platforms.step(one, "frozen", by=people["supervisor"], on=today() + timedelta(days=1), reason="停更")


def test_the_only_account_of_a_county_needs_an_override_and_its_reason(account, people, county) -> None:
    one = account("top", "澄禾发布")
    assert queries.is_only_account(one)
    with pytest.raises(ValidationError, match="123号"):
        platforms.close(one, by=people["supervisor"], on=DAY, reason="没人看")
    assert Platform.objects.get(pk=one.pk).stage == "live"
    platforms.close(one, by=people["supervisor"], on=DAY, reason="没人看", override="县融媒体中心统一开设，见会议纪要")
    assert Platform.objects.get(pk=one.pk).stage == "closing"
    assert "会议纪要" in Step.objects.filter(platform=one).order_by("-pk")[0].reason
    assert Event.objects.get(verb="platform.close").detail["override"]


def test_with_a_second_account_none_is_the_only_one(account, people) -> None:
    one, _other = account("top", "澄禾发布"), account("top", "微博澄禾", "weibo")
    assert not queries.is_only_account(one)
    platforms.close(one, by=people["supervisor"], on=DAY, reason="合并")


@pytest.mark.parametrize(("place", "kind"), [("north", "wechat"), ("health", "wechat"), ("top", "website"), ("top", "group")])
def test_towns_bureaus_sites_and_groups_are_not_kept_by_that_rule(place, kind, account) -> None:
    assert not queries.is_only_account(account(place, "某某", kind))


def test_a_merge_names_where_to(account, people) -> None:
    one, into = account(), account(name="清水镇发布", kind="weibo")
    platforms.merge(one, into, by=people["supervisor"], on=DAY, reason="两个号发一样的内容")
    one.refresh_from_db()
    assert (one.stage, one.successor) == ("closing", into)
    platforms.step(one, "moved", by=people["supervisor"], on=DAY)
    with pytest.raises(ValidationError):
        platforms.merge(into, one, by=people["supervisor"], on=DAY, reason="反过来")


@pytest.mark.parametrize("who", ["head", "operator", "auditor", "rechecker", "host"])
def test_others_may_neither_register_nor_change_nor_step(who, account, people, county) -> None:
    one = account()
    for act in (
        lambda: platforms.register(county["north"], "新号", "weibo", by=people[who]), lambda: platforms.change(one, by=people[who], name="改名"),
        lambda: platforms.step(one, "frozen", by=people[who], on=DAY, reason="停"), lambda: platforms.close(one, by=people[who], on=DAY, reason="停"),
    ):  # fmt: skip
        with pytest.raises(PermissionDenied):
            act()
    assert Event.objects.filter(verb__startswith="platform.").count() == 1


def test_a_change_keeps_the_former_name_and_one_entry(account, people) -> None:
    one = account()
    before = Event.objects.count()
    assert platforms.change(one, by=people["supervisor"], name="清水融媒", editors=0)
    assert Event.objects.count() == before + 1
    one.refresh_from_db()
    assert (one.name, one.editors) == ("清水融媒", 0)
    assert Alias.objects.get(platform=one).name == "清水发布"
    assert not platforms.change(one, by=people["supervisor"], name="清水融媒")
    assert Event.objects.count() == before + 1


def test_a_platform_is_not_moved_out_of_reach(account, people, county) -> None:
    users.appoint(people["rechecker"], county["north"], "supervisor", by="tests")
    one = account()
    with pytest.raises(PermissionDenied):
        platforms.change(one, by=people["rechecker"], unit=county["south"])


def test_an_owner_confirms_twice_a_year_with_one_click(account, people) -> None:
    one, elsewhere = account(), account("south", "柳林发布")
    assert list(queries.to_confirm(people["head"])) == [one]
    assert platforms.confirm([one], by=people["head"]) == 1
    assert platforms.confirm([one], by=people["head"]) == 0
    assert list(queries.to_confirm(people["head"])) == []
    with pytest.raises(PermissionDenied):
        platforms.confirm([elsewhere], by=people["head"])
    since, _until = queries.half_year(today())
    Platform.objects.filter(pk=one.pk).update(confirmed_on=since - timedelta(days=1))
    assert list(queries.to_confirm(people["head"])) == [one]


@pytest.mark.parametrize(("day", "half"), [(date(2026, 1, 1), (date(2026, 1, 1), date(2026, 6, 30))), (date(2026, 6, 30), (date(2026, 1, 1), date(2026, 6, 30))),
                                           (date(2026, 7, 1), (date(2026, 7, 1), date(2026, 12, 31)))])  # fmt: skip
def test_half_years(day, half) -> None:
    assert queries.half_year(day) == half


def test_what_an_operator_proposes_its_head_takes(account, people) -> None:
    one = account()
    made = proposals.make(
        one, by=people["operator"], reason="换了运营公司", said={"operator": "某某公司", "name": one.name, "funded_until": date(2027, 1, 1)}
    )
    assert made.said == {"operator": "某某公司", "funded_until": "2027-01-01"}
    with pytest.raises(PermissionDenied):
        proposals.accept(made, by=people["operator"], on=DAY)
    proposals.accept(made, by=people["head"], on=DAY)
    one.refresh_from_db()
    assert (one.operator, one.funded_until) == ("某某公司", date(2027, 1, 1))
    with pytest.raises(ValidationError):
        proposals.refuse(made, by=people["supervisor"], answer="晚了")


def test_a_head_does_not_take_its_own_proposal(account, people) -> None:
    made = proposals.make(account(), by=people["head"], reason="密码丢了", after="lost")
    with pytest.raises(PermissionDenied):
        proposals.accept(made, by=people["head"], on=DAY)
    proposals.accept(made, by=people["supervisor"], on=DAY)
    assert made.platform.__class__.objects.get(pk=made.platform_id).stage == "lost"


def test_a_proposal_does_not_go_around_the_only_account(account, people, county) -> None:
    users.appoint(people["operator"], county["top"], "operator", by="tests")
    made = proposals.make(account("top", "澄禾发布"), by=people["operator"], reason="不想办了", after="closing")
    users.appoint(people["head"], county["top"], "head", by="tests")
    with pytest.raises(ValidationError, match="123号"):
        proposals.accept(made, by=people["head"], on=DAY)
    with pytest.raises(PermissionDenied):
        proposals.accept(made, by=people["head"], on=DAY, override="我说了算")
    proposals.accept(made, by=people["supervisor"], on=DAY, override="会议纪要")
    assert Platform.objects.get(pk=made.platform_id).stage == "closing"
