"""What several checks of work groups ask alike. Expressions; no check."""

from typing import Any

import ibis.expr.types as ir
from ibis import _

from zouxin.model.citation import Citation


def opinions(clause: str, grade: str = "B") -> Citation:
    """A clause of the 2023 opinions on formalism at the fingertips."""
    return Citation(
        title="Opinions on preventing and curing formalism at the fingertips",
        clause=clause,
        issuer="中央网络安全和信息化委员会",
        level="nation",
        grade=grade,
    )


def live(t: Any) -> ir.Table:
    """Work groups their owner calls live, or of which nobody said (`status` null), with `duty`: whether it is for duty or emergencies, as far as its words say."""
    groups = t.platform.filter((_.kind == "group") & ((_.status == "live") | _.status.isnull()))
    about = t.group_profile.select("source", "platform_id", _duty="duty")
    groups = groups.left_join(about, ["source", ("id", "platform_id")]).drop("source_right", "platform_id")
    return groups.mutate(duty=groups._duty.fill_null(False)).drop("_duty")
