"""The public record for readers of feeds."""

from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zouxin.site.components.screens import Screen
from zouxin.site.mailbox import queries
from zouxin.site.mailbox.models import Letter


class _Letters(Feed):  # type: ignore[type-arg]
    title = _("来信公开")

    def link(self) -> str:
        return reverse("mailbox:public_letter_list")

    def items(self) -> Any:
        return queries.public()[:50]

    def item_title(self, item: Letter) -> str:
        return queries.public_text(item.title)

    def item_description(self, item: Letter) -> str:
        return queries.public_text(item.text)[:500]

    def item_link(self, item: Letter) -> str:
        return reverse("mailbox:public_letter_view", args=[item.number])

    def item_pubdate(self, item: Letter) -> Any:
        return item.published_at


class LetterFeed(Screen):
    """RSS of the letters published last."""

    public = True

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return _Letters()(request)
