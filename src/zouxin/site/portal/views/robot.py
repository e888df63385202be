"""What machines ask for: robots.txt, security.txt, the site map."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import index, sitemap
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from zouxin.site.portal.pages import Page
from zouxin.site.publishing.models import Bulletin
from zouxin.site.publishing.queries import published
from zouxin.site.registry import public
from zouxin.site.registry.models import Platform


class RobotsView(Page):
    """Public pages may be read; what needs a login is of no use to a robot."""

    keeps = 86_400

    def get(self, request: HttpRequest) -> HttpResponse:
        closed = (
            "/desk/",
            "/account/",
            "/login/",
            "/registry/",
            "/audit/",
            "/cases/",
            "/bulletins/",
            "/units/",
            "/people/",
            "/log/",
            "/reports/",
            "/api/",
        )
        lines = [
            "User-agent: *",
            *(f"Disallow: {path}" for path in closed),
            f"Sitemap: {request.build_absolute_uri(reverse('portal:sitemap_index'))}",
        ]
        return _text(lines)


class SecurityView(Page):
    """Where to tell of a flaw, after RFC 9116."""

    keeps = 86_400

    def get(self, request: HttpRequest) -> HttpResponse:
        contact = settings.CONTACT or request.build_absolute_uri("/")
        until = (datetime.now(UTC) + timedelta(days=90)).strftime("%Y-%m-%dT00:00:00Z")
        here = request.build_absolute_uri(request.path)
        return _text([f"Contact: {contact}", f"Expires: {until}", "Preferred-Languages: zh-CN, zh-TW, en", f"Canonical: {here}"])


class Pages(Sitemap):
    """The pages there is one of."""

    def items(self) -> list[str]:
        return ["portal:home_view", "portal:platform_list", "portal:bulletin_list", "portal:method_view"]

    def location(self, item: Any) -> str:
        return reverse(item)


class Platforms(Sitemap):
    """Every public platform."""

    limit = 2_000

    def items(self) -> QuerySet[Platform]:
        return public.platforms().select_related(None).order_by("pk").only("pk")

    def location(self, item: Any) -> str:
        return reverse("portal:platform_view", args=[item.pk])


class Bulletins(Sitemap):
    """Every published bulletin."""

    def items(self) -> QuerySet[Bulletin]:
        return published()

    def location(self, item: Any) -> str:
        return reverse("portal:bulletin_view", args=[item.pk])


MAPS: dict[str, Any] = {"pages": Pages, "platforms": Platforms, "bulletins": Bulletins}


class SitemapIndex(Page):
    """The maps there are."""

    keeps = 3600

    def get(self, request: HttpRequest) -> HttpResponse:
        return index(request, MAPS, sitemap_url_name="portal:sitemap_view").render()


class SitemapView(Page):
    """One map."""

    keeps = 3600

    def get(self, request: HttpRequest, section: str) -> HttpResponse:
        return sitemap(request, MAPS, section=section).render()


def _text(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
