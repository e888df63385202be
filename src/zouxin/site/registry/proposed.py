"""What the platform gate asks, and what the register knows already, so that nobody is asked it again."""

from typing import Any

from django.utils.translation import gettext as _

from zouxin.site.people.models import Unit
from zouxin.site.registry import queries
from zouxin.site.registry.models import Opening, Order, Platform, Proposal

#: the questions, in their order
ASKED = ("unreached", "duplicates", "editor", "hours", "funded_until", "required", "ends")


def asks(said: dict[str, Any], unit: Unit | None) -> list[dict[str, str]]:
    """A question for each field left open: `field` and `question`; platforms of the same unit and kind stand beside the one about duplicates."""
    known = {name: "" if value is None else str(value).strip() for name, value in said.items()}
    answers = {name: known.get(name, "") for name in ASKED}
    request = Opening(**answers, order_id=0 if known.get("order") else None)  # never saved: only asked what is open
    same = _same(known.get("kind", ""), unit)
    beside = {"duplicates": f"（本单位已有同类平台：{'、'.join(same)}）"} if same else {}
    return [
        {"field": name, "question": f"{Opening._meta.get_field(name).verbose_name}？{beside.get(name, '')}"} for name in request.unanswered
    ]


def _same(kind: str, unit: Unit | None) -> list[str]:
    if unit is None or kind not in dict(Platform.KINDS):
        return []
    return list(
        Platform.objects.filter(unit=unit, kind=kind)
        .exclude(stage__in=("closed", "archived"))
        .order_by("name")
        .values_list("name", flat=True)
    )


def known_of(unit: Unit | None, kind: str, name: str, purpose: str = "", platform: Platform | None = None) -> dict[str, str]:
    """What the register says to a question, by its name: nothing alike stands in it, or just one order asks for such a platform."""
    found = {}
    if unit is not None and not [one for one, _same in queries.would_duplicate(unit, kind, name, purpose, None) if one != platform]:
        found["duplicates"] = _("名册里，本单位、上级和相邻单位没有相近的平台")
    order = platform.order if platform is not None and platform.order else order_for(unit, kind)
    if order is not None:
        found["required"] = _("名册里的文件：%(order)s") % {"order": order}
    return found


def order_for(unit: Unit | None, kind: str) -> Order | None:
    """The one order of a unit, or of those above it, that asks for platforms of a kind; None where there is none or more than one."""
    if unit is None:
        return None
    above = [unit.path[:end] for end in range(Unit.steplen, len(unit.path) + 1, Unit.steplen)]
    some = list(Order.objects.filter(unit__path__in=above, demands="open", kind=kind)[:2])
    return some[0] if len(some) == 1 else None


def known_to_open(platform: Platform) -> dict[str, str]:
    """What is known of a platform that is to be opened: from the register, from the request that was granted, from what was answered before."""
    found = known_of(platform.unit, platform.kind, platform.name, platform.purpose, platform)
    if platform.funded_until:
        found["funded_until"] = str(platform.funded_until)
    granted = Opening.objects.filter(platform=platform, state="approved").first()
    if granted is not None:
        found |= {name: str(getattr(granted, name)) for name in ASKED if getattr(granted, name) not in ("", None)} | granted.known
    before = Proposal.objects.filter(platform=platform, state="accepted").exclude(answers={}).order_by("-pk").first()
    return found | (before.answers if before else {})
