"""What may be asked of the API, for people and for programs."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from zouxin.site.api.v1 import api
from zouxin.site.components.screens import Screen

BASE = "/api/v1/"


@cache
def schema() -> dict[str, Any]:
    """The description of the API (OpenAPI 3.1)."""
    return dict(api.get_openapi_schema(path_prefix=BASE))


class DocView(Screen):
    """Every address with its parameters."""

    public = True
    title = _("数据接口")

    def get(self, request: HttpRequest) -> HttpResponse:
        routes = [(path, said["get"]) for path, said in schema()["paths"].items()]
        return self.show(routes=routes, description=api.description, example=request.build_absolute_uri(BASE + "platforms"))


class OpenapiJson(Screen):
    """The description for programs."""

    public = True

    def get(self, request: HttpRequest) -> JsonResponse:
        return JsonResponse(schema(), json_dumps_params={"ensure_ascii": False})


class MissingJson(Screen):
    """An address there is not."""

    public = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        said = {"detail": _g("没有这个接口；有哪些接口见 /api/"), "wrong": []}
        return JsonResponse(said, status=404, json_dumps_params={"ensure_ascii": False})
