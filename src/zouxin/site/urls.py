"""Every address of the site."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

#: where each app's addresses begin; the portal is what a citizen sees first
PLACES = {
    "components": "", "portal": "", "desk": "desk/", "people": "", "registry": "registry/", "audit": "audit/", "rectification": "cases/",
    "publishing": "bulletins/", "mailbox": "mailbox/", "api": "api/",
}  # fmt: skip


def _all() -> list[URLPattern | URLResolver]:
    ours = [path(prefix, include(f"zouxin.site.{app}.urls")) for app, prefix in PLACES.items() if find_spec(f"zouxin.site.{app}")]
    return [*ours, *([path("oidc/", include("mozilla_django_oidc.urls"))] if settings.OIDC_ISSUER else [])]


urlpatterns = _all()
