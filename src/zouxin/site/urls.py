"""Every address of the site."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

#: where each app's addresses begin; the portal is what a citizen sees first
PLACES = {
    "portal": "",
    "desk": "desk/",
    "people": "",
    "registry": "registry/",
    "audit": "audit/",
    "rectification": "cases/",
    "publishing": "bulletins/",
    "api": "api/",
}


def _all() -> list[URLPattern | URLResolver]:
    return [path(prefix, include(f"zouxin.site.{app}.urls")) for app, prefix in PLACES.items() if find_spec(f"zouxin.site.{app}")]


urlpatterns = _all()
