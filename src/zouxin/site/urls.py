"""Every address of the site."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

#: where each app's addresses begin; those without a beginning of their own last, since all of theirs are tried
PLACES = {
    "mailbox": "mailbox/", "desk": "desk/", "registry": "registry/", "audit": "audit/", "rectification": "cases/", "publishing": "bulletins/", "api": "api/",
    "components": "", "portal": "", "people": "",
}  # fmt: skip


def _all() -> list[URLPattern | URLResolver]:
    ours = [path(prefix, include(f"zouxin.site.{app}.urls")) for app, prefix in PLACES.items() if find_spec(f"zouxin.site.{app}")]
    return [*ours, *([path("oidc/", include("mozilla_django_oidc.urls"))] if settings.OIDC_ISSUER else [])]


urlpatterns = _all()
handler500 = "zouxin.site.components.views.failing.failed"
