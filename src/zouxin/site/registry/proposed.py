"""What the platform gate asks of a proposal that stands nowhere yet: what a request to open would be asked back, and what it would duplicate."""

from typing import Any

from zouxin.site.people.models import Unit
from zouxin.site.registry.models import Opening, Platform


def asks(said: dict[str, Any], unit: Unit | None) -> list[dict[str, str]]:
    """A question for each field left open: `field` and `question`; platforms of the same unit and kind stand beside the one about duplicates."""
    known = {name: "" if value is None else str(value).strip() for name, value in said.items()}
    answers = {name: known.get(name, "") for name in ("unreached", "duplicates", "editor", "hours", "funded_until", "required", "ends")}
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
