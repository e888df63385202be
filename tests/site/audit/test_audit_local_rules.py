"""A rule of the office's own: proposed with a document, approved by another person, written as a pack, shown on the method page, and asked."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from zouxin import flow
from zouxin.model.errors import ContentError, UsageError
from zouxin.site.audit.actions import local_rules, runs
from zouxin.site.audit.models import Finding, LocalRule
from zouxin.site.people.actions import users
from zouxin.site.people.models import User
from zouxin.site.rectification.actions import cases
from zouxin.site.rectification.models import Case

pytestmark = pytest.mark.django_db(transaction=True)
SAID = {
    "check_code": "PLT002", "severity": "veto", "limits": {"silent": 10}, "respond_within": 5, "title": "澄禾县政务新媒体管理办法", "number": "澄政办发〔2020〕3号",
    "clause": "第八条：至少每10天更新一次", "issuer": "澄禾县人民政府办公室", "grade": "A", "starts_on": date(2020, 1, 1), "ends_on": None, "reason": "",
}  # fmt: skip


def test_it_takes_two_persons_and_then_it_stands(people, settings):
    rule = local_rules.propose(SAID, by=people["supervisor"])
    assert runs.packs_here() == ("national",), "a proposal rules nothing"
    with pytest.raises(PermissionDenied):
        local_rules.approve(rule, by=people["supervisor"])
    local_rules.approve(rule, by=people["second"])
    assert runs.packs_here() == ("national", "local")
    told = next(one for one in flow.method(runs.packs_here(), runs.local_packs(), date(2026, 1, 1)) if one.code == "PLT002")
    [here] = [one for one in told.rules if one.here]
    assert (here.pack, here.issuer, here.start) == ("local", "澄禾县人民政府办公室", date(2020, 1, 1))
    assert "澄政办发〔2020〕3号" in here.citation
    assert [limit.value for limit in here.limits if limit.name == "silent"] == ["10 天"]
    assert flow.packs_wrong([settings.DATA / "packs" / "local.yml"]) == ()
    assert len(list((settings.DATA / "packs" / "history").iterdir())) == 1
    with pytest.raises(UsageError):
        local_rules.approve(rule, by=people["second"])


def test_what_loosens_must_say_why_and_a_rule_may_not_be_made_below_the_top(people, county):
    with pytest.raises(ContentError, match="放宽"):
        local_rules.propose({**SAID, "limits": {"silent": 30}}, by=people["supervisor"])
    assert not LocalRule.objects.exists()
    assert local_rules.propose({**SAID, "limits": {"silent": 30}, "reason": "县里暂缓执行，见同一条"}, by=people["supervisor"])
    low = User.objects.create_user("low", None, label="low")
    users.appoint(low, county["north"], "supervisor", by="tests")
    with pytest.raises(PermissionDenied):
        local_rules.propose(SAID, by=low)


def test_two_rules_of_one_check_may_not_meet_in_time(people):
    local_rules.approve(local_rules.propose(SAID, by=people["supervisor"]), by=people["second"])
    with pytest.raises(ContentError, match="重叠"):
        local_rules.propose({**SAID, "limits": {"silent": 7}, "starts_on": date(2026, 1, 1)}, by=people["supervisor"])
    local_rules.end(LocalRule.objects.get(), date(2025, 12, 31), by=people["second"])
    second = local_rules.propose({**SAID, "limits": {"silent": 7}, "starts_on": date(2026, 1, 1)}, by=people["supervisor"])
    local_rules.approve(second, by=people["second"])
    assert [
        flow.limits_of("PLT002", runs.packs_here(), runs.local_packs(), day)[0].now for day in (date(2025, 1, 1), date(2026, 6, 1))
    ] == [10, 7]


def test_an_inspection_asks_it_and_a_case_has_its_deadline(office, people):
    local_rules.approve(local_rules.propose(SAID, by=people["supervisor"]), by=people["second"])
    run = office("spring", really=True, packs=runs.packs_here())
    assert run.state == "done", run.because
    silent = {one.subject_id for one in Finding.objects.filter(check_code="PLT002", state="standing")}
    # accounts silent for 20 days, and those that last posted 11 to 13 days before
    assert silent == {"a1", "a2", "a3", *(f"a{i}" for i in range(1, 32) if i % 14 > 10)}
    cases.open_for(list(Finding.objects.filter(check_code="PLT002", subject_id="a2")), by=people["supervisor"])
    assert Case.objects.get().respond_within == 5


def test_on_screen_it_is_proposed_approved_and_ended(client_of, people):
    one, other = client_of("supervisor"), client_of("second")
    assert "连续多少天" in one.get("/audit/rules/propose/").content.decode() or one.get("/audit/rules/propose/").status_code == 200
    said = {name: value for name, value in SAID.items() if name not in ("limits", "check_code", "ends_on")}
    page = one.post("/audit/rules/propose/PLT002/", {**said, "limit_silent": 10, "limit_stale_look": 7})
    assert page.status_code == 302, page.content.decode()
    where = page.headers["Location"]
    assert "要由另一个有权限的人批准" in one.get(where).content.decode()
    assert other.post(where, {"approve": "1", "answer": ""}).status_code == 302
    assert LocalRule.objects.get().state == "approved"
    assert "澄政办发〔2020〕3号" in client_of("auditor").get("/audit/rules/").content.decode()
    assert (
        one.post("/audit/rules/propose/PLT002/", {**said, "limit_silent": 14, "limit_stale_look": 7, "respond_within": ""}).status_code
        == 200
    )
    assert client_of("head").get("/audit/rules/propose/").status_code == 403
