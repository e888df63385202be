"""What the public is told of the register: no work group, no column, nothing that is only planned, that nobody owns or whose
stage nobody said; nor that an owner was warned or is mending,
which is between it and the office.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zouxin import flow
from zouxin.site.people.models import Unit
from zouxin.site.registry.models import Alias, Platform

_ADDRESS = re.compile(r"^(?:https?://)?([\w.-]+\.[a-z]{2,})(?:[/:?#]|$)", re.IGNORECASE)


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
    return platform.kind in Platform.PUBLIC and standing_of(platform.stage) != "" and platform.unit_id is not None


#: kinds and stages the public is not told of; asked for by what is hidden, for that leaves a database its index by name
_HIDDEN_KINDS = tuple(name for name, _title in Platform.KINDS if name not in Platform.PUBLIC)
_HIDDEN_STAGES = ("", *(name for name, _title in Platform.STAGES if name not in _OF))


def public(before: str = "") -> Q:
    """The condition that a platform is the public's business; `before` names the field where the rows are not platforms."""
    shown = ~Q(**{f"{before}kind__in": _HIDDEN_KINDS}) & ~Q(**{f"{before}stage__in": _HIDDEN_STAGES})
    return shown & Q(**{f"{before}unit__isnull": False})


def platforms() -> QuerySet[Platform]:
    """What a citizen may look for, by name."""
    return Platform.objects.filter(public()).select_related("unit").order_by("name", "id")


def by_asking(rows: QuerySet[Platform], asked: str) -> QuerySet[Platform]:
    """Platforms of a name, a former name or an owner, in any script, pinyin or initials, or of an account's id or a web address."""
    wanted, address = flow.sought(asked), _ADDRESS.match(asked)
    if address:
        return rows.filter(url__icontains=address[1])
    exact = Q(key=asked) | Q(handle__iexact=asked)
    if not wanted:
        return rows.filter(exact)
    former = Alias.objects.filter(Q(name__icontains=asked) | Q(name__icontains=wanted)).values("platform_id")
    owners = Unit.objects.filter(sought__contains=wanted).values("pk")
    return rows.filter(exact | Q(sought__contains=wanted) | Q(unit__in=owners) | Q(pk__in=former))
