"""Feeds of what changed and of what was published: Atom, RSS, and their JSON twin."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zouxin.site.portal import queries
from zouxin.site.portal.pages import Page
from zouxin.site.portal.views.platform import told
from zouxin.site.publishing.queries import published

FORMS: dict[str, type[SyndicationFeed]] = {"atom": Atom1Feed, "rss": Rss201rev2Feed}


class _Feed(Page):
    page: ClassVar[str] = ""
    keeps = 300

    def heading(self) -> str:
        raise NotImplementedError

    def entries(self) -> Iterator[dict[str, Any]]:
        raise NotImplementedError

    def get(self, request: HttpRequest, form: str) -> HttpResponse:
        if form not in ("json", *FORMS):
            raise Http404
        title, home = f"{settings.OFFICE} · {self.heading()}", request.build_absolute_uri(reverse(self.page))
        here = request.build_absolute_uri(request.path)
        if form == "json":
            return _json_feed(title, home, here, list(self.entries()))
        feed = FORMS[form](title=title, link=home, description=title, feed_url=here, language=get_language())
        for one in self.entries():
            feed.add_item(
                title=one["title"], link=one["url"], description=one["text"], unique_id=one["id"], pubdate=one["at"], updateddate=one["at"]
            )
        return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


class ChangeFeed(_Feed):
    """Platforms that opened, paused, closed, moved or were lost."""

    page = "portal:platform_list"

    def heading(self) -> str:
        return _("官方平台变动")

    def entries(self) -> Iterator[dict[str, Any]]:
        for one in map(told, queries.changes()):
            platform = one["platform"]
            owner = platform.unit.name if platform.unit else _("主办单位未填")
            url = self.request.build_absolute_uri(reverse("portal:platform_view", args=[platform.pk]))
            text = f"{owner} · {platform.get_kind_display()} · {one['on']:%Y-%m-%d}" + (f" · {one['number']}" if one["number"] else "")
            yield {"id": f"{url}#step-{one['pk']}", "url": url, "title": f"{platform.name}：{one['title']}", "text": text, "at": one["at"]}


class BulletinFeed(_Feed):
    """Bulletins that were published."""

    page = "portal:bulletin_list"

    def heading(self) -> str:
        return _("已发布的通报")

    def entries(self) -> Iterator[dict[str, Any]]:
        for one in published()[:50]:
            url = self.request.build_absolute_uri(reverse("portal:bulletin_view", args=[one.pk]))
            yield {"id": url, "url": url, "title": one.title, "text": f"{one.unit.name} · {one.get_kind_display()}", "at": one.published_at}


def _json_feed(title: str, home: str, here: str, entries: list[dict[str, Any]]) -> JsonResponse:
    items = [
        {"id": one["id"], "url": one["url"], "title": one["title"], "content_text": one["text"], "date_published": one["at"]}
        for one in entries
    ]
    said = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": home,
        "feed_url": here,
        "language": get_language(),
        "items": items,
    }
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False}, content_type="application/feed+json")
