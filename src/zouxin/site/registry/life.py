"""A platform's life: which step may follow which, and what each has to say."""

from dataclasses import dataclass

from zouxin.site.registry.models import Platform

STAGES = tuple(name for name, _title in Platform.STAGES)
#: stage -> stages that may follow. A blank stage is one nobody told: whatever it turns out to be may be said.
STEPS: dict[str, tuple[str, ...]] = {
    "": STAGES,
    "preparing": ("filed", "archived"),
    "filed": ("live", "closing", "archived"),
    "live": ("warned", "mending", "frozen", "closing", "lost"),
    "warned": ("live", "mending", "frozen", "closing", "lost"),
    "mending": ("live", "warned", "frozen", "closing", "lost"),
    "frozen": ("live", "mending", "closing", "lost"),
    "closing": ("closed", "moved", "live", "lost"),
    "closed": ("archived", "live"),
    "moved": ("archived",),
    "archived": (),
    "lost": ("live", "frozen", "closing"),
}
#: stages that end it: a government's only account is not brought there without a special permission
ENDS = ("closing", "closed", "moved", "archived")
#: steps that take something away from somebody, or undo one that did, say why
WHY = ("warned", "mending", "frozen", "closing", "lost", "archived")
#: steps by which there is one platform more: the platform gate is asked
OPENS = (("preparing", "filed"), ("filed", "live"), ("closed", "live"))


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What a step has to say besides the day."""

    reason: bool
    successor: bool


def may_follow(stage: str) -> tuple[str, ...]:
    """Stages that may follow one."""
    return STEPS[stage]


def asks(before: str, after: str) -> Ask:
    """What a step has to say: a reason where it takes something away or takes a closing back, the platform it moves to."""
    return Ask(reason=after in WHY or (before in ("closed", "closing") and after == "live"), successor=after == "moved")


def opens(before: str, after: str) -> bool:
    """Whether a step makes one platform more."""
    return (before, after) in OPENS
