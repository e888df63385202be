"""What may become of a case: one table, asked by actions, pages and tests alike."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Step:
    """One move: what it is called, from which states, to which, who may make it, and whether a reason must be given."""

    title: object
    before: tuple[str, ...]
    after: str
    permission: str
    reason: bool = False


STEPS = {
    "confirm": Step(_("认定属实"), ("open", "recurred"), "confirmed", "rectification.decide_case"),
    "accept": Step(_("承认属实"), ("open", "recurred"), "confirmed", "rectification.answer_case"),
    "dispute": Step(_("提出异议"), ("open", "confirmed", "recurred", "mending"), "disputed", "rectification.answer_case", reason=True),
    "uphold": Step(_("异议成立"), ("disputed",), "unfounded", "rectification.decide_case", reason=True),
    "dismiss": Step(_("异议不成立"), ("disputed",), "confirmed", "rectification.decide_case", reason=True),
    "discard": Step(_("认定不属实"), ("open", "recurred"), "unfounded", "rectification.decide_case", reason=True),
    "start": Step(_("开始整改"), ("confirmed", "failed"), "mending", "rectification.answer_case"),
    "report": Step(_("报告完成"), ("mending", "failed"), "reported", "rectification.answer_case", reason=True),
    "pass": Step(_("复查通过"), ("reported",), "passed", "rectification.recheck_case"),
    "fail": Step(_("复查未通过"), ("reported",), "failed", "rectification.recheck_case", reason=True),
}
#: moves the program makes by itself when an inspection finds again what had passed
RECUR = Step(_("复发"), ("passed", "unfounded"), "recurred", "")


def possible(state: str) -> dict[str, Step]:
    """The moves that lead on from a state."""
    return {name: step for name, step in STEPS.items() if state in step.before}
