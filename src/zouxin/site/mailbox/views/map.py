"""The lines below a point on a map: boundaries, roads, what this deployment put there."""

from django.http import FileResponse, Http404, HttpRequest

from zouxin.site.components.screens import Screen
from zouxin.site.mailbox import maps


class MapBase(Screen):
    """The deployment's own file, as it is."""

    public = True

    def get(self, request: HttpRequest) -> FileResponse:
        place = maps.base()
        if place is None:
            raise Http404("map.geojson")
        return FileResponse(place.open("rb"), content_type="application/geo+json", headers={"Cache-Control": "max-age=3600"})
