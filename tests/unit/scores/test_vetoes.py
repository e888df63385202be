"""Who passes: only what every rule that asks of its kind has cleared."""

from dataclasses import replace
from datetime import date

import pytest

from zouxin.model.citation import Citation
from zouxin.model.errors import RenderError
from zouxin.model.inspection import Heading, Reason
from zouxin.model.ruled import Ruled, recorded
from zouxin.scores.inspection import inspection
from zouxin.scores.vetoes import ACCOUNTS, Answer, Listed, Veto

HEADING = Heading(
    title="通报", issuer="", number="", to="", period="", moment=date(2021, 6, 30), issued_on=date(2021, 7, 5), due_on=None, run="r"
)
RULE = Ruled(
    check="PLT002",
    pack="national",
    asked=True,
    severity="veto",
    chosen="veto",
    because=Citation(title="检查指标", number="19号", clause="第一条"),
)
REASON = Reason(check="PLT002", title="不更新", sentence="", citation="", mark="M")
SILENT = Veto(rule=RULE, title="不更新", kinds=ACCOUNTS)
ALSO = Veto(rule=replace(RULE, check="PLT006"), title="互动差", kinds=ACCOUNTS)


def listed(own: str, kind: str = "wechat", **more: str) -> Listed:
    return Listed(key=("s", own), name=own, kind=kind, unit="局", level="county", **more)


def said(own: str, found: bool | None, because: str = "") -> Answer:
    return Answer(platform=("s", own), found=found, because=because, reason=REASON)


def states(*register: Listed, rules: tuple[Veto, ...]) -> dict[str, str]:
    told = inspection(HEADING, register, rules)
    marked = {one.id: "failed" for one in told.failed} | {one.id: one.note for one in told.unknown}
    return {one.key[1]: marked.get(one.key[1], "passed") for one in register}


def test_silence_of_a_rule_is_no_pass() -> None:
    rule = replace(SILENT, clean=frozenset({("s", "a")}), answers=(said("b", True),))
    assert states(listed("a"), listed("b"), listed("c"), rules=(rule,)) == {"a": "passed", "b": "failed", "c": "不更新：没有得到回答"}


def test_every_rule_of_its_kind_must_clear_it() -> None:
    one, two = replace(SILENT, clean=frozenset({("s", "a"), ("s", "b")})), replace(ALSO, clean=frozenset({("s", "a")}))
    assert states(listed("a"), listed("b"), rules=(one, two)) == {"a": "passed", "b": "互动差：没有得到回答"}


def test_a_rule_nobody_judged_is_no_part_of_it_and_says_so() -> None:
    one = replace(SILENT, clean=frozenset({("s", "a"), ("s", "w")}))
    two = replace(ALSO, answers=(said("a", None, "no_judgement"), said("w", False)))
    told = inspection(HEADING, [listed("a"), listed("w", "weibo")], (one, two))
    assert (told.accounts.checked, told.accounts.unknown) == (2, 0)
    assert {rule.check: (rule.used, rule.why) for rule in told.rules} == {
        "PLT002": (True, ""),
        "PLT006": (True, "微信公众号：没有人工认定"),
    }


def test_a_rule_of_posts_fails_a_platform_and_clears_none() -> None:
    posts = Veto(
        rule=replace(RULE, check="PST001", answers={"clean": 7, "finding": 1}), title="被篡改", of_posts=True, answers=(said("a", True),)
    )
    assert states(listed("a"), listed("b"), rules=(posts,)) == {"a": "failed", "b": "本次没有适用于这类平台的规则"}


def test_an_account_whose_password_is_gone_is_not_passed() -> None:
    assert states(listed("a", status="lost"), rules=(SILENT,)) == {"a": "账号失控（名册记载），未能检查"}


@pytest.mark.parametrize("rule", [replace(RULE, asked=False, why="没有启用"), replace(RULE, severity="advice", why="没有施行，只作建议")])
def test_nothing_asked_is_refused_with_the_reason(rule: Ruled) -> None:
    with pytest.raises(RenderError, match=rule.why):
        inspection(HEADING, [listed("a")], [replace(SILENT, rule=rule)])


def test_a_rule_outlives_its_record() -> None:
    assert recorded(RULE.record()) == RULE
