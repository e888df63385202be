"""Roles and what each may do. A permission is `<app>.<verb>_<noun>`; it holds for the unit of the appointment and all below it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

#: what whoever works for a unit may see of it
LOOK = {"people.view_unit", "registry.view_platform", "registry.view_order", "registry.view_contract", "registry.view_opening", "registry.view_proposal", "audit.view_run", "audit.view_finding",
        "rectification.view_case", "publishing.view_bulletin", "desk.view_home"}  # fmt: skip
#: what whoever runs platforms does
OPERATE = {"registry.propose_platform", "registry.request_opening", "rectification.answer_case", "audit.view_due", "audit.upload_file", "audit.view_gate",
           "mailbox.view_letter", "mailbox.answer_letter"}  # fmt: skip
#: what whoever answers for a unit does besides
HEAD = {"registry.confirm_platform", "registry.decide_proposal", "people.manage_user", "audit.manage_gate", "audit.overrule_gate", "mailbox.release_reply",
        "mailbox.manage_template", "mailbox.pass_letter"}  # fmt: skip
SUPERVISE = {
    "people.manage_user", "people.manage_unit", "people.view_event", "registry.change_platform", "registry.import_census", "registry.change_order",
    "registry.change_contract", "registry.override_closure", "registry.decide_proposal", "registry.decide_opening", "audit.run_inspection", "audit.upload_file", "audit.propose_rule", "audit.approve_rule",
    "audit.judge", "rectification.open_case", "rectification.decide_case", "rectification.except_case", "publishing.draft_bulletin",
    "publishing.review_bulletin", "publishing.publish_bulletin", "portal.read_report", "audit.view_due", "audit.view_gate", "audit.manage_gate", "audit.overrule_gate",
    "mailbox.view_letter", "mailbox.answer_letter", "mailbox.release_reply", "mailbox.route_letter", "mailbox.shred_letter", "mailbox.manage_template",
    "mailbox.decide_incoming", "mailbox.import_letter", "mailbox.pass_letter", "mailbox.manage_endpoint",
}  # fmt: skip


@dataclass(frozen=True)
class Role:
    """A kind of work: its name on screen, what it may do, and which roles it may give to others."""

    title: object
    may: frozenset[str]
    grants: frozenset[str] = frozenset()


ROLES = {
    "supervisor": Role(
        _("督查人员"), frozenset(LOOK | SUPERVISE), frozenset({"supervisor", "head", "operator", "rechecker", "auditor", "host"})
    ),
    "head": Role(_("单位负责人"), frozenset(LOOK | OPERATE | HEAD | {"portal.read_report"}), frozenset({"head", "operator", "host"})),
    "operator": Role(_("运维人员"), frozenset(LOOK | OPERATE | {"portal.read_report"})),
    "rechecker": Role(_("复查人员"), frozenset(LOOK | {"rectification.recheck_case", "audit.judge"})),
    "auditor": Role(_("审计人员"), frozenset(LOOK | {"people.view_event"})),
    "host": Role(
        _("代运营公司"),
        frozenset({"desk.view_home", "registry.view_platform", "audit.view_finding", "rectification.view_case", "audit.view_due"}),
    ),
}
CHOICES = tuple((name, role.title) for name, role in ROLES.items())
EVERY = frozenset().union(*(role.may for role in ROLES.values()))


def roles_with(permission: str) -> tuple[str, ...]:
    """Roles that may do something. Raises KeyError for a permission no role has: a slip, not a refusal."""
    if permission not in EVERY:
        raise KeyError(permission)
    return tuple(name for name, role in ROLES.items() if permission in role.may)
