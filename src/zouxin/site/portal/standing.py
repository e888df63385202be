"""What the public is told of a platform's stage. That an owner was warned or is mending is between it and the office."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from zouxin.site.registry.models import Platform


@dataclass(frozen=True)
class Standing:
    """A public status: its name, its stages, and what it answers to "is this official?"."""

    title: Any
    stages: tuple[str, ...]
    answer: Any
    tone: str


STANDINGS = {
    "live": Standing(_("在用"), ("live", "warned", "mending"), _("是官方平台，正在使用。"), "good"),
    "filed": Standing(_("已备案"), ("filed",), _("是官方平台，已经备案，还没有登记为在用。"), "good"),
    "frozen": Standing(_("暂停"), ("frozen",), _("是官方平台，但目前暂停使用。"), "warn"),
    "closing": Standing(_("即将关停"), ("closing",), _("是官方平台，已公告即将关停。"), "warn"),
    "closed": Standing(_("已关停"), ("closed", "archived"), _("曾是官方平台，现已关停；现在还以这个名义活动的，不是官方平台。"), "dim"),
    "moved": Standing(_("已迁移"), ("moved",), _("曾是官方平台，现已迁到别处；请到新的平台去。"), "dim"),
    "lost": Standing(_("失控"), ("lost",), _("登记过，但主办单位已经管不了它：上面的新内容不代表官方，请勿相信。"), "bad"),
    "unknown": Standing(_("状态未填"), ("",), _("登记为官方平台，但现在的状态没有填写。"), "dim"),
}
NAMES = tuple((name, one.title) for name, one in STANDINGS.items())
#: over for good: kept, and marked
OVER = ("closed", "moved")
_OF = {stage: name for name, one in STANDINGS.items() for stage in one.stages}


def standing_of(stage: str) -> str:
    """The public status of a stage; blank for one the public is not told of."""
    return _OF.get(stage, "")


def visible(platform: Platform) -> bool:
    """Whether the public may see a platform at all."""
    return platform.kind in Platform.PUBLIC and standing_of(platform.stage) != ""
