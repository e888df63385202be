"""The map of units."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _

from zouxin.site.components.listing import csv_lines
from zouxin.site.components.screens import Screen
from zouxin.site.desk import queries, shapes
from zouxin.site.desk.needs import address
from zouxin.site.people.models import Unit
from zouxin.site.people.queries import units

COLUMNS = (6, 2)
HEAD = (_("单位"), _("在用平台"), _("仍在的问题"), _("其中一票否决"))
MOST = 300


def tiles(user: Any, unit: Unit) -> list[shapes.Tile]:
    """A unit itself and each unit next below it, the latter with all that is below them."""
    among = queries.below(user, unit)
    counts, deep = queries.counted(user, among), len(unit.path) + Unit.steplen
    sums: dict[str, list[int]] = {}
    for one in among:
        mine = sums.setdefault(one.path[:deep], [0, 0, 0])
        sums[one.path[:deep]] = [a + b for a, b in zip(mine, counts[one.pk], strict=True)]
    return [_tile(one, unit, sums[one.path]) for one in among if len(one.path) <= deep][:MOST]


def _tile(one: Unit, top: Unit, sums: list[int]) -> shapes.Tile:
    inner = one.pk != top.pk and one.numchild
    link = f"{reverse('desk:map_view')}?unit={one.pk}" if inner else address("registry:platform_list", unit=one.pk)
    name = f"{one.name}（本级）" if one.pk == top.pk and top.numchild else one.name
    return shapes.Tile(
        unit=one, name=shapes.lines(name), platforms=sums[0], findings=sums[1], vetoes=sums[2], shade=shapes.shade(sums[1]), link=link
    )


def asked(request: HttpRequest) -> tuple[Unit, list[Unit]]:
    """The unit whose map is asked for, and the uppermost ones there are. Raises Http404 for one out of reach."""
    tops, wanted = queries.tops(request.user), request.GET.get("unit", "")
    if wanted.isascii() and wanted.isdigit():
        return get_object_or_404(units(request.user, "desk.view_home"), pk=int(wanted)), tops
    if not tops:
        raise Http404
    return tops[0], tops


class MapView(Screen):
    """Units as tiles."""

    permission = "desk.view_home"
    title = _("单位图")

    def get(self, request: HttpRequest) -> HttpResponse:
        unit, tops = asked(request)
        found = tiles(request.user, unit)
        grids = []
        for columns in COLUMNS:
            placed = [replace(one, **shapes.place(nth, columns)) for nth, one in enumerate(found)]
            grids.append((columns, *shapes.size(len(found), columns), placed))
        above = [one for one in Unit.objects.get_ancestors(unit) if any(one.path.startswith(top.path) for top in tops)]
        least = [*shapes.SHADES[1:], None]
        legend = [(nth, low, high - 1 if high else None) for nth, (low, high) in enumerate(zip(shapes.SHADES, least, strict=True))]
        return self.show(
            unit=unit, tops=tops, above=above, grids=grids, tiles=found, head=HEAD, legend=legend, sizes=(shapes.WIDE, shapes.HIGH)
        )


class MapCsv(Screen):
    """The map's table for a spreadsheet."""

    permission = "desk.view_home"

    def get(self, request: HttpRequest) -> StreamingHttpResponse:
        rows = [(one.unit.name, one.platforms, one.findings, one.vetoes) for one in tiles(request.user, asked(request)[0])]
        lines = csv_lines([force_str(word) for word in HEAD], rows)
        return StreamingHttpResponse(
            lines, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="map.csv"'}
        )
