"""The platform gate beside the forms of the register."""

from typing import Any

from zouxin.site.registry.forms import QUESTIONS, GateAnswers
from zouxin.site.registry.life import may_follow, opens
from zouxin.site.registry.models import Opening, Platform
from zouxin.site.registry.proposed import ASKED, known_to_open


def opening_steps(one: Platform) -> list[Any]:
    """What the steps are called by which there would be one platform more."""
    words = dict(Platform.STAGES)
    return [words[after] for after in may_follow(one.stage) if opens(one.stage, after)]


def gate_of(one: Platform, said: Any = None) -> GateAnswers | None:
    """The gate's questions the register cannot answer itself, beside a form that may open a platform; None beside any other."""
    if not opening_steps(one):
        return None
    known = known_to_open(one)
    return GateAnswers(said, questions=[name for name in ASKED if name not in known])


def told(answers: dict[str, str]) -> list[tuple[Any, str]]:
    """Questions in words, with their answers."""
    words = dict(Opening.REQUIRED)
    return [(QUESTIONS[name], str(words.get(answers[name], answers[name]))) for name in ASKED if name in answers]
