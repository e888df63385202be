"""Units and who works there."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zouxin import flow
from zouxin.site.components.listing import Column, Filter, Listing
from zouxin.site.components.picking import MOST, options
from zouxin.site.components.screens import Screen
from zouxin.site.people import queries
from zouxin.site.people.access import within
from zouxin.site.people.actions import units
from zouxin.site.people.forms import UnitForm
from zouxin.site.people.models import Unit


def by_name(rows: QuerySet[Any], asked: str) -> QuerySet[Any]:
    """Rows whose search key holds what was typed, in any script or pinyin, or whose own key is just that."""
    wanted = flow.sought(asked)
    return rows.filter(Q(sought__contains=wanted) | Q(key=asked)) if wanted else rows.filter(key=asked)


class UnitList(Listing):
    """Units within reach."""

    permission = "people.view_unit"
    title = _("单位")
    search = by_name
    filters = (Filter(name="level", title=_("层级"), choices=Unit.LEVELS),)
    columns = (
        Column(name="name", title=_("单位名称"), link=lambda row: reverse("people:unit_view", args=[row.pk])),
        Column(name="level", title=_("层级"), value="get_level_display"),
        Column(name="division_code", title=_("行政区划代码")),
        Column(name="people", title=_("任职人数"), number=True),
    )

    def rows(self) -> QuerySet[Unit]:
        return queries.units_with_people(self.request.user)


class UnitSuggest(Screen):
    """Units within reach whose name is being typed, as options."""

    permission = "people.view_unit"

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = next(iter(request.GET.values()), "")
        rows = by_name(queries.units(request.user), asked) if asked else queries.units(request.user)
        return HttpResponse(options(rows[:MOST]))


class UnitView(Screen):
    """One unit: where it stands in the tree and who is appointed."""

    permission = "people.view_unit"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        unit = get_object_or_404(queries.units(request.user), pk=pk)
        people = queries.appointments(request.user).filter(unit=unit, ended_at__isnull=True)
        reach = Unit.objects.filter(within(request.user, "people.manage_unit", unit=""), pk=pk).exists()
        above = queries.units(request.user).filter(pk__in=Unit.objects.get_ancestors(unit))
        return self.show(unit=unit, above=above, below=Unit.objects.get_children(unit), people=people, manages=reach)


class UnitAdd(Screen):
    """A unit below another."""

    permission = "people.manage_unit"
    title = _("新增下级单位")

    def get(self, request: HttpRequest, pk: int, form: UnitForm | None = None) -> HttpResponse:
        return self.show(form=form or UnitForm(), above=self._above(request, pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        above, form = self._above(request, pk), UnitForm(request.POST)
        if not form.is_valid():
            return self.get(request, pk, form)
        said = dict(form.cleaned_data)
        unit = units.add(said.pop("name"), units.fresh_key(), by=request.user, above=above, **said)
        messages.success(request, _("已新增单位“%(name)s”。") % {"name": unit.name})
        return redirect("people:unit_view", pk=unit.pk)

    def _above(self, request: HttpRequest, pk: int) -> Unit:
        return get_object_or_404(queries.units(request.user, "people.manage_unit"), pk=pk)
