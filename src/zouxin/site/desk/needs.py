"""What needs somebody today: each a number that leads to the list it counts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from zouxin.site.audit import queries as audit
from zouxin.site.components.screens import has_device
from zouxin.site.desk import queries
from zouxin.site.people.access import leads, permissions
from zouxin.site.publishing import queries as publishing
from zouxin.site.rectification import queries as rectification
from zouxin.site.registry import queries as registry

#: apps beside this one, of which it knows nothing: they say themselves what waits for somebody
APPS = ("mailbox", "portal")


@dataclass(frozen=True)
class Need:
    """One line: how many, of what, where they are listed (blank where there is no list), and whether it is pressing."""

    count: int
    title: Any
    link: str = ""
    pressing: bool = False


def address(route: str, **query: Any) -> str:
    """A list's address with its filters; blank where no app has it."""
    try:
        return reverse(route) + (f"?{urlencode(query)}" if query else "")
    except NoReverseMatch:
        return ""


def needs(user: Any) -> list[Need]:
    """Everything that waits for this user, what is pressing first; what waits for nobody is left out."""
    held, found = permissions(user), []
    for permission, count in OURS:
        if not permission or permission in held:
            found += count(user)
    for app in APPS:
        found += _theirs(app, user)
    return sorted((one for one in found if one.count), key=lambda one: not one.pressing)


def _theirs(app: str, user: Any) -> Iterator[Need]:
    """What another app says waits for this user: its `queries.needs(user)` yields (count, title, route, filters, pressing)."""
    name = f"zouxin.site.{app}"
    if not apps.is_installed(name):
        return
    try:
        asked = getattr(import_module(f"{name}.queries"), "needs", None)
    except ModuleNotFoundError:
        return
    for count, title, route, filters, pressing in asked(user) if asked else ():
        yield Need(count, title, address(route, **filters), pressing)


def _second_factor(user: Any) -> list[Need]:
    return [Need(int(not has_device(user)), _("登录还没有第二道验证"), address("people:second_factor_make"))]


def _people(user: Any) -> list[Need]:
    return [
        Need(queries.open_invitations(user).count(), _("邀请还没有人接受"), address("people:invitation_make")),
        Need(queries.ending_soon(user).count(), _("任职一个月内到期"), address("people:appointment_list", state="now")),
    ]


def _confirm(user: Any) -> list[Need]:
    return [Need(registry.to_confirm(user).count(), _("平台本半年还没有确认登记情况"), address("registry:confirmation_list"))]


def _proposals(user: Any) -> list[Need]:
    return [Need(queries.waiting_proposals(user).count(), _("修改建议等您处理"), address("registry:proposal_list", state="open"))]


def _openings(user: Any) -> list[Need]:
    return [Need(queries.waiting_openings(user).count(), _("开设申请等您审批"), address("registry:opening_list", state="answered"))]


def _asked(user: Any) -> list[Need]:
    return [Need(queries.unanswered_openings(user).count(), _("开设申请还有问题没有回答"), address("registry:opening_list", state="asked"))]


def _findings(user: Any) -> list[Need]:
    standing = queries.standing_findings(user)
    return [
        Need(audit.fresh(standing).count(), _("最近一次检查新发现的问题"), address("audit:finding_list", new="yes")),
        Need(
            standing.filter(severity="veto").count(),
            _("一票否决的问题仍在"),
            address("audit:finding_list", severity="veto", state="standing"),
            pressing=True,
        ),
    ]


def _due(user: Any) -> list[Need]:
    return [Need(queries.due_in(user, 7).count(), _("平台七天内要到更新期限"), address("audit:due_list", days="7"))]


def _judgements(user: Any) -> list[Need]:
    return [Need(audit.undecided(user).count(), _("问题要由人判断"), address("audit:undecided_list"))]


def _rules(user: Any) -> list[Need]:
    waiting = audit.local_rules().filter(state="proposed").exclude(user=user) if leads(user, "audit.approve_rule") else None
    return [Need(waiting.count() if waiting is not None else 0, _("本地规则等您批准"), address("audit:local_rule_list", state="proposed"))]


def _runs(user: Any) -> list[Need]:
    return [Need(audit.runs_that_failed(user).count(), _("检查没有做完"), address("audit:run_list", state="failed"), pressing=True)]


def _cases(user: Any) -> list[Need]:
    mine = rectification.awaiting(user)
    return [
        Need(
            rectification.overdue(mine).count(),
            _("整改事项已过期限"),
            address("rectification:case_list", mine="1", due="late"),
            pressing=True,
        ),
        Need(mine.count(), _("整改事项等您办"), address("rectification:case_list", mine="1")),
    ]


def _reviews(user: Any) -> list[Need]:
    return [Need(publishing.to_review(user).count(), _("通报等您复核"), address("publishing:bulletin_list", state="draft"))]


def _publishes(user: Any) -> list[Need]:
    return [Need(queries.to_publish(user).count(), _("通报已复核，可以发布"), address("publishing:bulletin_list", state="reviewed"))]


OURS: tuple[tuple[str, Callable[[Any], list[Need]]], ...] = (
    ("", _second_factor),
    ("people.manage_user", _people),
    ("registry.confirm_platform", _confirm),
    ("registry.decide_proposal", _proposals),
    ("registry.decide_opening", _openings),
    ("registry.request_opening", _asked),
    ("audit.view_finding", _findings),
    ("audit.view_due", _due),
    ("audit.run_inspection", _runs),
    ("audit.approve_rule", _rules),
    ("audit.judge", _judgements),
    ("rectification.view_case", _cases),
    ("publishing.review_bulletin", _reviews),
    ("publishing.publish_bulletin", _publishes),
)
