"""The first page, the directory, and one platform."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zouxin.site.components.listing import Column, Filter, Listing
from zouxin.site.people.models import Unit
from zouxin.site.portal import queries
from zouxin.site.portal.pages import Page
from zouxin.site.publishing.queries import published
from zouxin.site.registry import public
from zouxin.site.registry.models import Platform
from zouxin.site.registry.public import NAMES, OVER, STANDINGS, standing_of, visible

LATELY = 8


class HomeView(Page):
    """Ask whether a platform is official."""

    title = _("官方平台查询")

    def get(self, request: HttpRequest) -> HttpResponse:
        kinds = [(kind, title, sum(n for name, n in counts.items() if name not in OVER)) for kind, title, counts in queries.by_kind()]
        kinds = [one for one in kinds if one[2]]
        return self.show(kinds=kinds, total=sum(n for *_kind, n in kinds), changes=[told(step) for step in queries.changes(LATELY)],
                         bulletins=published()[:5])  # fmt: skip


class PlatformList(Page, Listing):
    """Every official platform there is or was."""

    title = _("官方平台名录")
    search = public.by_asking
    filters = (
        Filter(name="kind", title=_("类型"), choices=queries.KINDS),
        Filter(name="status", title=_("状态"), choices=NAMES, narrow=lambda rows, name: rows.filter(stage__in=STANDINGS[name].stages)),
    )
    columns = (
        Column(name="name", title=_("平台名称"), link=lambda row: reverse("portal:platform_view", args=[row.pk])),
        Column(name="kind", title=_("类型"), value="get_kind_display"),
        Column(name="unit", title=_("主办单位"), value="unit.name"),
        Column(
            name="status", title=_("状态"), value=lambda row: STANDINGS[standing_of(row.stage)].title, badge=lambda row: _tone(row.stage)
        ),
        Column(name="opened_on", title=_("开通日期")),
        Column(name="closed_on", title=_("关停日期"), value=lambda row: row.closed_on if standing_of(row.stage) in OVER else None),
    )

    def rows(self) -> QuerySet[Platform]:
        rows, asked = public.platforms(), self._unit()
        if self.form == "html":  # most are not closed: a column of blanks would read as unknown
            self.columns = type(self).columns[:-1]  # type: ignore[misc]
        self.owners: list[Unit] = list(queries.owners(asked)) if self.form == "html" or asked else []
        self.owner = next((one for one in self.owners if one.pk == asked), None)
        alone = self.owner and [one for one in self.owners if one.depth == 1] == [self.owner]  # all there is stands below it
        return queries.below(rows, self.owner.path) if self.owner and not alone else rows

    def more(self) -> Mapping[str, Any]:
        return {"owners": self.owners, "owner": self.owner}

    def _unit(self) -> int | None:
        asked = self.request.GET.get("unit", "")
        return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 15 else None


class PlatformView(Page):
    """One platform: is it official, whose is it, since when."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = get_object_or_404(queries.platform_whole(), pk=pk)
        name = standing_of(one.stage)
        former = [alias for alias in one.aliases.all() if alias.name != one.name]
        onward = getattr(one, "successor", None)
        return self.show(one=one, name=name, standing=STANDINGS[name], over=name in OVER, former=former, onward=onward if onward and visible(onward) else None,
                         linked=name not in (*OVER, "lost") and one.url.startswith(("https://", "http://")), steps=[told(step, one) for step in one.steps.all()])  # fmt: skip


class PlatformJson(Page):
    """The same as JSON."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return _json(whole(get_object_or_404(queries.platform_whole(), pk=pk), request))


def whole(one: Platform, request: HttpRequest) -> dict[str, Any]:
    """A platform as the public gets it in JSON."""
    name = standing_of(one.stage)
    return {
        "id": one.pk, "name": one.name, "kind": one.kind, "kind_title": str(one.get_kind_display()),  # type: ignore[attr-defined]
        "unit": one.unit.name if one.unit else None, "status": name, "status_title": str(STANDINGS[name].title), "answer": str(STANDINGS[name].answer),
        "opened_on": one.opened_on, "closed_on": one.closed_on if name in OVER else None, "url": one.url or None, "handle": one.handle or None,
        "former_names": [{"name": alias.name, "from_on": alias.from_on, "until_on": alias.until_on} for alias in one.aliases.all() if alias.name != one.name],
        "page": request.build_absolute_uri(reverse("portal:platform_view", args=[one.pk])),
    }  # fmt: skip


def told(step: Any, platform: Platform | None = None) -> dict[str, Any]:
    """A step as the public is told of it."""
    one, name = platform or step.platform, standing_of(step.after)
    began = name == "live" and step.before in ("", "preparing", "filed")
    title = _("登记为在用") if began else _("恢复使用") if name == "live" else STANDINGS[name].title
    return {
        "platform": one,
        "on": step.on,
        "at": step.at,
        "name": name,
        "title": title,
        "number": step.number,
        "pk": step.pk,
        "tone": _tone(step.after),
    }


def _tone(stage: str) -> str:
    return STANDINGS[standing_of(stage)].tone


def _json(said: Any) -> JsonResponse:
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False})
