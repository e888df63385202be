"""Published bulletins."""

from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zouxin.site.components.listing import Column, Filter, Listing
from zouxin.site.portal.pages import Page
from zouxin.site.publishing.models import Bulletin
from zouxin.site.publishing.queries import path_of, published

KINDS = tuple((name, title) for name, title in Bulletin.KINDS if name in Bulletin.OPEN)


class BulletinList(Page, Listing):
    """Every bulletin the public may read."""

    title = _("已发布的通报")
    search = lambda rows, asked: rows.filter(title__icontains=asked)
    filters = (Filter(name="kind", title=_("种类"), choices=KINDS),)
    columns = (
        Column(name="title", title=_("标题"), link=lambda row: reverse("portal:bulletin_view", args=[row.pk])),
        Column(name="kind", title=_("种类"), value="get_kind_display"),
        Column(name="unit", title=_("发文单位"), value="unit.name"),
        Column(name="published_on", title=_("发布日期"), value=lambda row: row.published_at.astimezone().date()),
    )

    def rows(self) -> QuerySet[Bulletin]:
        return published()


class BulletinView(Page):
    """One bulletin as it reads, with its files."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = get_object_or_404(published().select_related("corrects"), pk=pk)
        return self.show(one=one, files=one.files.order_by("form"), corrections=published().filter(corrects=one))


class BulletinFile(Page):
    """A file as it was published."""

    def get(self, request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
        file: Any = get_object_or_404(get_object_or_404(published(), pk=pk).files, form=form)
        return FileResponse(path_of(file).open("rb"), as_attachment=True, filename=file.name)
