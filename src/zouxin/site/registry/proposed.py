"""What the platform gate asks of a proposal that stands nowhere yet: every question it leaves open, and what it would duplicate."""

from typing import Any

from zouxin.site.people.models import Unit
from zouxin.site.registry.models import Opening, Platform

#: the questions, in their order, by the field that answers them
QUESTIONS = {
    "unreached": "现在哪些服务、哪些群众还够不着？", "duplicates": "和现有平台有什么重复，为什么还要开？", "editor": "由谁编辑（岗位）？", "hours": "每周用多少小时？",
    "funded_until": "经费保障到哪天？", "required": "是不是文件要求开的（order 有文件要求，nobody 没有）？", "order": "是哪份文件（文号）？", "ends": "任务完成或没人用时怎样关停？",
}  # fmt: skip


def asks(said: dict[str, Any], unit: Unit | None) -> list[dict[str, str]]:
    """A question for each field left open: `field` and `question`; platforms of the same unit and kind stand beside the one about duplicates."""
    known = {name: "" if value is None else str(value).strip() for name, value in said.items()}
    open_ = [name for name in QUESTIONS if name != "order" and not known.get(name)]
    if known.get("required") == "order" and not known.get("order"):
        open_.append("order")
    found = [{"field": name, "question": QUESTIONS[name]} for name in open_]
    same = _same(known.get("kind", ""), unit)
    if same and "duplicates" in open_:
        found[open_.index("duplicates")]["question"] += f"本单位已有同类平台：{'、'.join(same)}。"
    return found


def _same(kind: str, unit: Unit | None) -> list[str]:
    if unit is None or kind not in dict(Platform.KINDS):
        return []
    return list(
        Platform.objects.filter(unit=unit, kind=kind)
        .exclude(stage__in=("closed", "archived"))
        .order_by("name")
        .values_list("name", flat=True)[:20]
    )


assert set(QUESTIONS) <= {field.name for field in Opening._meta.get_fields()}
